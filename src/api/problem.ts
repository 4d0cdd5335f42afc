import * as z from 'zod'

/** Why there is no answer (RFC 9457). `code` is stable; docs/problems.md lists them all. */
export const problemDocument = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().describe('What the status says'),
  status: z.int(),
  detail: z.string().describe('What is wrong, in one sentence'),
  code: z.string(),
  hint: z.string().optional().describe('What to do now'),
  pointer: z.string().optional().describe('A JSON Pointer into the body, the query or the path'),
  request_id: z.string(),
})

export type ProblemDocument = z.output<typeof problemDocument>
export const PROBLEM_MEDIA = 'application/problem+json'
export const KEY_HEADER = 'idempotency-key'
