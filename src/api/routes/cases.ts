import * as z from 'zod'
import type { WishOf } from '../../core/case/command.ts'
import { EVENTS } from '../../core/case/event.ts'
import { commit, digest, environment, hold, label, product, version } from '../../core/case/values.ts'
import { at, caseId, caseView, position } from '../case.ts'
import { route } from '../route.ts'
import { objectOf, type Said, words } from '../said.ts'
import { text } from '../text.ts'

const { finding: _id, report: _report, ...described } = EVENTS.finding_added

/** What it takes to stop a release in one call; all of it but the title can be filled in later. */
export const openCase = route('POST', '/api/cases', {
  act: 'stop',
  about: 'Opens a case and, in the same call, places its first hold: enforced from the answer on.',
  body: z.strictObject({
    title: words,
    name: text(label).optional().describe('The code name; made up where not given'),
    hold: z
      .strictObject({
        product: text(product),
        reason: words,
        version: text(version).optional(),
        commit: text(commit).optional(),
        digests: z.array(text(digest)).max(50).optional(),
        environments: z.array(text(environment)).min(1).max(50).optional(),
        branch: text(label).optional(),
      })
      .optional(),
    finding: objectOf(described, 'said').optional() as unknown as z.ZodOptional<
      z.ZodType<Said<Omit<WishOf<'add_finding'>, 'type' | 'finding' | 'report'>>>
    >,
    evidence: z
      .array(objectOf(EVENTS.evidence_attached, 'said') as unknown as z.ZodType<Said<Omit<WishOf<'attach'>, 'type'>>>)
      .max(50)
      .optional(),
  }),
  response: z.strictObject({
    case: caseId,
    name: z.string(),
    holds: z.array(z.string()),
    at,
    entries: z.array(position),
  }),
})

const pageLimit = z.coerce.number().int().min(1).max(200).optional().describe('At most so many; 50 where not given')

export const cases = route('GET', '/api/cases', {
  act: 'read',
  about: 'All cases, the newest first, a page at a time.',
  query: z.strictObject({
    limit: pageLimit,
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .optional()
      .describe('next_cursor of the page before'),
  }),
  response: z.strictObject({
    cases: z.array(
      z.strictObject({ case: caseId, name: z.string(), entries: z.int(), opened_at: at, closed: z.boolean() }),
    ),
    next_cursor: z.string().optional(),
  }),
})

export const oneCase = route('GET', '/api/cases/:id', {
  act: 'read',
  about: 'One case. Its ETag says how many entries it has: give it back as If-Match to wish only on what you saw.',
  params: z.strictObject({ id: caseId }),
  response: caseView,
})

export const holds = route('GET', '/api/holds', {
  act: 'read',
  about: 'Which cases concern which products, and whether their holds are in force, a page at a time.',
  query: z.strictObject({
    product: text(product).optional(),
    limit: pageLimit,
    cursor: text(hold).optional().describe('next_cursor of the page before'),
  }),
  response: z.strictObject({
    holds: z.array(
      z.strictObject({
        hold: z.string(),
        case: caseId,
        product: z.string(),
        in_force: z.boolean(),
        name: z.string().describe('The code name of its case'),
        opened_at: at.describe('When its case was opened'),
      }),
    ),
    next_cursor: z.string().optional(),
  }),
})
