import { expect, test } from 'vitest'
import * as z from 'zod'
import { WISHES } from '../core/case/wish.ts'
import { client, commandId } from './client.ts'
import { missingHeader } from './missing.ts'
import { NOUNS } from './nouns.ts'
import { ALL_ROUTES, openApi } from './openapi.ts'
import { WISH_ROUTES } from './routes.ts'
import { objectOf } from './said.ts'
import { parseUuid } from '../core/ids.ts'

test('every wish of a case has a route; the first one opens it, and nobody wishes an override reconciled: it is signed', () => {
  expect(['open', 'reconcile_override', ...Object.keys(WISH_ROUTES)].toSorted()).toEqual(Object.keys(WISHES).toSorted())
  expect(new Set(ALL_ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(ALL_ROUTES.length)
  for (const noun of Object.values(NOUNS)) expect(noun).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
})

test('what is missing from a document stands in a header, whatever a stranger wrote: in ASCII, and it comes back as it was', () => {
  const notes = [
    { code: 'plan/missing', message: 'Nö\r\nSet-Cookie: a=1 \u2028🙂', at: { file: 'HP-1.plan.yaml', line: 1 } },
  ]
  const text = missingHeader(notes)
  expect(text).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(text)).toEqual(notes.map(({ message, ...rest }) => ({ ...rest, detail: message })))
  const long = { code: 'a/b', message: 'ö'.repeat(5_000), hint: '🙂'.repeat(5_000) }
  expect(missingHeader(Array.from({ length: 50 }, () => long)).length).toBeLessThan(16_000)
})

test('the description is OpenAPI 3.1: every route, parameter, answer and reference is there', () => {
  const reference = z.strictObject({ $ref: z.string() })
  const schema = z.record(z.string(), z.unknown())
  const parameter = z.strictObject({
    name: z.string(),
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean(),
    description: z.string().optional(),
    schema,
  })
  const content = z.record(z.string().regex(/^[a-z]+\/[a-z.+-]+$/), z.strictObject({ schema }))
  const headers = z.record(z.string().regex(/^[a-z-]+$/), z.strictObject({ description: z.string(), schema }))
  const response = z.union([
    reference,
    z.strictObject({ description: z.string(), headers: headers.optional(), content }),
  ])
  const operation = z.strictObject({
    operationId: z.string().regex(/^[a-zA-Z]+$/),
    summary: z.string(),
    security: z.array(z.record(z.string(), z.array(z.string()))),
    parameters: z.array(parameter),
    requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
    responses: z.record(z.string().regex(/^(?:\d{3}|default)$/), response),
  })
  const document = z
    .strictObject({
      openapi: z.literal('3.1.0'),
      info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
      paths: z.record(
        z.string().startsWith('/'),
        z.strictObject({ get: operation.optional(), post: operation.optional(), put: operation.optional() }),
      ),
      components: z.strictObject({
        securitySchemes: schema,
        schemas: z.record(z.string(), schema),
        responses: z.record(z.string(), response),
      }),
    })
    .parse(JSON.parse(JSON.stringify(openApi('1.2.3'))))

  const operations = Object.entries(document.paths).flatMap(([path, { get, post, put }]) =>
    [get, post, put].flatMap((one) => (one ? [{ path, ...one }] : [])),
  )
  expect(operations).toHaveLength(ALL_ROUTES.length)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { path, parameters } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named)
  }
  for (const [, target] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
    const found = target!
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document)
    expect(found, target).toBeDefined()
  }
  expect(document.paths['/api/gate']?.get?.parameters).toContainEqual(
    expect.objectContaining({ name: 'product', in: 'query', required: true }),
  )
  const lift = JSON.stringify(document.paths['/api/cases/{id}/lifts']?.post?.requestBody)
  expect(lift).toContain('"required":["candidate","line"]')
})

test('a body says what does not fit in the core’s own words', () => {
  const build = objectOf(WISHES.declare_candidate, 'said').safeParse({
    product: 'p',
    build: { digests: ['x'] },
    fixers: [],
  })
  expect(build.error?.issues[0]).toMatchObject({ path: ['build', 'digests', 0], message: '"x" is not a digest.' })
})

test('the client says who asks, makes a key for each command, and tells an answer that is none', async () => {
  const asked: { url: string; headers: Headers; method: string; body: unknown }[] = []
  const answering = (status: number, body: string, type = 'application/json') =>
    client({
      url: 'https://holdpoint.example/',
      token: 't0',
      fetch: async (url, init) => {
        const { headers, method = '', body: sent } = init ?? {}
        asked.push({ url: String(url), headers: new Headers(headers), method, body: sent })
        return new Response(body, { status, headers: { 'content-type': type, etag: '"3"' } })
      },
    })
  const params = { id: 'HP-1' }
  const reply = await answering(201, '{"case":"HP-1"}').call('POST /api/cases/:id/lifts', {
    params,
    body: { candidate: 3, line: 'ends' },
    ifMatch: '"2"',
  })
  expect(reply).toEqual({ ok: true, status: 201, value: { case: 'HP-1' }, etag: '"3"' })
  await answering(200, '{}').call('GET /api/gate', { query: { product: '@shop/cart', digest: ['a', 'b'] } })
  const [first, second] = asked
  expect(first).toMatchObject({ url: 'https://holdpoint.example/api/cases/HP-1/lifts', method: 'POST' })
  expect(first!.headers.get('authorization')).toBe('Bearer t0')
  expect(first!.headers.get('if-match')).toBe('"2"')
  expect(parseUuid(first!.headers.get('idempotency-key')!).ok).toBe(true)
  expect(second!.url).toBe('https://holdpoint.example/api/gate?product=%40shop%2Fcart&digest=a&digest=b')
  expect(second!.headers.has('idempotency-key')).toBe(false)
  const gateway = await answering(502, '<h1>Bad Gateway</h1>', 'text/html').call('GET /api/gate', {
    query: { product: 'p' },
  })
  expect(gateway).toMatchObject({ ok: false, status: 502, problem: { code: 'server/no-answer' } })
  const cut = await answering(200, '{"decision":', 'application/json').call('GET /api/gate', {
    query: { product: 'p' },
  })
  expect(cut).toMatchObject({ ok: false, status: 0, problem: { code: 'server/no-answer' } })
})

test('ids of commands are UUIDv7, in the order of their time', async () => {
  const first = commandId()
  await new Promise((resolve) => setTimeout(resolve, 2))
  const second = commandId()
  expect(parseUuid(first).ok && parseUuid(second).ok && first < second).toBe(true)
})
