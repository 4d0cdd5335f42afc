import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Trouble } from './problems.ts'

/** Where this server is for whoever looks at it in a browser, and what its cookies are called there. */
export interface Site {
  /** `https://holdpoint.example` */
  origin(request: FastifyRequest): string
  /** Undefined where the request comes from a page of ours. */
  strange(request: FastifyRequest): Trouble | undefined
  cookie(request: FastifyRequest, name: CookieName): string | undefined
  setCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string): void
  dropCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName): void
}

/** A session; a sign-in that waits for its second factor; a way to the provider and back. */
type CookieName = 'session' | 'half' | 'away'

const LIFE_S: Readonly<Record<CookieName, number>> = { session: 7 * 86_400, half: 600, away: 600 }
const NAMES: Readonly<Record<CookieName, string>> = {
  session: 'holdpoint',
  half: 'holdpoint-half',
  away: 'holdpoint-away',
}

/** @param publicUrl as people reach it, where a proxy stands before it */
export function siteAt(publicUrl: string | undefined): Site {
  const fixed = publicUrl === undefined ? undefined : new URL(publicUrl).origin

  const hostOf = ({ headers: { host = '' } }: FastifyRequest) => (/^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost')
  const isLocal = (request: FastifyRequest) => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(hostOf(request))
  const origin = (request: FastifyRequest) => fixed ?? `${isLocal(request) ? 'http' : 'https'}://${hostOf(request)}`
  const nameOf = (request: FastifyRequest, name: CookieName) =>
    origin(request).startsWith('https:') ? `__Host-${NAMES[name]}` : NAMES[name]

  function write(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string, seconds: number): void {
    const secure = origin(request).startsWith('https:') ? '; Secure' : ''
    const line = `${nameOf(request, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
    const before = reply.getHeader('set-cookie')
    reply.removeHeader('set-cookie')
    const others = (Array.isArray(before) ? before : before === undefined ? [] : [String(before)]) as readonly string[]
    reply.header('set-cookie', [...others.filter((one) => !one.startsWith(`${nameOf(request, name)}=`)), line])
  }

  return {
    origin,
    strange(request) {
      const { origin: from, 'sec-fetch-site': site } = request.headers
      if (from === undefined && site === undefined) return OTHER_ORIGIN
      if (site !== undefined && site !== 'same-origin') return OTHER_ORIGIN
      if (from === undefined || from === origin(request)) return undefined
      // A proxy that speaks https may stand before us; where none does, the cookie would go out for everybody to read.
      return fixed === undefined && from === `http://${hostOf(request)}` ? NOT_SAFE : OTHER_ORIGIN
    },
    cookie(request, name) {
      const wanted = `${nameOf(request, name)}=`
      const found = request.headers.cookie?.split('; ').find((one) => one.startsWith(wanted))
      const value = found?.slice(wanted.length)
      return value !== undefined && /^[\w-]{1,200}$/.test(value) ? value : undefined
    },
    setCookie: (request, reply, name, value) => write(request, reply, name, value, LIFE_S[name]),
    dropCookie: (request, reply, name) => write(request, reply, name, '', 0),
  }
}

const OTHER_ORIGIN: Trouble = {
  code: 'access/other-origin',
  message: 'This request does not come from a page of this server.',
  hint: 'Open the page here and do it again; behind a proxy, set HOLDPOINT_PUBLIC_URL to the address in the browser.',
}
const NOT_SAFE: Trouble = {
  code: 'access/not-safe',
  message: 'This page came over plain http, where anybody on the way could take your session.',
  hint: 'Put what speaks https before the server and set HOLDPOINT_PUBLIC_URL; on this machine itself, use localhost.',
}
