import { SEVERITIES } from '../finding/severity.ts'
import type { IdentityId } from '../finding/finding.ts'
import type { Environment } from '../gate/question.ts'
import { parseActor, parseCommit, parseDigest, parseHoldId, parseProduct, parseUuid } from '../ids.ts'
import type { Commit, Digest } from '../ids.ts'
import { parseInstant, type Instant } from '../instant.ts'
import type { Sealed } from '../log/entry.ts'
import type { Currency } from '../money.ts'
import { ok } from '../problem.ts'
import {
  between,
  count,
  flag,
  integer,
  list,
  misfit,
  object,
  oneOf,
  optional,
  parsed,
  text,
  variant,
  type Of,
  type Schema,
} from './schema.ts'

/** The values that commands and events share. Each is a schema, and its type follows from it. */

export const actor = parsed(parseActor, 'an actor')
export const commit = parsed(parseCommit, 'a full commit')
export const digest = parsed(parseDigest, 'a digest')
export const hold = parsed(parseHoldId, 'a hold')
export const uuid = parsed(parseUuid, 'a UUIDv7')
export const product = parsed(parseProduct, 'a product')
export const severity = oneOf(...SEVERITIES)
export const environment: Schema<Environment> = text(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, 'an environment')
export const finding = text<IdentityId>(/^[0-9a-f]{32}$/, 'the identity of a finding')
export const version = text(/^[A-Za-z0-9][A-Za-z0-9._+~:-]{0,99}$/, 'a version')
/** A short name that carries no meaning of its own: a code name, a tool, an option of a computed table, a task. */
export const label = text(/^[A-Za-z0-9][A-Za-z0-9 ._:@/+#-]{0,119}$/, 'a name of letters and digits')
export const vector = text(/^[A-Za-z0-9.:/()]{1,300}$/, 'a CVSS vector')
/** A component's name or package URL: printable ASCII without spaces. */
export const component = text(/^[\x21-\x7e]{1,300}$/, 'a component')
export const code = text<`${string}/${string}`>(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'a code')

/** Exactly as it is kept: text order is time order only in this one form. */
export const instant: Schema<Instant> = {
  read: (value, pointer) => {
    const result = typeof value === 'string' ? parseInstant(value) : undefined
    return result?.ok && result.value === value
      ? result
      : misfit(pointer, `${JSON.stringify(value)?.slice(0, 60)} is not an instant such as 2026-11-20T14:00:00.000Z.`)
  },
  form: { is: 'text', what: 'an instant such as 2026-11-20T14:00:00.000Z' },
}

export const sealed: Schema<Sealed> = {
  ...object({ sealed: text(/^[0-9a-f]{64}$/, 'a SHA-256 in hex') }),
  form: { is: 'sealed' },
}
export const money = object({ minor: integer, currency: text<Currency>(/^[A-Z]{3}$/, 'a currency') })

/** Identities of releases, of any kind. Digests beat commits beat versions. */
export const identities = object({ digests: list(digest), commits: list(commit), versions: list(version) })
export type Identities = Of<typeof identities>

/**
 * One build of a release: known by all of its artifacts, by its commit only where it has none.
 * A build that is known by a version alone cannot be written down: a version may name many builds.
 */
export type Build = { readonly version?: string } & (
  | { readonly digests: readonly [Digest, ...Digest[]]; readonly commit?: Commit }
  | { readonly digests: readonly []; readonly commit: Commit }
)
const buildFields = object({ version: optional(version), commit: optional(commit), digests: list(digest) })
export const build: Schema<Build> = {
  read: (value, pointer) => {
    const result = buildFields.read(value, pointer)
    if (!result.ok) return result
    const { digests, commit } = result.value
    if (new Set(digests).size < digests.length) return misfit(`${pointer}/digests`, 'A digest is named twice.')
    return digests.length > 0 || commit !== undefined
      ? ok(result.value as Build)
      : misfit(pointer, 'A build needs a digest, or a commit where it has no artifacts.')
  },
  form: buildFields.form,
}

/** A view of the risk. `score` is the vector's, 0 … 10. */
export const view = object({
  severity,
  score: optional(between(0, 10)),
  vector: optional(vector),
  /** Somebody is known to exploit it. */
  exploited: flag,
  /** It is in what production runs today. */
  in_production: flag,
})
export type View = Of<typeof view>

/**
 * What shows that one weakness is gone from (or still in) a candidate.
 * `subject`: the digests that the evidence itself names; they must be the candidate's.
 */
export const proof = variant({
  /** The probe that found it, run again. `looked`: its report says that this check ran; silence proves nothing. */
  retest: {
    report: digest,
    tool: label,
    scope: oneOf('same', 'wider', 'narrower', 'unknown'),
    looked: flag,
    found: flag,
    subject: list(digest),
  },
  /** A person tried again, by hand. */
  manual: { evidence: digest, found: flag, subject: list(digest) },
  /** The candidate's SBOM names this version of the component. */
  component: { sbom: digest, component, version, subject: list(digest) },
  /** The configuration, read back from where it takes effect. */
  configuration: { evidence: digest, as_required: flag, subject: list(digest) },
  /** Somebody independent looked at the removal. */
  review: { evidence: digest, removed: flag, subject: list(digest) },
})
export type Proof = Of<typeof proof>
export type ProofKind = Proof['kind']

/** What a comparison of the candidate's test run with the base run found. All but `tests` count against it. */
export const comparison = object({
  tests: count,
  new_failures: count,
  gone: count,
  skipped: count,
  weakened: count,
  renamed: count,
})
export const extent = oneOf('limited', 'full')
export type Extent = Of<typeof extent>

/** Why a hold is withdrawn. All but `cancelled` say that nothing was ever wrong with the product's releases. */
export const withdrawal = oneOf('false_positive', 'not_affected', 'duplicate', 'wrong_release', 'cancelled')

/** What ends or shrinks a hold without a proof: it needs evidence and a second authorised person. */
export const change = variant({
  withdraw: { product, because: withdrawal, duplicate_of: optional(hold) },
  /** Environments and identities that the hold reaches no longer. */
  narrow: { product, environments: list(environment), identities },
  /** A lower view of the risk. */
  lower: { view, learned: sealed },
  /** This finding is none; the others stay. */
  dismiss: { finding },
  /** This build of the line never had the weakness. */
  unaffected: { product, build },
  /** One artifact before and after a store's signing. */
  link: { product, before: digest, after: digest },
  /** This build carries the proven fix of another hold, and makes this weakness, already in production, no worse. */
  let_fix_through: { product, build, fixes: hold },
})
export type Change = Of<typeof change>

/** What an acceptance covers: one build, or every release of the line as long as the findings stay the same. */
export const scope = variant({ build: { build }, line: {} })

export const containmentKind = oneOf('feature_off', 'waf_rule', 'network', 'access', 'monitoring', 'other')
export const option = object({ option: label, expected: optional(money), p95: optional(money) })
/** A three-point estimate in working hours. */
export const task = object({
  task: label,
  title: sealed,
  owner: actor,
  low: between(0, 10_000),
  likely: between(0, 10_000),
  high: between(0, 10_000),
  after: list(label),
})
export type Task = Of<typeof task>

/** What time asks of people. */
export const dueKind = oneOf(
  'confirm_hold',
  'escalate',
  'follow_up',
  'acceptance_ends',
  'override_ends',
  'full_regression',
  'action',
)

export const objectionKind = oneOf(
  'minor',
  'deadline',
  'workaround',
  'compensating_control',
  'later_patch',
  'roll_back',
  'limited_regression',
  'absolute_minimum',
  'quantify',
  'nobody_finds_it',
  'already_in_production',
  'customer_expects_it',
  'internal_only',
  'accept_the_risk',
  'other',
)
