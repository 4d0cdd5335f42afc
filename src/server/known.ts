import type { FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES } from '../api/routes.ts'
import type { ListenOptions } from '../app/ports/serving.ts'
import { tokenOf } from './headers.ts'
import { Refusal } from './problems.ts'
import type { Site } from './site.ts'

type Ports = Pick<ListenOptions, 'recognise' | 'signIn'> & { readonly site: Site }
type Done = (error?: Error) => void

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Finds out who asks: by the token they send, else by the cookie of their session. With callbacks and from memory: the gate is asked often.
 * A cookie comes along whoever made the browser ask, so with it only pages of ours change anything.
 */
export function knowing({ recognise, signIn, site }: Ports) {
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const bearer = tokenOf(request)
    const cookie = bearer === undefined && signIn ? site.cookie(request, 'session') : undefined
    const token = bearer ?? cookie
    request.token = token
    if (token === undefined) return done()
    request.principal = recognise(token)
    if (cookie !== undefined && !SAFE.has(request.method)) {
      const strange = site.strange(request)
      if (strange) return done(new Refusal(strange))
    }
    if (!signIn || !token.startsWith('hps_')) return done()
    if (request.principal && cookie === undefined) return done()
    void later(token, cookie !== undefined, request, reply, signIn).then(() => done(), done)
  }

  /** What memory does not know may have begun on another node; a browser gets a new secret now and then. */
  async function later(
    token: string,
    inBrowser: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
    signIn: NonNullable<Ports['signIn']>,
  ): Promise<void> {
    request.principal ??= await signIn.meet(token)
    const streams = request.routeOptions.url === ROUTES.events.path // its answer is under way before a cookie could be set
    const next = inBrowser && request.principal && !streams ? await signIn.sessions.renew(token) : undefined
    if (next !== undefined) site.setCookie(request, reply, 'session', next)
  }
}
