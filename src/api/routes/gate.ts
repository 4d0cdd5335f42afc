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

/** A DSSE envelope; its payload is an in-toto statement whose predicate is the verdict. */
const envelope = z.strictObject({
  payload: z.base64(),
  payloadType: z.literal('application/vnd.in-toto+json'),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.base64() })).length(1),
})

/** Whoever asks for it signed says so, and takes the envelope; everybody else is given the verdict, and its type. */
const answer = z.union([verdict, envelope]) as unknown as typeof verdict

export const gate = route('GET', '/api/gate', {
  act: 'read',
  about: 'May this release be promoted there, now? Always a decision: unknown where nobody can tell.',
  query: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    commit: text(commit).optional(),
    digest: several(digest).optional().describe('Of an artifact; may be given again'),
    environment: text(environment).optional().describe('production, where not given'),
    signed: z
      .enum(['true', 'false'])
      .optional()
      .describe('true: the answer as a DSSE envelope, to be carried and checked without this server'),
  }),
  response: answer,
})

export const gateKey = route('GET', '/api/gate/key', {
  act: 'open',
  about: 'The public key of signed decisions, in PEM. Fetch it once, over a way that you trust, and keep it.',
  response: { media: 'application/x-pem-file' },
})
