import type { Case } from '../core/case/case.ts'
import type { Asked } from '../core/case/standing.ts'
import type { Reason, Verdict } from '../core/gate/verdict.ts'
import { addMillis, type Instant, MINUTE } from '../core/instant.ts'
import { answerOf, type Under, verdictOf } from './verdict.ts'

/** What there is to judge by. */
export interface Found {
  readonly cases: readonly Case[]
  readonly further: readonly Reason[]
}

/** When the log was read, and how far. */
export interface AsOf {
  readonly now: Instant
  readonly log: NonNullable<Verdict['log']>
}

export type Judge = (asked: Asked, asOf: AsOf, found: Found, under: Under) => Verdict

/**
 * Judges questions, and remembers what it said of each, as the object that it is: where the same is asked of the same cases under the same
 * rules, and nothing in them depends on the time, only the times of the answer are new.
 */
export function judging(): Judge {
  const kept = new WeakMap<Asked, Kept>()
  const end = ending()
  return (asked, { now, log }, found, under) => {
    const before = kept.get(asked)
    if (before && isSame(before, found, under)) return anew(before.verdict, now, end(now, under.validMinutes), log)
    const question = { ...asked, now }
    const answers = found.cases.map((state) => answerOf(state, question, under.rules))
    const verdict = verdictOf(question, answers, found.further, under)
    if (found.further.length === 0 && under.until === undefined && found.cases.every(isTimeless))
      kept.set(asked, { ...under, verdict, cases: found.cases })
    return { ...verdict, log }
  }
}

/** Field by field: V8 makes that many times faster than it copies. */
const anew = (
  { schema, decision, release, enforced, reasons, reasonsTotal, policy }: Verdict,
  evaluatedAt: Instant,
  validUntil: Instant,
  log: AsOf['log'],
): Verdict => ({
  schema,
  decision,
  release,
  enforced,
  reasons,
  reasonsTotal,
  evaluatedAt,
  validUntil,
  policy,
  log,
})

/** All who share a look share its end. */
function ending(): (now: Instant, minutes: number) => Instant {
  let last: { readonly now: Instant; readonly minutes: number; readonly end: Instant } | undefined
  return (now, minutes) => {
    if (last?.now !== now || last.minutes !== minutes) last = { now, minutes, end: addMillis(now, minutes * MINUTE) }
    return last.end
  }
}

interface Kept extends Pick<Under, 'rules' | 'policy' | 'registered'> {
  readonly verdict: Verdict
  readonly cases: readonly Case[]
}

/** A case is never changed: after an event it is another one. */
const isSame = ({ cases, rules, policy, registered }: Kept, found: Found, under: Under): boolean =>
  found.further.length === 0 &&
  rules === under.rules &&
  policy === under.policy &&
  registered === under.registered &&
  under.until === undefined &&
  cases.length === found.cases.length &&
  cases.every((state, i) => state === found.cases[i])

/** Only acceptances and overrides begin and end by the clock. */
const isTimeless = ({ acceptances, overrides }: Case): boolean => acceptances.size === 0 && overrides.size === 0
