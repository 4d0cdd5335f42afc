import * as z from 'zod'
import { DOCUMENT_KINDS } from '../../core/brief/documents.ts'
import { instant } from '../../core/case/values.ts'
import { at as moment, caseId } from '../case.ts'
import { MISSING_HEADER } from '../missing.ts'
import { route } from '../route.ts'
import { text } from '../text.ts'

const params = z.strictObject({ id: caseId })
const at = text(instant).optional().describe('As of this moment; now where not given')

export const file = route('GET', '/api/cases/:id/file', {
  act: 'read',
  about: 'A case with its words as a file, one entry a line: what `holdpoint case replay` and its like read.',
  params,
  response: { media: 'application/jsonl; charset=utf-8' },
})

export const rules = route('GET', '/api/cases/:id/rules', {
  act: 'read',
  about: 'The rules under which the case is decided, and who has which role.',
  params,
  response: z.record(z.string(), z.unknown()),
})

export const caseProfile = route('GET', '/api/cases/:id/profile', {
  act: 'read',
  about: "The profile of the case's product, as the register has it: its figures rest on that where none is attached.",
  params,
  query: z.strictObject({ at }),
  response: z.strictObject({
    product: z.string(),
    profile: z.string().describe('The digest of its text'),
    entry: z.int().describe('Of the register: the one that gave it'),
    at: moment,
    text: z.string(),
  }),
})

const FORMATS = ['text', 'markdown', 'html', 'json', 'pdf', 'docx'] as const

export const document = route('GET', '/api/cases/:id/documents/:kind', {
  act: 'read',
  about: 'A brief or another document of a case, as a file. What could not be worked out stands in it as missing.',
  headers: {
    [MISSING_HEADER]:
      'Why something could not be worked out: a JSON list of problems, each with code, detail, hint and at.',
  },
  params: z.strictObject({ id: caseId, kind: z.enum(DOCUMENT_KINDS as readonly [string, ...string[]]) }),
  query: z.strictObject({ format: z.enum(FORMATS).optional().describe('markdown, where not given'), at }),
  response: {
    media: 'text/markdown; charset=utf-8',
    others: [
      'text/plain',
      'text/html',
      'application/json',
      'application/pdf',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    file: true,
  },
})

export const options = route('GET', '/api/cases/:id/options', {
  act: 'read',
  about: 'What every way out costs; or, where the case does not say enough, what would have to be answered first.',
  params,
  query: z.strictObject({ at }),
  response: z.record(z.string(), z.unknown()),
})

export const plan = route('GET', '/api/cases/:id/plan', {
  act: 'read',
  about: 'When the release is possible by the plan that was proposed last, and what would change that.',
  params,
  query: z.strictObject({ at }),
  response: z.record(z.string(), z.unknown()),
})
