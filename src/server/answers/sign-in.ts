import { ROUTES } from '../../api/routes.ts'
import type { Opened } from '../../app/sign-in/sessions.ts'
import type { Guest } from '../../app/sign-in/sign-in.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { CONNECT_PATH } from '../pages/connect.ts'
import { fromOf } from '../pages/pages.ts'
import { Refusal, valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

const ASK_EVERY_S = 2

/** Sessions of terminals, and links that administrators give out. */
export function signInAnswers(bind: Bind, { signIn, site }: Pick<Behind, 'signIn' | 'site'>): void {
  bind(ROUTES.me, async (_, { principal: { actor, roles, products, withheld } }) => ({
    person: actor,
    roles,
    ...(products && { products }),
    ...(withheld && { withheld }),
  }))
  if (!signIn) return
  const shown = ({ token, session }: Opened) => {
    const withheld = signIn.recognise(token)?.withheld
    return { token, person: session.person, until: session.until, ...(withheld && { withheld }) }
  }

  bind(ROUTES.signIn, async ({ body }, { request }) => {
    const given = body as { name: string; password: string; code?: string }
    const way = valueOf(await signIn.enter.password(given, 'terminal', fromOf(request)))
    if (way.is === 'in') return shown(way.opened)
    throw new Refusal(
      given.code === undefined
        ? { code: 'sign-in/second-factor', message: 'A second factor is asked for.', hint: 'Send its code as well.' }
        : { code: 'sign-in/wrong-code', message: 'This code does not fit, or was used.', hint: 'Take the next one.' },
    )
  })
  bind(ROUTES.signOut, async (_, { principal, request, reply }) => {
    const { id } = valueOf(signIn.sessionOf(principal))
    site.dropCookie(request, reply, 'session')
    return { ended: valueOf(await signIn.sessions.end(principal.actor, { only: id })) > 0 }
  })
  bind(ROUTES.ownSessions, async (_, { principal }) => ({
    sessions: signIn.sessions.of(principal.actor).map(({ id, place, sort, beganAt, seenAt, until, both }) => ({
      place,
      sort,
      began_at: beganAt,
      seen_at: seenAt,
      until,
      both_factors: both,
      this_one: id === principal.session,
    })),
  }))
  bind(ROUTES.device, async (_, { request }) => {
    const { device, code, until } = valueOf(await signIn.devices.begin(fromOf(request)))
    return { device, code, page: site.origin(request) + CONNECT_PATH, until, ask_every_seconds: ASK_EVERY_S }
  })
  bind(ROUTES.deviceSession, async ({ body }) => {
    const { device } = body as { device: string }
    const opened = valueOf(await signIn.devices.collect(device))
    return opened ? { state: 'in', ...shown(opened) } : { state: 'waiting' }
  })
  bind(ROUTES.invite, async ({ body }, { principal, request, reply }) => {
    const { person, roles, days = 3 } = body as Omit<Guest, 'days'> & { days?: number }
    const { code, until } = valueOf(await signIn.invite(principal, keyOf(request), { person, roles, days }))
    reply.status(201)
    return { link: `${site.origin(request)}/welcome/${code}`, until }
  })
  bind(ROUTES.reset, async ({ body }, { principal, request, reply }) => {
    const { person } = body as Pick<Guest, 'person'>
    const { code, until } = valueOf(await signIn.reset(principal, keyOf(request), person))
    reply.status(201)
    return { link: `${site.origin(request)}/welcome/${code}`, until }
  })
}
