import { expect, test } from 'vitest'
import { uuidv7, type Actor, type Digest } from '../ids.ts'
import { authority, isQuorum } from '../case/authority.ts'
import type { Rules } from '../case/rules.ts'
import type { Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import { parseAccountName, waysOf } from './accounts.ts'
import { withheldFrom } from './authority.ts'
import { openInvitation } from './decide-accounts.ts'
import { CONSOLE, decidePeople, type PeopleWish, rolesOf } from './decide.ts'
import { decodePeopleEvent, evolvePeople, NOBODY, type People, PEOPLE } from './people.ts'

const on = (time: string) => `2026-11-20T${time}:00.000Z` as Instant
const [ADA, BEN, EVE] = ['ada', 'ben', 'eve'] as unknown as readonly [Actor, Actor, Actor]
const [ONE, TWO] = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}` as Digest) as [Digest, Digest]

const facts = (people: People, by: Actor, wish: PeopleWish, time: string) => decidePeople(people, wish, by, on(time))
/** Who is who after a wish; each event goes through the form in which it is kept. */
function after(people: People, by: Actor, wish: PeopleWish, time = '09:00'): People {
  const decided = facts(people, by, wish, time)
  if (!decided.ok) throw new Error(decided.problem.code)
  return decided.value.reduce((state, { type, ...data }) => {
    const command = uuidv7(on(time), new Uint8Array(10))
    const event = { v: 1, stream: PEOPLE, n: state.n + 1, type, at: on(time), actor: by, command, data }
    const decoded = decodePeopleEvent(JSON.parse(JSON.stringify(event)) as typeof event, { file: PEOPLE })
    if (!decoded.ok) throw new Error(decoded.problem.message)
    return evolvePeople(state, decoded.value)
  }, people)
}
const refused = (people: People, by: Actor, wish: PeopleWish, time = '09:00') => {
  const decided = facts(people, by, wish, time)
  return decided.ok ? 'ok' : decided.problem.code
}

const setUp = (person: Actor): PeopleWish => ({ type: 'set_up', person })
const invite = (person: Actor, digest = ONE, purpose: 'invitation' | 'reset' = 'invitation'): PeopleWish => ({
  type: 'invite',
  person,
  digest,
  purpose,
  until: on('12:00'),
})
const use = (person: Actor, digest = ONE): PeopleWish => ({ type: 'use_invitation', person, digest, by: 'password' })
const own = (
  type: 'set_password' | 'set_second_factor' | 'end_second_factor' | 'link_provider' | 'arrive',
  person: Actor,
) => ({ type, person }) as PeopleWish
const grant = (person: Actor, role: Role): PeopleWish => ({ type: 'grant_role', person, role })

const started = after(after(NOBODY, CONSOLE, setUp(ADA)), ADA, { type: 'add_person', person: BEN })
const invited = after(started, ADA, invite(BEN))

test('the console sets up the first administrator, and only the first', () => {
  expect(rolesOf(started, ADA, on('09:00'))).toEqual(['administrator'])
  expect(waysOf(started.accounts, ADA)).toEqual({ password: true, provider: false, secondFactor: false })
  expect(refused(started, CONSOLE, setUp(EVE))).toBe('people/set-up-already')
  expect(refused(NOBODY, EVE, setUp(EVE))).toBe('people/not-authorised')
})

test('a token that is administrator does not keep people from setting the server up', () => {
  const person = 'token:bot' as Actor
  const withToken = after(
    after(NOBODY, CONSOLE, { type: 'add_person', person }),
    CONSOLE,
    grant(person, 'administrator'),
  )
  expect(refused(withToken, CONSOLE, setUp(ADA))).toBe('ok')
})

test('nobody becomes the console, the clock, a token, or somebody who is there', () => {
  for (const name of ['console', 'holdpoint', 'token:x', BEN]) {
    const withBen = after(NOBODY, CONSOLE, { type: 'add_person', person: BEN })
    expect(refused(withBen, CONSOLE, setUp(name as Actor))).toBe('people/name-taken')
  }
  expect(refused(started, ADA, { type: 'add_person', person: CONSOLE })).toBe('people/name-taken')
  expect(refused(started, CONSOLE, own('arrive', CONSOLE))).toBe('people/name-taken')
  expect(['console', 'Ana', 'token:x', 'a b', '', '-a', 'a'.repeat(65)].map((one) => parseAccountName(one).ok)).toEqual(
    Array(7).fill(false),
  )
  expect(parseAccountName('ana.lopez+1@example.org')).toMatchObject({ ok: true })
})

test('an invitation opens once, in time, for whom it names', () => {
  expect(refused(invited, BEN, use(BEN), '11:59')).toBe('ok')
  expect(refused(invited, BEN, use(BEN), '12:00')).toBe('people/invitation-over')
  expect(refused(invited, BEN, use(BEN, TWO))).toBe('people/invitation-over')
  expect(refused(invited, EVE, use(EVE))).toBe('people/not-yours')
  expect(refused(invited, EVE, use(BEN))).toBe('people/not-yours')
  const used = after(invited, BEN, use(BEN), '10:00')
  expect(refused(used, BEN, use(BEN), '10:01')).toBe('people/invitation-over')
  expect(waysOf(used.accounts, BEN).password).toBe(true)
})

test('of two invitations to one person only the last one opens', () => {
  const twice = after(invited, ADA, invite(BEN, TWO))
  expect(openInvitation(twice, ONE, on('10:00'))).toMatchObject({ ok: false })
  expect(openInvitation(twice, TWO, on('10:00'))).toMatchObject({ ok: true })
})

test('only an administrator or the console invites, nobody invites themselves, and who has a way in needs none', () => {
  expect(refused(started, BEN, invite(EVE))).toBe('people/not-authorised')
  expect(refused(started, CONSOLE, invite(BEN))).toBe('ok')
  expect(refused(started, ADA, invite(EVE))).toBe('people/unknown')
  expect(refused(started, ADA, invite(ADA, ONE, 'reset'))).toBe('people/own-account')
  expect(refused(after(invited, BEN, use(BEN)), ADA, invite(BEN, TWO))).toBe('people/has-account')
  expect(refused(started, ADA, invite(BEN), '12:00')).toBe('people/no-time')
})

test('an invitation gives no role', () => {
  expect(rolesOf(after(invited, BEN, use(BEN)), BEN, on('10:00'))).toEqual([])
})

test('whoever comes back in by an administrator begins anew: no second factor, and roles that are younger than any hold', () => {
  const before = [
    [ADA, grant(BEN, 'security-manager'), '09:00'],
    [BEN, use(BEN), '09:10'],
    [BEN, own('set_second_factor', BEN), '09:20'],
    [ADA, invite(BEN, TWO, 'reset'), '11:00'],
  ] as const
  const told = before.reduce((people, [by, wish, time]) => after(people, by, wish, time), invited)
  const back = after(told, BEN, use(BEN, TWO), '11:30')
  expect(waysOf(back.accounts, BEN)).toMatchObject({ password: true, secondFactor: false })
  expect(rolesOf(back, BEN, on('11:29'))).toEqual(['security-manager']) // what was decided on it stays decided
  expect(rolesOf(back, BEN, on('11:30'))).toEqual(['security-manager'])
  expect(back.grants.get(BEN)!.at(-1)).toMatchObject({ role: 'security-manager', since: on('11:30') })
  expect(back.grants.get(BEN)!.at(-2)).toMatchObject({ until: on('11:30') })
})

test('whoever comes back in has no account of the provider any more, until they link one', () => {
  const linked = after(after(invited, BEN, use(BEN)), BEN, own('link_provider', BEN))
  const reset = after(linked, ADA, invite(BEN, TWO, 'reset'), '11:00')
  expect(waysOf(reset.accounts, BEN)).toMatchObject({ provider: true }) // the link alone changes nothing
  const back = after(reset, BEN, use(BEN, TWO), '11:30')
  expect(waysOf(back.accounts, BEN)).toEqual({ password: true, provider: false, secondFactor: false })
  expect(waysOf(after(back, BEN, own('link_provider', BEN), '11:40').accounts, BEN)).toMatchObject({ provider: true })
})

test('whoever gets a way in has their roles from then on, however long they were written down', () => {
  const told = after(invited, ADA, grant(BEN, 'security-manager'), '09:10')
  const inside = after(told, BEN, use(BEN), '11:00')
  expect(inside.grants.get(BEN)!.at(-1)).toMatchObject({ role: 'security-manager', since: on('11:00') })
})

test('whoever uses a link given out before a hold is fresh to that hold, and two such are nobody’s second person', () => {
  const both = [
    [ADA, { type: 'add_person', person: EVE }, '09:00'],
    [ADA, grant(BEN, 'security-manager'), '09:05'],
    [ADA, grant(EVE, 'executive'), '09:05'],
    [ADA, invite(EVE, TWO), '09:10'],
  ] as const
  const told = both.reduce((people, [by, wish, time]) => after(people, by, wish, time), invited)
  const inside = after(after(told, BEN, use(BEN), '11:00'), EVE, use(EVE, TWO), '11:01')
  const worth = (people: People, person: Actor, held: Instant) =>
    authority({ people: people.grants } as Rules, person, ['security-manager', 'executive'], on('11:30'), held)
  expect(worth(told, BEN, on('10:00'))).toBe('established') // as long as nobody came in by it
  const then = [BEN, EVE].map((person) => worth(inside, person, on('10:00')))
  expect(then).toEqual(['fresh', 'fresh'])
  expect(isQuorum(then, 2)).toBe(false)
  // What docs/sign-in.md says frankly: to a hold placed after it was used, they are who the link names.
  expect(worth(inside, BEN, on('11:15'))).toBe('established')
})

test('who gave a link out, and when somebody came in by it, stays known', () => {
  expect([...invited.accounts.invitations.values()]).toMatchObject([{ person: BEN, by: ADA, at: on('09:00') }])
  const used = after(invited, BEN, use(BEN), '10:00')
  expect([...used.accounts.invitations.values()]).toMatchObject([{ by: ADA, used: on('10:00'), over: true }])
})

test('nobody comes in as a token', () => {
  const person = 'token:ci' as Actor
  const withToken = after(started, CONSOLE, { type: 'add_person', person })
  for (const purpose of ['invitation', 'reset'] as const)
    for (const by of [ADA, CONSOLE]) expect(refused(withToken, by, invite(person, ONE, purpose))).toBe('people/unknown')
})

test('a deputy who comes back in is one no longer than before', () => {
  const deputy = { ...grant(BEN, 'executive'), until: on('11:45') } as PeopleWish
  const told = [deputy, invite(BEN, TWO, 'reset')].reduce((people, wish) => after(people, ADA, wish), started)
  const back = after(told, BEN, use(BEN, TWO), '11:30')
  expect(rolesOf(back, BEN, on('11:44'))).toEqual(['executive'])
  expect(rolesOf(back, BEN, on('11:45'))).toEqual([])
})

test("how somebody gets in is their own to change, not an administrator's", () => {
  for (const type of ['set_password', 'set_second_factor', 'end_second_factor', 'link_provider', 'arrive'] as const)
    expect(refused(started, ADA, own(type, BEN))).toBe('people/not-yours')
})

test('somebody new whom the provider vouches for has an account and no role', () => {
  const arrived = after(started, EVE, own('arrive', EVE))
  expect(rolesOf(arrived, EVE, on('09:00'))).toEqual([])
  expect(waysOf(arrived.accounts, EVE)).toMatchObject({ provider: true, password: false })
  expect(refused(arrived, EVE, own('arrive', EVE))).toBe('people/name-taken')
})

test('without a second factor, roles that decide wait; those that do not are there', () => {
  const roles: readonly Role[] = ['analyst', 'security-manager', 'executive', 'administrator', 'viewer']
  expect(withheldFrom(roles, 'deciders')).toEqual(['security-manager', 'executive', 'administrator'])
  expect(withheldFrom(roles, 'everybody')).toEqual(roles)
  expect(withheldFrom(roles, 'nobody')).toEqual([])
})
