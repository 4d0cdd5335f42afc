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

/** Puts a handler behind its contract: who may, what comes in, what goes out. */
export function binder(app: FastifyInstance, metrics: 'open' | 'read' | 'off') {
  return (route: Route, handle: (given: Given, around: Around) => Promise<unknown>): void => {
    const act = route.act !== 'metrics' ? route.act : metrics === 'open' ? 'open' : 'read'
    if (route.act === 'metrics' && metrics === 'off') return
    const media = 'media' in route.response ? route.response.media : 'application/json; charset=utf-8'
    const bound = (app: FastifyInstance) =>
      app.route({
        method: route.method,
        url: route.path,
        config: { rateLimit: OFTEN.has(route.path) ? false : {} },
        ...(OFTEN.has(route.path) && { helmet: false }),
        // Before the body is read: strangers' bodies are none of our business.
        preParsing: (request, _, payload, done) => {
          const trouble = act === 'open' ? undefined : barred(act, request)
          done(trouble ? new Refusal(trouble) : null, payload)
        },
        handler: async (request, reply) => {
          const given = read(route, request)
          const answer = await handle(given, { principal: request.principal!, request, reply })
          if (reply.sent) return reply
          if (!reply.hasHeader('content-type')) reply.type(media)
          return isJson(media) ? JSON.stringify(answer) : answer
        },
      })
    if (route.upload) alone(app, route.upload.media, bound)
    else bound(app)
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

/** Why somebody gets no further, whatever they ask for. Whose role waits for a second factor acts in no role until it is there. */
function barred(act: Exclude<Act, 'open'>, { principal, token }: FastifyRequest): Trouble | undefined {
  if (!principal) return token === undefined ? NO_TOKEN : UNKNOWN_TOKEN
  if (!principal.withheld || act === 'self') return undefined
  return act === 'wish' || principal.roles.length === 0 ? SECOND_FACTOR : undefined
}

export type Bind = ReturnType<typeof binder>

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined
    /** What they showed: a token, or the secret of a session. */
    token: string | undefined
  }
}

/** The gate is asked by every pipeline at once, and a probe must not be told to wait: JSON, and no page. */
const OFTEN: ReadonlySet<string> = new Set([ROUTES.gate.path, ROUTES.health.path, ROUTES.ready.path])
const isJson = (media: string) => /^application\/json(?:;|$)/.test(media)

const NO_TOKEN: Trouble = {
  code: 'access/no-token',
  message: 'Nobody has said who asks.',
  hint: 'Send a token: Authorization: Bearer …; people sign in: `holdpoint login`, or /sign-in in a browser.',
}
const SECOND_FACTOR: Trouble = {
  code: 'access/second-factor',
  message: 'Your role decides what others rely on, and this session has no second factor.',
  hint: 'Add one at /account/second-factor, or sign in with it.',
}
const UNKNOWN_TOKEN: Trouble = {
  code: 'access/unknown-token',
  message: 'This token is none of ours, over, or revoked.',
  hint: 'Ask an administrator for another one.',
}
