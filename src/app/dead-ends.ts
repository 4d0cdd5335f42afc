import type { Case } from '../core/case/case.ts'
import { deadEnds } from '../core/case/next.ts'
import type { Rules } from '../core/case/rules.ts'
import { type Uuid, uuidv7 } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, type Result } from '../core/problem.ts'
import { CLOCK } from './clockwork.ts'
import type { Desk } from './handle/handle.ts'
import type { Crypto } from './ports.ts'

/**
 * Escalates the cases in which nobody is left who could decide: because somebody left, or a deputy's time is over. Each dead end once, by whichever
 * node comes first; once more where somebody else has left since. @returns how many cases there were
 */
export async function tellDeadEnds({
  cases,
  rules,
  now,
  desk,
  crypto,
}: {
  readonly cases: readonly Case[]
  readonly rules: Rules
  readonly now: Instant
  readonly desk: Desk
  readonly crypto: Pick<Crypto, 'sha256'>
}): Promise<Result<number>> {
  const left = lastLeft(rules, now)
  let told = 0
  for (const state of cases) {
    const ends = state.closed ? [] : deadEnds(state, rules, now).map(({ message }) => message)
    if (ends.length === 0) continue
    const id = idOf([state.id, left, ...ends.toSorted()], left, crypto)
    const wish = { type: 'escalate', because: 'dead_end' } as const
    const done = await desk.handle({ id, by: CLOCK, on: state.id, wish, openings: [] })
    if (!done.ok) return done
    told++
  }
  return ok(told)
}

/** When somebody lost a role last. */
const lastLeft = ({ people }: Rules, now: Instant): Instant =>
  [...people.values()]
    .flat()
    .flatMap(({ until }) => (until !== undefined && until <= now ? [until] : []))
    .reduce((a, b) => (a > b ? a : b), '2000-01-01T00:00:00.000Z' as Instant)

const idOf = (parts: readonly string[], at: Instant, { sha256 }: Pick<Crypto, 'sha256'>): Uuid =>
  uuidv7(at, sha256(encodeUtf8(parts.join('\n'))!).subarray(0, 10))
