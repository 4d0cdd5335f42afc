import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyReply, LogController } from 'fastify'
import { PROBLEM_MEDIA } from '../api/problem.ts'
import type { Listening, ListenOptions } from '../app/ports/serving.ts'
import { bindAnswers } from './answers.ts'
import { binder } from './bind.ts'
import { requestIds } from './headers.ts'
import { knowing } from './known.ts'
import { allPages } from './pages/all.ts'
import { noPage, wantsPage } from './pages/pages.ts'
import { siteAt } from './site.ts'
import { meters } from './metrics.ts'
import { documentOf, NOT_FOUND, type Outcome, type Trouble, troubleOf } from './problems.ts'
import { answerUnheard } from './unheard.ts'

export interface ServerOptions extends ListenOptions {
  /** Who sees /metrics: anybody, whoever has a role, nobody. */
  readonly metrics?: 'open' | 'read' | 'off'
  /** Of one person or token a minute, the gate apart. */
  readonly requestsAMinute?: number
  /** How long a request may take to come: its head, and all of it. */
  readonly slowest?: { readonly headMillis: number; readonly requestMillis: number }
  /** Where lines go; by default standard error. */
  readonly logTo?: { write(line: string): void }
}

const BODY_BYTES = 256 * 1024
/** Whoever sends byte by byte keeps a connection, and not for long: a large file over a slow line, and no longer. */
const SLOWEST = { headMillis: 10_000, requestMillis: 300_000 }
/** How long a server that stops waits for what it is still answering. */
const LAST_ANSWERS_MS = 30_000

/** Serves the API over HTTP. */
export async function serveHttp(options: ServerOptions): Promise<Outcome<Listening>> {
  const {
    service,
    recognise,
    signIn,
    version,
    host,
    port,
    metrics = 'read',
    noticeMillis = 0,
    slowest = SLOWEST,
  } = options
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: options.proxies ? [...options.proxies] : false,
    requestTimeout: slowest.requestMillis,
    http: { headersTimeout: slowest.headMillis, connectionsCheckingInterval: Math.min(slowest.headMillis, 5_000) },
    clientErrorHandler: answerUnheard,
    // An address that cannot be read comes to no hook and no handler of errors.
    frameworkErrors: (error, _, reply) =>
      void refused(
        reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff'),
        troubleOf(error),
      ),
    logger:
      options.log === 'silent' ? false : { level: options.log ?? 'warn', stream: options.logTo ?? process.stderr },
    childLoggerFactory: (logger) => logger, // ours are few, and say whose they are
    logController: new LogController({ disableRequestLogging: true }), // one line a request, and ours
    genReqId: requestIds(),
    routerOptions: { maxParamLength: 200 },
  })
  const underWay = answering(app.server)
  const meter = meters()
  const closing = new AbortController()
  setMaxListeners(0, closing.signal) // one a stream
  let stopping = false

  app.removeContentTypeParser('text/plain')
  app.decorateRequest('principal', undefined)
  app.decorateRequest('token', undefined)
  const site = siteAt(options.publicUrl)
  const meet = knowing({ recognise, site, ...(signIn && { signIn }) })
  app.decorateRequest('route', undefined)
  // With callbacks: the gate is asked often, and promises cost.
  app.addHook('onRequest', (request, reply, done) => {
    reply
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
    meet(request, reply, done)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.route ?? request.routeOptions.url ?? 'unknown' // the options are put together at each look
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
  app.addHook('preClose', async () => closing.abort())

  // Apart, so that the gate and the probes, which are asked often, do not pay for what concerns them not.
  let others = app
  await app.register(async (child) => {
    others = child as unknown as typeof app
    await child.register(helmet, {
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
    await child.register(rateLimit, {
      max: options.requestsAMinute ?? 1_200,
      timeWindow: 60_000,
      keyGenerator: (request) => request.principal?.actor ?? request.ip,
    })
    child.setNotFoundHandler((request, reply) =>
      signIn && wantsPage(request) ? noPage(reply) : refused(reply, NOT_FOUND),
    )
  })

  const isStopping = () => stopping
  const behind = { service, recognise, version, meter, closing: closing.signal, isStopping, site }
  bindAnswers(binder({ often: app, others }, metrics), { ...behind, ...(signIn && { signIn }) })
  if (signIn) await allPages(others, { signIn, site })
  const url = await app.listen({ host, port }).catch((error: unknown) => error as Error)
  if (typeof url !== 'string') {
    await app.close()
    return { ok: false, problem: notListening(url, port) }
  }
  const stop = async () => {
    stopping = true
    await pause(noticeMillis)
    const closed = app.close()
    for (let waited = 0; underWay() && waited < LAST_ANSWERS_MS; waited += 20) await pause(20)
    app.server.closeAllConnections() // what was opened in advance, and never asked on
    await closed
  }
  return { ok: true, value: { url: host === 'localhost' ? url.replace('127.0.0.1', host) : url, stop } }
}

/** Whether something is still being answered. Each connection answers in order, so its last answer tells; nothing is paid a request. */
function answering(server: Server): () => boolean {
  const last = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    last.set(socket, undefined)
    socket.once('close', () => last.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => last.set(socket, response))
  return () => [...last.values()].some((one) => one && !one.writableFinished && !one.destroyed)
}

function notListening(error: Error & { code?: string }, port: number): Trouble {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
  return {
    code: 'server/no-port',
    message: `Port ${port} ${error.code === 'EACCES' ? 'is not ours to take' : 'is taken'}.`,
    hint: 'Name another one: --port 4651.',
  }
}

function refused(reply: FastifyReply, trouble: Trouble): FastifyReply {
  const document = documentOf(trouble, reply.request.id)
  if (document.status === 401) reply.header('www-authenticate', 'Bearer')
  if (trouble.code === 'sign-in/too-many') reply.header('retry-after', '900')
  if (document.status === 503) reply.header('retry-after', '2')
  return reply.status(document.status).type(PROBLEM_MEDIA).send(JSON.stringify(document))
}
