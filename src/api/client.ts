import type { ProblemDocument } from './problem.ts'
import type { Request, Response } from './route.ts'
import type { RouteKey, RouteOf } from './routes.ts'

/** Talks to a server, in a browser or under Node: the types are the contracts', nothing of them is loaded. */
export interface Client {
  /** `call('POST /api/cases/:id/lifts', { params: { id: 'HP-7' }, body: { candidate: 12, line: 'ends' } })` */
  call<K extends RouteKey>(key: K, request: Request<RouteOf<K>> & Envelope): Promise<Reply<Response<RouteOf<K>>>>
}

export interface Envelope {
  /** The id of a command, a UUIDv7. Whoever got no answer asks again with the same one; made where not given. */
  readonly idempotencyKey?: string
  /** The ETag of what was seen: refused with 412 where it has changed since. */
  readonly ifMatch?: string
  readonly signal?: AbortSignal
}

export type Reply<T> =
  | { readonly ok: true; readonly status: number; readonly value: T; readonly etag?: string; readonly leansOn?: string }
  /** `status` is 0 where the server was not reached, or what came was not ours. */
  | { readonly ok: false; readonly status: number; readonly problem: Omit<ProblemDocument, 'request_id'> }

export interface ClientOptions {
  /** `https://holdpoint.example`; in a page, ''. */
  readonly url: string
  readonly token?: string
  readonly fetch?: typeof fetch
}

type Loose = Envelope & { params?: object; query?: object; body?: unknown; upload?: Blob | ReadableStream }

export function client({ url, token, fetch: ask = fetch }: ClientOptions): Client {
  async function call(key: string, given: Loose): Promise<Reply<unknown>> {
    const [method = '', path = ''] = key.split(' ')
    const headers = new Headers({ accept: 'application/json, */*' })
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    if (given.ifMatch !== undefined) headers.set('if-match', given.ifMatch)
    if (method === 'POST') headers.set('idempotency-key', given.idempotencyKey ?? commandId())
    const body = given.upload ?? (given.body === undefined ? undefined : JSON.stringify(given.body))
    if (body !== undefined) headers.set('content-type', given.upload ? 'application/octet-stream' : 'application/json')
    const where = url.replace(/\/$/, '') + filled(path, given.params ?? {}) + queryOf(given.query ?? {})
    try {
      const init = {
        method,
        headers,
        ...(body !== undefined && { body, duplex: 'half' as const }),
        ...(given.signal && { signal: given.signal }),
      }
      return await replyOf(await ask(where, init))
    } catch (error) {
      return unreached(url, whyOf(error))
    }
  }
  return { call: call as Client['call'] }
}

async function replyOf(response: globalThis.Response): Promise<Reply<unknown>> {
  const { status, ok, headers } = response
  const etag = headers.get('etag') ?? undefined
  if (ok && /^attachment\b/.test(headers.get('content-disposition') ?? ''))
    return { ok, status, value: new Uint8Array(await response.arrayBuffer()), ...(etag !== undefined && { etag }) }
  const text = await response.text()
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  const value: unknown = isJson ? JSON.parse(text) : text
  const leansOn = headers.get('holdpoint-leans-on')
  if (ok) return { ok, status, value, ...(etag !== undefined && { etag }), ...(leansOn !== null && { leansOn }) }
  return isProblem(value)
    ? { ok: false, status, problem: value }
    : { ...unreached(response.url, `it says ${status}, and nothing that Holdpoint says`), status }
}

const isProblem = (value: unknown): value is ProblemDocument =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value

const unreached = (url: string, why: string) => ({
  ok: false as const,
  status: 0,
  problem: {
    type: 'about:blank' as const,
    title: 'No answer',
    status: 0,
    detail: `The server${url === '' ? '' : ` at ${url.slice(0, 200)}`} gave no answer: ${why.slice(0, 200)}.`,
    code: 'server/no-answer',
    hint: /^https?:|^$/.test(url)
      ? 'Does it run there, and is the address right? Ask again: with the same idempotency key nothing happens twice.'
      : `An address begins with http:// or https://, such as http://${url.slice(0, 60)}.`,
  },
})

/** `fetch failed` says nothing; what it was caused by does: ECONNREFUSED, ENOTFOUND. */
function whyOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined }
  const { code, message: deeper } = (cause ?? {}) as { code?: string; message?: string }
  return code ?? (deeper || message)
}

const filled = (path: string, params: object): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])))

function queryOf(query: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one))
  return search.size > 0 ? `?${search}` : ''
}

/** A UUIDv7 (RFC 9562): the time, then chance. */
export function commandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const now = Date.now()
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
