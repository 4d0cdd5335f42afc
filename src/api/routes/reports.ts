import * as z from 'zod'
import { commit, digest, product, version } from '../../core/case/values.ts'
import { at, caseId } from '../case.ts'
import { route } from '../route.ts'
import { several, text } from '../text.ts'

export const recordReport = route('POST', '/api/reports', {
  act: 'wish',
  about: 'Records a report, which is the body, as evidence of a release: judged by the policy of this server.',
  query: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    commit: text(commit).optional(),
    digest: several(digest).optional().describe('Of an artifact that it is about; may be given again'),
  }),
  upload: { media: 'application/octet-stream' },
  response: z.strictObject({
    product: z.string(),
    report: z.string(),
    format: z.string(),
    tools: z.array(z.string()),
    finished_at: at.optional(),
    decision: z.enum(['clear', 'held', 'unknown']).describe('By this report alone'),
    findings: z.int(),
    blocking: z.int(),
    unassessed: z.int(),
    excused: z.int(),
    problems: z.array(z.string()).describe('What it could not tell'),
    rules: z.array(z.string()).describe('Those that stop it'),
    policy: z.string(),
    cases: z.strictObject({ linked: z.array(caseId), opened: z.array(caseId), held: z.array(z.string()) }),
    at,
    entry: z.strictObject({ stream: z.string(), n: z.int() }),
    again: z.boolean().describe('It was recorded before, and judged by the same policy'),
  }),
})
