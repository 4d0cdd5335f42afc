import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { openApi } from '../api/openapi.ts'
import { KEY_HEADER, PROBLEM_MEDIA } from '../api/problem.ts'
import type { Route } from '../api/route.ts'
import { ROUTES, WISH_ROUTES } from '../api/routes.ts'
import type { Principal } from '../app/ports/principal.ts'
import type { Listening, ListenOptions } from '../app/serve.ts'
import type { Opening, Question } from '../app/service.ts'
import { sinceOf, tellNews } from './events.ts'
import { type Given, read } from './given.ts'
import { meters } from './metrics.ts'
import { documentOf, NOT_FOUND, Refusal, type Trouble, troubleOf } from './problems.ts'

export interface ServerOptions extends ListenOptions {
  /** Who sees /metrics: anybody, whoever has a role, nobody. */
  readonly metrics?: 'open' | 'read' | 'off'
  /** Of one person or token a minute, the gate apart. */
  readonly requestsAMinute?: number
  /** Where lines go; by default standard error. */
  readonly logTo?: { write(line: string): void }
}

const BODY_BYTES = 256 * 1024
/** How long a server that stops waits for what it is still answering. */
const LAST_ANSWERS_MS = 30_000

/** Serves the API over HTTP. */
export async function serveHttp(options: ServerOptions): Promise<Outcome<Listening>> {
  const { service, recognise, version, host, port, metrics = 'read', noticeMillis = 0 } = options
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: 60_000,
    logger:
      options.log === 'silent' ? false : { level: options.log ?? 'warn', stream: options.logTo ?? process.stderr },
    childLoggerFactory: (logger) => logger, // ours are few, and say whose they are
    logController: new LogController({ disableRequestLogging: true }), // one line a request, and ours
    genReqId: requestIds(),
    routerOptions: { maxParamLength: 200 },
  })
  let underWay = 0
  app.server.on('request', (_, response) => {
    underWay++
    response.once('close', () => underWay--)
  })
  const meter = meters()
  const closing = new AbortController()
  let stopping = false

  app.removeContentTypeParser('text/plain')
  app.decorateRequest('principal', undefined)
  // With callbacks: the gate is asked often, and promises cost.
  app.addHook('onRequest', (request, reply, done) => {
    reply
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
    const token = tokenOf(request)
    request.principal = token === undefined ? undefined : recognise(token)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method, principal } = request
    const { statusCode: status, elapsedTime } = reply
    meter.request(method, route, status, elapsedTime / 1000)
    if (options.log === 'info')
      request.log.info(
        { id: request.id, method, route, by: principal?.actor, status, ms: Math.round(elapsedTime) },
        'answered',
      )
    done()
  })
  app.setErrorHandler((error, request, reply) => {
    const trouble = troubleOf(error)
    if (trouble.code === 'server/fault')
      request.log.error({ id: request.id, stack: (error as Error).stack }, 'a fault of ours')
    return refused(reply, trouble)
  })
  app.setNotFoundHandler((_, reply) => refused(reply, NOT_FOUND))
  app.addHook('preClose', async () => closing.abort())

  await app.register(helmet, {
    // What matters to JSON; over plain http, what is to be said about https is the proxy's to say.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  })
  await app.register(rateLimit, {
    max: options.requestsAMinute ?? 1_200,
    timeWindow: 60_000,
    keyGenerator: (request) => request.principal?.actor ?? request.ip,
  })

  const bind = binder(app, metrics)
  bind(ROUTES.gate, async ({ query }, { principal }) => {
    const {
      digest = [],
      environment = 'production',
      ...rest
    } = query as Omit<Question, 'digests'> & { digest?: string[] }
    const verdict = valueOf(await service.gate(principal, { ...rest, digests: digest, environment }))
    meter.decision(String(verdict['decision']))
    return verdict
  })
  bind(ROUTES.openCase, async ({ body }, { principal, request, reply }) => {
    const opened = valueOf(await service.open(principal, keyOf(request), body as Opening))
    reply.status(201).header('location', `/api/cases/${String(opened['case'])}`)
    return opened
  })
  bind(ROUTES.cases, async ({ query }, { principal }) => {
    const { cursor, limit = 50 } = query as { cursor?: string; limit?: number }
    return valueOf(await service.cases(principal, { cursor, limit }))
  })
  bind(ROUTES.oneCase, async ({ params }, { principal, reply }) => {
    const { version, view } = valueOf(await service.case(principal, params['id']!))
    reply.header('etag', `"${version}"`)
    return view
  })
  bind(ROUTES.holds, async ({ query }, { principal }) =>
    valueOf(await service.holds(principal, query['product'] as string | undefined)),
  )
  bind(ROUTES.checkpoint, async (_, { principal }) => valueOf(await service.checkpoint(principal)))
  bind(ROUTES.entries, async (_, { principal }) => Readable.from(valueOf(await service.bundle(principal))))
  bind(ROUTES.events, async (_, { principal, request, reply }) => {
    const news = valueOf(service.news(principal))
    reply.hijack()
    const token = tokenOf(request)!
    await tellNews(reply.raw, news, {
      since: sinceOf(request.headers['last-event-id']),
      signal: closing.signal,
      stillMay: () => recognise(token) !== undefined,
    })
    return reply
  })
  const description = openApi(version)
  bind(ROUTES.openapi, async () => description)
  bind(ROUTES.health, async () => ({ status: 'ok' }))
  bind(ROUTES.ready, async () => {
    if (stopping) throw new Refusal(STOPPING)
    valueOf(await service.ready())
    return { status: 'ok' }
  })
  bind(ROUTES.metrics, async () => meter.text())
  for (const [type, route] of Object.entries(WISH_ROUTES))
    bind(route, async ({ params, body }, { principal, request, reply }) => {
      const expect = expected(request)
      const on = params['id']!
      const wish = { on, type: type as keyof typeof WISH_ROUTES, said: body, ...(expect !== undefined && { expect }) }
      const said = valueOf(await service.wish(principal, keyOf(request), wish))
      if ((said['entries'] as readonly number[]).length > 0) reply.status(201)
      return said
    })

  const url = await app.listen({ host, port }).catch((error: unknown) => error as Error)
  if (typeof url !== 'string') {
    await app.close()
    return { ok: false, problem: notListening(url, port) }
  }
  const stop = async () => {
    stopping = true
    await pause(noticeMillis)
    const closed = app.close()
    for (let waited = 0; underWay > 0 && waited < LAST_ANSWERS_MS; waited += 20) await pause(20)
    app.server.closeAllConnections() // what was opened in advance, and never asked on
    await closed
  }
  return { ok: true, value: { url: host === 'localhost' ? url.replace('127.0.0.1', host) : url, stop } }
}

function notListening(error: Error & { code?: string }, port: number): Trouble {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
  return {
    code: 'server/no-port',
    message: `Port ${port} ${error.code === 'EACCES' ? 'is not ours to take' : 'is taken'}.`,
    hint: 'Name another one: --port 4651.',
  }
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Trouble }

interface Around {
  /** Whoever asks: known, wherever a route is not open to all. */
  readonly principal: Principal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Puts a handler behind its contract: who may, what comes in, what goes out. */
function binder(app: FastifyInstance, metrics: 'open' | 'read' | 'off') {
  return (route: Route, handle: (given: Given, around: Around) => Promise<unknown>): void => {
    const act = route.act !== 'metrics' ? route.act : metrics === 'open' ? 'open' : 'read'
    if (route.act === 'metrics' && metrics === 'off') return
    const media = 'media' in route.response ? route.response.media : 'application/json; charset=utf-8'
    app.route({
      method: route.method,
      url: route.path,
      config: { rateLimit: OFTEN.has(route.path) ? false : {} },
      ...(OFTEN.has(route.path) && { helmet: false }),
      // Before the body is read: strangers' bodies are none of our business.
      preParsing: (request, _, payload, done) => {
        const known = act === 'open' || request.principal !== undefined
        done(known ? null : new Refusal(tokenOf(request) === undefined ? NO_TOKEN : UNKNOWN_TOKEN), payload)
      },
      handler: async (request, reply) => {
        const given = read(route, request)
        const answer = await handle(given, { principal: request.principal!, request, reply })
        if (reply.sent) return reply
        reply.type(media)
        return isJson(media) ? JSON.stringify(answer) : answer
      },
    })
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined
  }
}

/** The gate is asked by every pipeline at once, and a probe must not be told to wait: JSON, and no page. */
const OFTEN: ReadonlySet<string> = new Set([ROUTES.gate.path, ROUTES.health.path, ROUTES.ready.path])
const isJson = (media: string) => media.startsWith('application/json')

function refused(reply: FastifyReply, trouble: Trouble): FastifyReply {
  const document = documentOf(trouble, reply.request.id)
  if (document.status === 401) reply.header('www-authenticate', 'Bearer')
  if (document.status === 503) reply.header('retry-after', '2')
  return reply.status(document.status).type(PROBLEM_MEDIA).send(JSON.stringify(document))
}

function valueOf<T>(result: Outcome<T>): T {
  if (!result.ok) throw new Refusal(result.problem)
  return result.value
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^bearer +([\x21-\x7e]{1,500})$/i.exec(headers.authorization ?? '')?.[1]

function keyOf({ headers }: FastifyRequest): string {
  const key = headers[KEY_HEADER]
  if (typeof key === 'string' && key !== '') return key
  throw new Refusal({
    code: 'request/no-key',
    message: 'The request has no Idempotency-Key.',
    hint: 'Give each command a UUIDv7 of its own, and the same one when you ask again.',
  })
}

/** The version that whoever asks has seen: `"12"`. */
function expected({ headers }: FastifyRequest): number | undefined {
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
function requestIds(): () => string {
  const prefix = randomBytes(6).toString('base64url')
  let next = 0
  return () => `${prefix}-${(next++).toString(36)}`
}

const NO_TOKEN: Trouble = {
  code: 'access/no-token',
  message: 'Nobody has said who asks.',
  hint: 'Send a token: Authorization: Bearer …',
}
const UNKNOWN_TOKEN: Trouble = {
  code: 'access/unknown-token',
  message: 'This token is none of ours, over, or revoked.',
  hint: 'Ask an administrator for another one.',
}
const STOPPING: Trouble = { code: 'server/stopping', message: 'The server stops.', hint: 'Ask another node.' }
