import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { KEY_HEADER } from '../api/problem.ts'
import { Refusal } from './problems.ts'

export const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^bearer +([\x21-\x7e]{1,500})$/i.exec(headers.authorization ?? '')?.[1]

/** The id of a command, as whoever asks gave it. */
export function keyOf({ headers }: FastifyRequest): string {
  const key = headers[KEY_HEADER]
  if (typeof key === 'string' && key !== '') return key
  throw new Refusal({
    code: 'request/no-key',
    message: 'The request has no Idempotency-Key.',
    hint: 'Give each command a UUIDv7 of its own, and the same one when you ask again.',
  })
}

/** How many bytes are said to come; undefined where nobody says. */
export function lengthOf({ headers }: FastifyRequest): number | undefined {
  const length = Number(headers['content-length'])
  return Number.isSafeInteger(length) ? length : undefined
}

/** The version that whoever asks has seen: `"12"`. */
export function expected({ headers }: FastifyRequest): number | undefined {
  const etag = headers['if-match']
  if (etag === undefined || etag === '*') return undefined
  const [, version] = /^"(\d{1,9})"$/.exec(etag) ?? []
  if (version !== undefined) return Number(version)
  throw new Refusal({
    code: 'request/wrong-etag',
    message: `${JSON.stringify(etag.slice(0, 60))} is no ETag of a case.`,
    hint: 'Give back the ETag of the case as it came, such as "12".',
  })
}

/** Short, and different in every process. */
export function requestIds(): () => string {
  const prefix = randomBytes(6).toString('base64url')
  let next = 0
  return () => `${prefix}-${(next++).toString(36)}`
}
