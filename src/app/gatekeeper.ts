import type { Case } from '../core/case/case.ts'
import type { Asked } from '../core/case/standing.ts'
import type { Reason, Verdict } from '../core/gate/verdict.ts'
import { problem, ok, type Problem, type Result } from '../core/problem.ts'
import { Holdings } from './holdings.ts'
import type { Clock, Crypto } from './ports.ts'
import type { Head, Ledger } from './ports/ledger.ts'
import type { Shelf } from './ports/shelf.ts'
import { patience } from './patience.ts'
import { shared } from './shared.ts'
import { judging } from './judging.ts'
import { cannotTell, type Under } from './verdict.ts'
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
  /** The cases that some product concerns, as of the last look. */
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
  const look = shared(async (): Promise<Result<Fresh>> => {
    const { mark } = holdings
    const head = await ledger.head()
    if (!head.ok) return head
    const caught = await holdings.catchUp(head.value, mark)
    return caught.ok ? ok(head.value) : caught
  })
  const inTime = patience<Result<Fresh>>(PATIENCE_MS, TOO_LATE)
  const judge = judging()

  return {
    look: () => inTime(look()),
    cases: () => holdings.all(),
    async ask(asked) {
      const head = await inTime(look())
      const { policy, rules } = under()
      if (!head.ok) return cannotTell(asked, clock.now(), NO_FRESH_READ, policy)
      const { origin, size, at, now } = head.value
      const validMinutes = Math.min(policy.validMinutes, MAX_VALID_MINUTES)
      const { cases, damaged } = holdings.about(asked.product)
      const found = { cases, further: damaged.map(unreadable) }
      return { ...judge(asked, now > at ? now : at, found, { policy, rules, validMinutes }), log: { origin, size } }
    },
  }
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
