import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Act, Route } from '../api/route.ts'
import { ROUTES } from '../api/routes.ts'
import type { Principal } from '../app/ports/principal.ts'
import { type Given, read } from './given.ts'
import { Refusal, type Trouble } from './problems.ts'

export interface Around {
  /** Whoever asks: known, wherever a route is not open to all. */
  readonly principal: Principal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Where routes stand: with headers for browsers and a bound on how often, or without. */
interface Scopes {
  readonly often: FastifyInstance
  readonly others: FastifyInstance
}

/** JSON that is written already. */
export class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Puts a handler behind its contract: who may, what comes in, what goes out. */
export function binder({ often, others }: Scopes, metrics: 'open' | 'read' | 'off') {
  return (route: Route, handle: (given: Given, around: Around) => Promise<unknown>): void => {
    const act = route.act !== 'metrics' ? route.act : metrics === 'open' ? 'open' : 'read'
    if (route.act === 'metrics' && metrics === 'off') return
    const media = 'media' in route.response ? route.response.media : 'application/json; charset=utf-8'
    const reading = OFTEN.has(route.path) ? remembered(route) : (request: FastifyRequest) => read(route, request)
    const bound = (scope: FastifyInstance) =>
      scope.route({
        method: route.method,
        url: route.path,
        // Before the body is read: strangers' bodies are none of our business.
        preParsing: (request, _, payload, done) => {
          request.route = route.path
          const trouble = act === 'open' ? undefined : barred(act, request)
          done(trouble ? new Refusal(trouble) : null, payload)
        },
        handler: async (request, reply) => {
          const given = reading(request)
          const answer = await handle(given, { principal: request.principal!, request, reply })
          if (reply.sent) return reply
          if (!reply.hasHeader('content-type')) reply.type(media)
          return answer instanceof Written ? answer.text : isJson(media) ? JSON.stringify(answer) : answer
        },
      })
    const scope = OFTEN.has(route.path) ? often : others
    if (route.upload) alone(scope, route.upload.media, bound)
    else bound(scope)
  }
}

/** A route that takes a file, by itself: for all others such a body is of the wrong sort. It is read by whoever answers, as it comes. */
function alone(app: FastifyInstance, media: string, bound: (app: FastifyInstance) => void): void {
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(media, (_request, _payload, parsed) => parsed(null))
    bound(scope)
    done()
  })
}

/**
 * Why somebody gets no further, whatever they ask for. Whose role waits for a second factor acts in no role until it is there;
 * but a hold anybody may place, at once.
 */
function barred(act: Exclude<Act, 'open'>, { principal, token }: FastifyRequest): Trouble | undefined {
  if (!principal) return token === undefined ? NO_TOKEN : UNKNOWN_TOKEN
  if (!principal.withheld || act === 'self' || act === 'stop') return undefined
  return act === 'wish' || principal.roles.length === 0 ? SECOND_FACTOR : undefined
}

const MAX_KNOWN = 2_000
const MAX_URL = 1_000

/** What was read of the addresses asked last: pipelines ask the same again and again. Nobody may change it. */
function remembered(route: Route): (request: FastifyRequest) => Given {
  let known = new Map<string, Given>()
  return (request) => {
    const { url = '' } = request.raw
    const before = known.get(url)
    if (before) return before
    const given = read(route, request)
    if (url.length <= MAX_URL) {
      if (known.size >= MAX_KNOWN) known = new Map()
      known.set(url, given)
    }
    return given
  }
}

export type Bind = ReturnType<typeof binder>

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined
    /** What they showed: a token, or the secret of a session. */
    token: string | undefined
    /** The path of its contract. */
    route: string | undefined
  }
}

/** The gate is asked by every pipeline at once, and a probe must not be told to wait: JSON, and no page. */
const OFTEN: ReadonlySet<string> = new Set([ROUTES.gate.path, ROUTES.health.path, ROUTES.ready.path])
const isJson = (media: string) => /^application\/json(?:;|$)/.test(media)

const NO_TOKEN: Trouble = {
  code: 'access/no-token',
  message: 'Nobody has said who asks.',
  hint: 'People sign in: `holdpoint login`, or /sign-in in a browser. A program has a token: HOLDPOINT_TOKEN, or Authorization: Bearer …',
}
const SECOND_FACTOR: Trouble = {
  code: 'access/second-factor',
  message: 'Your role decides what others rely on, and this session has no second factor.',
  hint: 'Add one at /account/second-factor, or sign in with it.',
}
const UNKNOWN_TOKEN: Trouble = {
  code: 'access/unknown-token',
  message: 'This token is not known here: mistyped, over, or revoked.',
  hint: 'Ask an administrator for another one.',
}
