import type { Case } from '../core/case/case.ts'
import type { Asked } from '../core/case/standing.ts'
import type { Reason, Verdict } from '../core/gate/verdict.ts'
import { problem, ok, type Problem, type Result } from '../core/problem.ts'
import { Holdings } from './holdings.ts'
import { logTime } from './log-time.ts'
import type { Clock, Crypto } from './ports.ts'
import type { Head, Ledger } from './ports/ledger.ts'
import type { Shelf } from './ports/shelf.ts'
import { shared } from './shared.ts'
import { answerOf, cannotTell, type Under, verdictOf } from './verdict.ts'
import type { Instant } from '../core/instant.ts'

/** How long a question waits for a look at the log that began after it. */
const PATIENCE_MS = 1_000
/** How long an answer may be relied on, at most, whatever the policy says. */
const MAX_VALID_MINUTES = 5

/** Answers "is it held?" from the store, on any node, as of after the question. */
export interface Gatekeeper {
  ask(asked: Asked): Promise<Verdict>
  /** Where the log ended, by a look at it that began after this call. */
  look(): Promise<Result<Fresh>>
  /** The same, however long it takes: the first look reads every case that has a hold. */
  warm(): Promise<Result<Fresh>>
  /** Every case with a hold, as of the last look. */
  cases(): readonly Case[]
}

type Fresh = Head & { readonly now: Instant }

export interface GatekeeperPorts {
  readonly ledger: Pick<Ledger, 'head' | 'entries'>
  readonly shelf: Pick<Shelf, 'holds' | 'streams'>
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly under: () => Omit<Under, 'validMinutes'>
}

/**
 * Each answer waits for a look at the head of the log that began after the question (those who wait share one), so it knows of every
 * hold that was acknowledged before, on whichever node. No such look within a second: nobody can tell.
 */
export function gatekeeper({ ledger, shelf, clock, crypto, under }: GatekeeperPorts): Gatekeeper {
  const holdings = new Holdings(ledger, shelf, crypto)
  const time = logTime()
  const look = shared(async (): Promise<Result<Fresh>> => {
    const { mark } = holdings
    const head = await ledger.head()
    if (!head.ok) return head
    const caught = await holdings.catchUp(head.value, mark)
    return caught.ok ? ok({ ...head.value, now: time(head.value) }) : caught
  })
  const fresh = () => inTime(look(), PATIENCE_MS)

  return {
    look: fresh,
    warm: look,
    cases: () => holdings.cases,
    async ask(asked) {
      const head = await fresh()
      const { policy, rules } = under()
      if (!head.ok) return cannotTell(asked, clock.now(), NO_FRESH_READ, policy)
      const { origin, size, now } = head.value
      const question = { ...asked, now }
      const { cases, damaged } = holdings.about(asked.product)
      const answers = cases.map((state) => answerOf(state, question, rules))
      const validMinutes = Math.min(policy.validMinutes, MAX_VALID_MINUTES)
      const verdict = verdictOf(question, answers, damaged.map(unreadable), { policy, rules, validMinutes })
      return { ...verdict, log: { origin, size } }
    },
  }
}

/** What is promised, or the word that it took too long. A fault of ours counts as one that never came. */
function inTime<T>(promised: Promise<Result<T>>, millis: number): Promise<Result<T>> {
  return new Promise((answer) => {
    const timer = setTimeout(() => answer(TOO_LATE), millis)
    const done = (result: Result<T>) => {
      clearTimeout(timer)
      answer(result)
    }
    promised.then(done, () => done(TOO_LATE))
  })
}

const TOO_LATE = {
  ok: false as const,
  problem: problem(
    'store/unreachable',
    'The log could not be read within a second.',
    'Wait: it recovers by itself once the database answers.',
  ),
}

const NO_FRESH_READ: Reason = {
  code: 'gate/no-fresh-read',
  decision: 'unknown',
  message: 'The log of holds cannot be read now, so nobody can tell whether this release is held.',
  next: 'Ask again in a moment; do not ship meanwhile.',
}

const unreadable = ({ message }: Problem): Reason => ({
  code: 'gate/case-unreadable',
  decision: 'unknown',
  message,
  next: 'Run the newest Holdpoint; if it cannot read it either, restore a backup.',
})
