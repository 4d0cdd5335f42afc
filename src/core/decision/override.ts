import { list, oneOf, optional, text, type ObjectOf } from '../case/schema.ts'
import { actor, commit, digest, environment, hold, instant, label, product, uuid, version } from '../case/values.ts'
import type { Asked } from '../case/standing.ts'
import type { Actor } from '../ids.ts'
import { addMillis, type Instant } from '../instant.ts'
import type { EntryData } from '../log/entry.ts'
import type { Sha256 } from '../log/primitives.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { EXPIRED, otherThan, picked, SKEW_MS } from './decision.ts'
import { isTooLong, type OverrideKey, pairKeys } from './override-key.ts'
import { type Statement, subjectsOf, UNREADABLE } from './statement.ts'

/** A release may go although nobody can be asked: two people say so, for hours. */
export const OVERRIDE = 'holdpoint:override/v1'

export const MAX_REASON = 2_000

const FIELDS = {
  schema: oneOf('holdpoint/override/v1'),
  use: uuid,
  key: label,
  people: list(actor, 2),
  hold: optional(hold),
  from: instant,
  until: instant,
  reason: text(new RegExp(`^[^]{1,${MAX_REASON}}$`), 'a reason'),
}
const RELEASE = { product, version: optional(version), commit: optional(commit), digests: list(digest, 1), environment }

/** What two holders signed. */
export interface SignedOverride extends ObjectOf<typeof FIELDS> {
  readonly release: ObjectOf<typeof RELEASE>
}

/** The predicate, as it is signed. */
export const overrideJson = (override: Omit<SignedOverride, 'schema'>): EntryData =>
  ({ schema: 'holdpoint/override/v1', ...override }) as unknown as EntryData

/**
 * What a statement says that one pair of a key has signed; nothing is said yet of whether it is in time, or within bounds.
 *
 * @param signedBy the id of the key that verified it
 */
export function overrideIn(
  statement: Statement,
  key: OverrideKey,
  signedBy: string,
  sha256: Sha256,
): Result<SignedOverride> {
  const { predicate, subjects } = statement
  const said = picked(predicate, FIELDS)
  if (!said.ok) return said
  const release = picked(predicate['release'], RELEASE)
  if (!release.ok) return release
  if (release.value.digests.length !== 1) return UNREADABLE('it is about several artifacts')
  if (subjectsOf(release.value).join() !== subjects.join())
    return UNREADABLE('its subject is not the artifact that it names')
  const holders = pairKeys(key, sha256).find(({ id }) => id === signedBy)?.holders ?? []
  if (said.value.key !== key.name || !samePeople(holders, said.value.people))
    return UNREADABLE('it names others than those who signed it')
  const { hold, ...rest } = said.value
  if (hold !== undefined && !hold.endsWith(`/${release.value.product}`))
    return UNREADABLE('its hold is of another product')
  return ok({ ...rest, ...(hold !== undefined && { hold }), release: release.value })
}

/** Whether it opens the way to exactly this, now. */
export function overrideAbout(
  override: SignedOverride,
  key: OverrideKey,
  asked: Asked,
  now: Instant,
): Result<SignedOverride> {
  const { release, from, until } = override
  const other = otherThan(release, asked)
  if (other) return other
  if (!key.products.includes(release.product)) return BEYOND(`its key is for ${key.products.join(', ')}`)
  if (isTooLong(override, key.max_hours)) return BEYOND(`its key is good for ${key.max_hours} hours at a time`)
  if (from >= key.until) return BEYOND(`its key ended at ${key.until}`)
  if (from > addMillis(now, SKEW_MS)) return NOT_YET(from, now)
  return now < until ? ok(override) : EXPIRED(until, now)
}

const samePeople = (a: readonly Actor[], b: readonly Actor[]): boolean => a.toSorted().join() === b.toSorted().join()

const BEYOND = (why: string) =>
  refuse(
    'override/beyond-its-key',
    `This override says more than its key may: ${why}.`,
    'Nobody has to honour it. Make another one, within these bounds.',
  )
const NOT_YET = (from: Instant, now: Instant) =>
  refuse(
    'decision/not-yet-valid',
    `It begins at ${from}; it is ${now}.`,
    'One of the two clocks is wrong: set them right.',
  )
