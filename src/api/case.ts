import * as z from 'zod'
import { EVENTS, type EventType } from '../core/case/event.ts'
import { build, change, digest, environment, hold, identities, instant, product } from '../core/case/values.ts'
import { members, zodOf } from './said.ts'

const told = (schema: Parameters<typeof zodOf>[0]) => zodOf(schema, 'told')

export const caseId = z
  .string()
  .regex(/^HP-[1-9]\d{0,8}$/)
  .describe('A case: HP-7')
export const at = told(instant).describe('A moment in UTC: 2026-11-20T14:00:00.000Z') as z.ZodType<string>
export const position = z.int().min(1).describe('The position of an entry in its case, and so the name of what it made')
const made = { n: position, at, by: z.string() }

/** What an event left, and by whom: as far as the case still knows it. */
const facet = (type: EventType, more: z.ZodRawShape = {}) =>
  z.array(z.strictObject({ ...made, ...members(EVENTS[type], 'told'), ...more }))

/** Where the case stands on everything, words included. */
const facets = z.strictObject({
  title: z.union([z.string(), z.null()]),
  holds: z.array(
    z.strictObject({
      id: told(hold),
      product: told(product),
      environments: z.array(told(environment)),
      branch: z.string().optional(),
      placements: z.array(
        z.strictObject({
          ...made,
          provisional: z.boolean(),
          reason: z.union([z.string(), z.null()]),
          ended: z.string().optional(),
        }),
      ),
      affected: z.array(z.strictObject({ n: position, ...members(formOf(identities), 'told') })),
      unaffected: z.array(told(build)),
      let_through: z.array(z.strictObject({ build: told(build), findings: z.array(z.string()) })),
      links: z.array(z.array(told(digest))),
    }),
  ),
  changes: z.array(
    z.strictObject({
      ...made,
      change: told(change),
      evidence: z.array(told(digest)),
      reason: z.union([z.string(), z.null()]),
      approved_by: z.array(z.string()),
      inputs: z.int(),
      outcome: z.enum(['pending', 'made', 'declined']),
    }),
  ),
  findings: facet('finding_added', { in_production: z.boolean(), dismissed: z.boolean() }),
  evidence: z.array(told(digest)),
  assessments: z.array(
    z.strictObject({
      ...made,
      view: told(EVENTS.assessed.view),
      learned: z.union([z.string(), z.null()]).optional(),
    }),
  ),
  containments: facet('containment_applied', { state: z.enum(['applied', 'verified', 'removed']) }),
  options: facet('options_computed'),
  decisions: facet('decision_recorded'),
  plans: facet('plan_proposed', {
    agreed_by: z.array(z.string()),
    started: z.array(z.string()),
    finished: z.record(z.string(), z.number()),
  }),
  objections: facet('objection_raised', {
    answer: z.strictObject({ ...made, ...members(EVENTS.objection_answered, 'told') }).optional(),
    outcome: z.string().optional(),
  }),
  candidates: z.array(
    z.strictObject({ ...made, product: told(product), build: told(build), fixers: z.array(z.string()) }),
  ),
  proofs: facet('proof_recorded'),
  regressions: facet('regression_recorded'),
  lift_approvals: facet('lift_approved'),
  lifts: facet('hold_lifted'),
  acceptances: facet('acceptance_requested', {
    approved_by: z.array(z.string()),
    inputs: z.int(),
    outcome: z.enum(['pending', 'granted', 'refused', 'revoked']),
    granted_at: at.optional(),
  }),
  overrides: facet('override_opened', {
    ended_at: at.optional(),
    reviewed: z.boolean(),
    offline: z
      .strictObject({
        from: at,
        people: z.array(z.string()),
        key: z.string(),
        use: z.string(),
        breaches: z.array(z.string()),
      })
      .optional()
      .describe('Signed with a sealed key while there was no server, and told afterwards'),
  }),
  deliveries: facet('delivered'),
  alarms: z.array(z.strictObject(made)),
  escalations: facet('escalated'),
  acknowledged: z.strictObject(made).optional(),
  follow_ups: facet('follow_up_promised', { held: z.boolean() }),
  actions: facet('action_assigned', { finished: z.boolean() }),
  review: z
    .strictObject({
      ...made,
      causes: z.array(z.strictObject(members(EVENTS.cause_added, 'told'))),
      closed: z.boolean(),
    })
    .optional(),
  circle: z.array(z.strictObject({ person: z.string(), sensitive: z.boolean() })),
  due: z.array(z.strictObject({ at, what: z.string(), hold: z.string().optional(), about: position.optional() })),
})

/** A case: what everybody may see, and the rest for whoever may. */
export const caseView = z.strictObject({
  case: caseId,
  name: z.string().describe('The code name'),
  entries: z.int(),
  opened_at: at,
  closed_at: at.optional(),
  contact: z.string(),
  holds: z.array(
    z.strictObject({
      hold: told(hold),
      product: told(product),
      environments: z.array(z.string()),
      in_force: z.boolean(),
      provisional: z.boolean(),
      placed_at: at,
    }),
  ),
  next: z.array(
    z.strictObject({
      wish: z.string(),
      product: z.string().optional(),
      about: position.optional(),
      who: z.array(z.string()),
      roles: z.array(z.string()),
      why: z.string(),
    }),
  ),
  facets: facets.optional().describe('Absent for roles that may not read the words of a case'),
})

function formOf({ form }: typeof identities) {
  if (form.is !== 'object') throw new Error('identities are an object')
  return form.fields
}
