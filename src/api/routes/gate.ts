import * as z from 'zod'
import { commit, digest, environment, product, version } from '../../core/case/values.ts'
import { at } from '../case.ts'
import { route } from '../route.ts'
import { several, text } from '../text.ts'

const reason = z.strictObject({
  code: z.string(),
  decision: z.enum(['held', 'unknown']),
  message: z.string(),
  hold: z.string().optional(),
  name: z.string().optional(),
  contact: z.string().optional(),
  rule: z.string().optional(),
  who_can_lift: z.array(z.string()).optional(),
  next: z.string().optional(),
})

const verdict = z.strictObject({
  schema: z.literal('holdpoint/verdict/v1'),
  decision: z.enum(['clear', 'held', 'unknown']),
  release: z.strictObject({
    product: z.string(),
    version: z.string().optional(),
    commit: z.string().optional(),
    digests: z.array(z.string()),
    environment: z.string(),
  }),
  enforced: z.boolean(),
  reasons: z.array(reason),
  reasons_total: z.int(),
  evaluated_at: at,
  valid_until: at,
  policy: z.string(),
  log: z.strictObject({ origin: z.string(), size: z.int() }).optional(),
})

export const gate = route('GET', '/api/gate', {
  act: 'read',
  about: 'May this release be promoted there, now? Always a decision: unknown where nobody can tell.',
  query: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    commit: text(commit).optional(),
    digest: several(digest).optional().describe('Of an artifact; may be given again'),
    environment: text(environment).optional().describe('production, where not given'),
  }),
  response: verdict,
})
