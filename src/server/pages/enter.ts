import type { Entered } from '../../app/sign-in/enter.ts'
import type { Opened } from '../../app/sign-in/sessions.ts'
import type { BehindPages, Visit } from './pages.ts'

/** A path of ours to go on to; anything else is none. */
export const nextOf = (text: string): string => (/^\/(?:[\w-]+(?:\/[\w-]+)*)?$/.test(text) ? text : '')

/** Somebody got in, or half of the way; the browser is told, and sent on. What it had before is over. */
export async function entered(way: Entered, visit: Visit, behind: BehindPages, next = ''): Promise<void> {
  const { site } = behind
  const { request, reply } = visit
  if (way.is === 'in') return wentIn(way.opened, visit, behind, next)
  site.setCookie(request, reply, 'half', way.half)
  visit.go(`/sign-in/code${next === '' ? '' : `?next=${encodeURIComponent(next)}`}`)
}

export async function wentIn(opened: Opened, visit: Visit, behind: BehindPages, next = ''): Promise<void> {
  await keepSession(opened, visit, behind)
  const who = behind.signIn.recognise(opened.token)
  visit.go(next !== '' ? next : who?.withheld ? '/account/second-factor' : '/account')
}

export async function keepSession(
  { token }: Opened,
  { request, reply }: Visit,
  { site, signIn }: BehindPages,
): Promise<void> {
  const before = site.cookie(request, 'session')
  const old = before === undefined ? undefined : await signIn.sessions.meet(before)
  if (old) await signIn.sessions.end(old.person, { only: old.id })
  site.setCookie(request, reply, 'session', token)
  site.dropCookie(request, reply, 'half')
}
