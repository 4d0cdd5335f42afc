import * as z from 'zod'
import { at, caseId } from '../case.ts'
import { route } from '../route.ts'

export const looks = route('GET', '/api/cases/:id/looks', {
  act: 'read',
  about:
    'Who looked at the words, the documents and the sensitive evidence of a case, by the hour; for auditors and security managers.',
  params: z.strictObject({ id: caseId }),
  response: z.strictObject({
    case: caseId,
    looks: z.array(
      z.strictObject({
        by: z.string(),
        what: z.string().describe('words, document:executive, evidence:sha256:…'),
        hour: at.describe('In the hour that begins then'),
      }),
    ),
  }),
})
