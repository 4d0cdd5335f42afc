import type { Case } from '../core/case/case.ts'
import { coversOf } from '../core/case/cover.ts'
import type { Asked } from '../core/case/standing.ts'
import { PRODUCTION, type Question } from '../core/gate/question.ts'
import type { Reason, Verdict } from '../core/gate/verdict.ts'
import type { Product } from '../core/ids.ts'
import { PRODUCTS, type Register, type Terms, termsOf } from '../core/product/register.ts'
import { type CoversOf, weigh, type Weighed } from '../core/recording/reasons.ts'
import { type Recording, recordedStream } from '../core/recording/recording.ts'
import { problem, ok, type Problem, type Result } from '../core/problem.ts'
import type { CaseId, Digest } from '../core/ids.ts'
import type { Governance } from '../core/policy/governance.ts'
import type { Ready } from './handle/rules.ts'
import { Holdings } from './holdings.ts'
import { logTime } from './log-time.ts'
import type { Clock, Crypto, Hash } from './ports.ts'
import type { Head, Ledger } from './ports/ledger.ts'
import type { Shelf } from './ports/shelf.ts'
import type { Memory } from './memory.ts'
import { recordingsIn, registerIn } from './recordings.ts'
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
  /** The same, however long it takes: the first look reads every case that has a hold. */
  warm(): Promise<Result<Fresh>>
  /** Which products there are, likewise. */
  register(): Promise<Result<Register>>
  /** The cases that some product concerns, as of the last look. */
  allCases(): readonly Case[]
  case(id: CaseId): Case | undefined
  /** Which policy was in force at the last look, and what was proposed instead. */
  policies(): Governance
  /** What is judged by since then. */
  under(): Omit<Under, 'validMinutes'>
  /** What that says of a product. */
  terms(product: Product): Promise<Result<Terms>>
  /** Reads what is recorded of every registered product, so that no first question waits for it. */
  readAhead(): Promise<void>
  /** The cases that are about a product, likewise. Refused where one of them cannot be read. */
  about(product: Product): Promise<Result<readonly Case[]>>
}

type Fresh = Head & { readonly now: Instant }

export interface GatekeeperPorts {
  readonly ledger: Pick<Ledger, 'head' | 'entries'>
  readonly shelf: Pick<Shelf, 'holds' | 'streams'>
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly hash: Hash
  readonly under: (policy: Digest | undefined) => Omit<Under, 'validMinutes'>
  readonly ready?: Ready
  /** Told of reports that the policy in force has not judged. */
  readonly unjudged?: (recordings: readonly Recording[]) => void
}

/**
 * Each answer waits for a look at the head of the log that began after the question (those who wait share one), so it knows of every
 * hold that was acknowledged before, on whichever node. No such look within a second: nobody can tell.
 */
export function gatekeeper(ports: GatekeeperPorts): Gatekeeper {
  const { ledger, shelf, clock, crypto, hash, under, ready, unjudged } = ports
  const [recorded, registers] = [recordingsIn(shelf), registerIn(shelf)]
  const time = logTime()
  const holdings = new Holdings(ledger, shelf, crypto, [recorded, registers])
  /** The policy that was made ready last. */
  let judged: Digest | undefined
  const look = shared(async (): Promise<Result<Fresh>> => {
    const { mark } = holdings
    const head = await ledger.head()
    if (!head.ok) return head
    const caught = await holdings.catchUp(head.value, mark)
    if (!caught.ok) return caught
    const { inForce } = holdings.policies
    const readied = inForce && (await ready?.([inForce.text]))
    if (readied && !readied.ok) return readied
    if (holdings.policies.inForce === inForce) judged = inForce?.text // a later look may have been faster
    return ok({ ...head.value, now: time(head.value) })
  })
  const inTime = patience<Result<Fresh>>(PATIENCE_MS, TOO_LATE)
  const inTimeToo = patience<Result<unknown>>(PATIENCE_MS, TOO_LATE)
  const fresh = () => inTime(look())
  const judge = judging()
  const sha256 = (text: string) => hash.sha256(text)
  /** A stream, as far as it is in memory; else read, by a read that begins now. */
  const known = async <T>(memory: Memory<T>, stream: string): Promise<Result<T>> =>
    memory.now(stream) ?? ((await inTimeToo(memory.about(stream))) as Result<T>)

  async function register(): Promise<Result<Register>> {
    const head = await fresh()
    return head.ok ? known(registers, PRODUCTS) : head
  }

  return {
    look: fresh,
    warm: look,
    allCases: () => holdings.all(),
    case: (id) => holdings.one(id),
    policies: () => holdings.policies,
    under: () => under(judged),
    register,
    async terms(product) {
      const there = await register()
      return there.ok ? ok(termsOf(there.value, product)) : there
    },
    async readAhead() {
      const there = await register()
      if (there.ok)
        for (const product of there.value.products.keys()) await recorded.about(recordedStream(product, sha256))
    },
    async about(product) {
      const head = await fresh()
      if (!head.ok) return head
      const { cases, damaged } = holdings.about(product)
      return damaged[0] ? { ok: false, problem: damaged[0] } : ok(cases)
    },
    async ask(asked) {
      const head = await fresh()
      if (!head.ok) return cannotTell(asked, clock.now(), NO_FRESH_READ, under(judged).policy)
      const stream = recordedStream(asked.product, sha256)
      const register = registers.now(PRODUCTS) ?? (await known(registers, PRODUCTS))
      const recordings = recorded.now(stream) ?? (await known(recorded, stream))
      const { policy, rules } = under(judged)
      const terms = register.ok ? termsOf(register.value, asked.product) : {}
      const { origin, size, now } = head.value
      const { cases, damaged } = holdings.about(asked.product)
      const question = { ...asked, now }
      // Evidence is demanded where a release is bound for production, as holds are by default.
      const weighed =
        recordings.ok && asked.environment === PRODUCTION
          ? weigh(question, recordings.value, { ...terms, policy }, covers(cases, question))
          : NOTHING
      if (weighed.unjudged.length > 0) unjudged?.(weighed.unjudged)
      const further = [
        ...damaged.map(unreadable),
        ...[register, recordings].flatMap((one) => (one.ok ? [] : [whyNot(one.problem)])),
        ...weighed.reasons,
      ]
      const verdict = judge(
        asked,
        now,
        { cases, further },
        {
          policy,
          rules,
          validMinutes: Math.min(policy.validMinutes, MAX_VALID_MINUTES),
          registered: !register.ok || register.value.products.has(asked.product) || damaged.length > 0,
          ...(weighed.until && { until: weighed.until }),
        },
      )
      return { ...verdict, log: { origin, size } }
    },
  }
}

const NOTHING: Weighed = { reasons: [], unjudged: [] }

const covers =
  (cases: readonly Case[], question: Question): CoversOf =>
  (digest) =>
    cases.flatMap((state) => coversOf(state, { ...question, digest }, question.now))

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

/** An entry that this program does not know will not be read by asking again. */
const whyNot = ({ code, message }: Problem): Reason =>
  /^(?:evidence|product|log)\//.test(code)
    ? {
        code: 'gate/record-unreadable',
        decision: 'unknown',
        message: `What was recorded cannot be read: ${message}`,
        next: 'Run the newest Holdpoint; if it cannot read it either, restore a backup.',
      }
    : NO_FRESH_READ

const unreadable = ({ message }: Problem): Reason => ({
  code: 'gate/case-unreadable',
  decision: 'unknown',
  message,
  next: 'Run the newest Holdpoint; if it cannot read it either, restore a backup.',
})
