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
export const envelope = z.strictObject({
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
    purpose: z
      .enum(['deploy'])
      .optional()
      .describe('deploy: whoever asks is about to deploy, and the answer is written down'),
  }),
  response: answer,
})

export const answers = route('GET', '/api/gate/answers', {
  act: 'read',
  about: 'What was answered about a product to whoever was about to deploy it, the newest first. Kept for 400 days.',
  query: z.strictObject({
    product: text(product),
    limit: z.coerce.number().int().min(1).max(200).optional().describe('At most so many; 50 where not given'),
    cursor: z.string().max(100).optional().describe('next_cursor of the page before'),
  }),
  response: z.strictObject({
    answers: z.array(
      z.strictObject({
        answer: z.string().describe('Its id'),
        at,
        by: z.string().describe('Who asked'),
        product: z.string(),
        version: z.string().optional(),
        commit: z.string().optional(),
        digests: z.array(z.string()),
        environment: z.string(),
        decision: z.enum(['clear', 'held', 'unknown']),
        reasons: z.array(z.string()).describe('Codes'),
        holds: z.array(z.string()),
        signed: z.boolean(),
      }),
    ),
    next_cursor: z.string().optional(),
  }),
})

export const gateKey = route('GET', '/api/gate/key', {
  act: 'open',
  about: 'The public key of signed decisions, in PEM. Fetch it once, over a way that you trust, and keep it.',
  response: { media: 'application/x-pem-file' },
})
