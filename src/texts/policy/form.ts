import * as z from 'zod'
import { SEVERITIES } from '../../core/finding/severity.ts'
import { FINDING_KINDS } from '../../core/finding/finding.ts'
import { FLAG_FIELDS, NUMBER_FIELDS, TEXT_FIELDS } from '../../core/policy/condition.ts'
import { TREATMENTS } from '../../core/policy/policy.ts'
import { ROLES } from '../../core/policy/role.ts'
import { casesForm } from './cases.ts'
import { tighterCasesForm } from './tighten.ts'

// How a policy is written. The JSON Schema for editors is made from this, so what an editor accepts is what is accepted.

const line = z.string().trim().min(1).max(500)
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'An id is lower-case letters, digits and dashes.')
const severity = z.enum(SEVERITIES)
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)])

const field = {
  severity: z.union([severity, z.array(severity).min(1), z.strictObject({ at_least: severity.exclude(['unknown']) })]),
  cwe: oneOrMore(z.int().min(1).max(100_000)),
  kind: oneOrMore(z.enum(FINDING_KINDS)),
  threshold: z.union([z.strictObject({ at_least: z.number() }), z.strictObject({ at_most: z.number() })]),
  flag: z.boolean(),
  text: oneOrMore(line),
}

/** All that is named must hold. */
export const whenForm = z
  .strictObject({
    severity: field.severity,
    cwe: field.cwe,
    kind: field.kind,
    ...all(NUMBER_FIELDS, field.threshold),
    ...all(FLAG_FIELDS, field.flag),
    ...all(TEXT_FIELDS, field.text),
  })
  .partial()
  .describe('All that is named must hold; nothing named means every finding.')

const rule = z.strictObject({
  id,
  when: whenForm.default({}),
  treatment: z
    .enum(TREATMENTS)
    .describe(
      'remediate and contain hold the release; assess makes the answer unknown; schedule and note let it pass.',
    ),
  because: line.describe('Why, in a sentence that could be read aloud.'),
  who_can_lift: z.array(z.enum(ROLES)).default([]),
})

const raise = z.strictObject({ id, when: whenForm, to: severity.exclude(['unknown']) })

const ignore = z.strictObject({
  finding: line.optional(),
  advisory: line.optional(),
  component: line.optional(),
  rule: line.optional(),
  file: line.optional(),
  owner: line.describe('Who answers for it.'),
  author: line.describe('Who wrote this entry: counts only if trusted_authors names them.'),
  reason: line,
  until: z.string().describe('Over at this instant: 2026-12-24T12:00:00Z'),
})

/** An administrator decides nothing, and a program neither. */
const deciders = z.array(z.enum(ROLES).exclude(['administrator', 'pipeline', 'viewer'])).min(1)

const evidence = z.strictObject({
  max_age_hours: z.number().positive().max(8760).optional(),
  require: z.array(line).optional(),
})

const head = { schema: z.literal('holdpoint/policy/v1'), name: line, rules: z.array(rule).min(1) }
const both = {
  valid_minutes: z.number().min(1).max(60).optional(),
  evidence: evidence.optional(),
  ignore: z.array(ignore).optional(),
}

/** The organisation's policy. */
export const policyForm = z.strictObject({
  ...head,
  ...both,
  contact: line.describe('Whom to call: shown to whoever is stopped.'),
  severity: z
    .strictObject({ names: z.partialRecord(severity, line).optional(), raise: z.array(raise).optional() })
    .optional(),
  trusted_authors: z.array(line).optional(),
  cases: casesForm.optional(),
  changes: z
    .strictObject({ propose: deciders, approve: deciders })
    .partial()
    .describe('Who proposes another policy to the server, and whose word, as a second person, puts it in force.')
    .optional(),
  baseline: z.strictObject({ owners: z.array(line).min(1), max_age_days: z.number().positive().max(365) }).optional(),
})
export type PolicyForm = z.infer<typeof policyForm>
export type WhenForm = z.infer<typeof whenForm>

/** What a repository may say: the organisation's keys and no less strictly. */
export const repositoryForm = z.strictObject({
  ...head,
  rules: head.rules.optional(),
  ...both,
  severity: z.strictObject({ raise: z.array(raise).optional() }).optional(),
  cases: tighterCasesForm.optional(),
})
export type RepositoryForm = z.infer<typeof repositoryForm>

function all<const Names extends readonly string[], T>(names: Names, form: T): Record<Names[number], T> {
  return Object.fromEntries(names.map((name) => [name, form])) as Record<Names[number], T>
}
