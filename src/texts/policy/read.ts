import type { Digest } from '../../core/ids.ts'
import { parseInstant } from '../../core/instant.ts'
import type { Condition, FlagField, NumberField, TextField } from '../../core/policy/condition.ts'
import { DEFAULT_POLICY } from '../../core/policy/default.ts'
import type { IgnoreEntry, Policy, Raise, Rule } from '../../core/policy/policy.ts'
import { ok, type Problem, problem, type Result } from '../../core/problem.ts'
import { byPlace, type Formed, readForm } from '../form.ts'
import { placeOf } from '../place.ts'
import { readCases } from './cases.ts'
import { type PolicyForm, policyForm, type RepositoryForm, type WhenForm } from './form.ts'

/** A policy and where everything in it stands. */
export interface ReadPolicy {
  readonly policy: Policy
  readonly text: Formed<PolicyForm>
}

/** The organisation's policy, or everything that is wrong with its text. */
export function readPolicy(file: string, text: string, digest: Digest): Result<ReadPolicy, readonly Problem[]> {
  const formed = readForm(file, text, policyForm, 'policy')
  if (!formed.ok) return formed
  const { value } = formed.value
  const { ignore, problems } = readIgnore(formed.value)
  const cases = readCases(formed.value)
  const all = [...problems, ...cases.problems, ...checkRules(formed.value)].toSorted(byPlace)
  if (all.length > 0) return { ok: false, problem: all }
  const policy: Policy = {
    schema: 'holdpoint/policy/v1',
    name: value.name,
    digest,
    contact: value.contact,
    validMinutes: value.valid_minutes ?? DEFAULT_POLICY.validMinutes,
    scale: { ...DEFAULT_POLICY.scale, ...value.severity?.names },
    raises: raisesOf(value),
    rules: rulesOf(value.rules),
    evidence: {
      require: value.evidence?.require ?? [],
      ...(value.evidence?.max_age_hours !== undefined && { maxAgeHours: value.evidence.max_age_hours }),
    },
    ignore,
    trustedAuthors: value.trusted_authors ?? [],
    cases: {
      ...cases.cases,
      may: {
        ...cases.cases.may,
        ...(value.changes?.propose && { propose_policy: value.changes.propose }),
        ...(value.changes?.approve && { approve_policy: value.changes.approve }),
      },
    },
    baseline: value.baseline
      ? { owners: value.baseline.owners, maxAgeDays: value.baseline.max_age_days }
      : DEFAULT_POLICY.baseline,
  }
  return ok({ policy, text: formed.value })
}

export const rulesOf = (rules: PolicyForm['rules']): readonly Rule[] =>
  rules.map(({ id, when, treatment, because, who_can_lift }) => ({
    id,
    when: conditionsOf(when),
    treatment,
    because,
    whoCanLift: who_can_lift,
  }))

export const raisesOf = ({ severity }: Pick<PolicyForm | RepositoryForm, 'severity'>): readonly Raise[] =>
  (severity?.raise ?? []).map(({ id, when, to }) => ({ id, when: conditionsOf(when), to }))

function conditionsOf(when: WhenForm): readonly Condition[] {
  return Object.entries(when).flatMap(([field, test]) =>
    test === undefined ? [] : [conditionOf(field as keyof WhenForm, test)],
  )
}

/** The form has checked that each field has a test of its own kind. */
function conditionOf(field: keyof WhenForm, test: NonNullable<WhenForm[keyof WhenForm]>): Condition {
  if (typeof test === 'boolean') return { field: field as FlagField, is: test }
  if (typeof test === 'object' && 'at_least' in test)
    return { field: field as NumberField, atLeast: test.at_least as number }
  if (typeof test === 'object' && 'at_most' in test) return { field: field as NumberField, atMost: test.at_most }
  const values = Array.isArray(test) ? test : [test]
  return field === 'severity' || field === 'cwe' || field === 'kind'
    ? ({ field, oneOf: values } as Condition)
    : { field: field as TextField, like: values as readonly string[] }
}

/** Two rules of one name cannot be quoted; a rule behind one that takes everything is never met. */
export function checkRules(text: Formed<PolicyForm | RepositoryForm>): readonly Problem[] {
  const rules = text.value.rules ?? []
  const seen = new Set<string>()
  let everything: string | undefined
  return rules.flatMap(({ id, when }, i) => {
    const found: Problem[] = []
    const at = placeOf(text, ['rules', i, 'id'])
    if (seen.has(id))
      found.push(
        problem(
          'policy/duplicate-rule',
          `There are two rules "${id}".`,
          'Give each a name of its own: verdicts quote it.',
          at,
        ),
      )
    if (everything !== undefined)
      found.push(
        problem(
          'policy/unreachable-rule',
          `The rule "${id}" is never met: "${everything}" before it takes everything.`,
          'Move it up.',
          at,
        ),
      )
    seen.add(id)
    if (Object.keys(when).length === 0) everything ??= id
    return found
  })
}

export function readIgnore(text: Formed<PolicyForm | RepositoryForm>): {
  ignore: readonly IgnoreEntry[]
  problems: readonly Problem[]
} {
  const ignore: IgnoreEntry[] = []
  const problems: Problem[] = []
  for (const [i, { owner, author, reason, until, ...match }] of (text.value.ignore ?? []).entries()) {
    const end = parseInstant(until)
    if (!end.ok)
      problems.push(
        problem('policy/unreadable', end.problem.message, end.problem.hint, placeOf(text, ['ignore', i, 'until'])),
      )
    if (Object.keys(match).length === 0)
      problems.push(
        problem(
          'policy/ignores-everything',
          'This entry names nothing, so it would ignore everything.',
          'Name a finding, advisory, component, rule or file.',
          placeOf(text, ['ignore', i]),
        ),
      )
    if (end.ok) ignore.push({ match: defined(match), owner, author, reason, until: end.value })
  }
  return { ignore, problems }
}

const defined = (match: Record<string, string | undefined>): IgnoreEntry['match'] =>
  Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined))
