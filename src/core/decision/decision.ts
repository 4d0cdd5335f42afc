import { count, flag, list, object, oneOf, optional, text, type Fields, type ObjectOf } from '../case/schema.ts'
import { commit, digest, environment, instant, product, version } from '../case/values.ts'
import type { Asked } from '../case/standing.ts'
import { addMillis, MINUTE, type Instant } from '../instant.ts'
import type { EntryData } from '../log/entry.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { type Statement, subjectsOf, UNREADABLE } from './statement.ts'

/** The verdict, as everyone gets it, is the predicate. */
export const DECISION = 'holdpoint:decision/v1'

/** How far ahead of ours the clock of whoever signed may be. */
export const SKEW_MS = MINUTE

const words = text(/^[\s\S]{0,4000}$/, 'a text')
const RELEASE = { product, version: optional(version), commit: optional(commit), digests: list(digest), environment }
const REASON = {
  code: words,
  decision: oneOf('held', 'unknown'),
  message: words,
  hold: optional(words),
  name: optional(words),
  contact: optional(words),
  rule: optional(words),
  who_can_lift: optional(list(words)),
  next: optional(words),
}
const VERDICT = {
  schema: oneOf('holdpoint/verdict/v1'),
  decision: oneOf('clear', 'held', 'unknown'),
  enforced: flag,
  reasons_total: count,
  evaluated_at: instant,
  valid_until: instant,
  policy: digest,
}

/** A verdict that somebody carried here. */
export interface CarriedVerdict extends ObjectOf<typeof VERDICT> {
  readonly release: ObjectOf<typeof RELEASE>
  readonly reasons: readonly ObjectOf<typeof REASON>[]
}

/** A signed verdict, if it is about exactly what is asked. */
export function verdictAbout(statement: Statement, asked: Asked): Result<CarriedVerdict> {
  const read = readVerdict(statement)
  return read.ok ? (otherThan(read.value.release, asked) ?? read) : read
}

/** Refused: dated ahead of our clock by more than it may be, or over. */
export function inTime({ evaluated_at, valid_until }: CarriedVerdict, now: Instant): Result<void> {
  if (evaluated_at > addMillis(now, SKEW_MS)) return AHEAD(evaluated_at, now)
  return now < valid_until ? ok(undefined) : EXPIRED(valid_until, now)
}

function readVerdict({ subjects, predicate }: Statement): Result<CarriedVerdict> {
  const verdict = picked(predicate, VERDICT)
  if (!verdict.ok) return verdict
  const release = picked(predicate['release'], RELEASE)
  if (!release.ok) return release
  const told = predicate['reasons']
  if (!Array.isArray(told)) return UNREADABLE('it gives no reasons')
  const reasons: ObjectOf<typeof REASON>[] = []
  for (const one of told) {
    const reason = picked(one, REASON)
    if (!reason.ok) return reason
    reasons.push(reason.value)
  }
  const { decision, enforced, reasons_total } = verdict.value
  if (!enforced) return UNREADABLE('it only says what would be')
  if ((decision === 'clear') !== (reasons_total === 0) || reasons_total < reasons.length)
    return UNREADABLE('its decision is not what its reasons say')
  return subjectsOf(release.value).join() === subjects.join()
    ? ok({ ...verdict.value, release: release.value, reasons })
    : UNREADABLE('its subjects are not the release that it names')
}

/** These fields of an object; others are a newer program's, and passed over. */
export function picked<F extends Fields>(value: unknown, fields: F): Result<ObjectOf<F>> {
  const given = typeof value === 'object' && value !== null ? Object.entries(value as EntryData) : []
  const known = Object.fromEntries(given.filter(([key]) => Object.hasOwn(fields, key)))
  const read = object(fields).read(known, '')
  return read.ok ? read : UNREADABLE(`${read.problem.message} (${read.problem.pointer})`)
}

/** The first thing in which it is about something else than what is asked. */
export function otherThan(release: CarriedVerdict['release'], asked: Asked): Result<never> | undefined {
  const said = (digests: readonly string[]) => [...new Set(digests)].toSorted().join(', ') || 'none'
  const pairs = [
    ['product', release.product, asked.product],
    ['version', release.version ?? 'none', asked.version ?? 'none'],
    ['commit', release.commit ?? 'none', asked.commit ?? 'none'],
    ['digests', said(release.digests), said(asked.digests)],
    ['environment', release.environment, asked.environment],
  ] as const
  const found = pairs.find(([, decided, wanted]) => decided !== wanted)
  return found && OTHER[found[0]](found[1], found[2])
}

const ASK = 'Ask exactly what was decided, or have this decided by the server.'
const other = (what: string, decided: string, asked: string) =>
  `It was decided for ${what} ${decided}, not for ${asked}.`
const OTHER = {
  product: (a: string, b: string) => refuse('decision/other-product', other('product', a, b), ASK),
  version: (a: string, b: string) => refuse('decision/other-version', other('version', a, b), ASK),
  commit: (a: string, b: string) => refuse('decision/other-commit', other('commit', a, b), ASK),
  digests: (a: string, b: string) => refuse('decision/other-digests', other('artifact', a, b), ASK),
  environment: (a: string, b: string) => refuse('decision/other-environment', other('environment', a, b), ASK),
} as const

const AHEAD = (at: Instant, now: Instant) =>
  refuse(
    'decision/from-the-future',
    `It was decided at ${at}; here it is ${now}.`,
    'One of the two clocks is wrong: set them right, and ask again.',
  )
export const EXPIRED = (until: Instant, now: Instant) =>
  refuse('decision/expired', `It was good until ${until}; it is ${now}.`, 'Ask the server again.')
