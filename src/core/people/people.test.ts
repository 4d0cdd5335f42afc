import { expect, test } from 'vitest'
import { uuidv7, type Actor, type Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import { CONSOLE, decidePeople, type PeopleWish, rolesOf } from './decide.ts'
import { decodePeopleEvent, evolvePeople, NOBODY, type People, PEOPLE, type PeopleEvent } from './people.ts'

const on = (time: string) => `2026-11-20T${time}:00.000Z` as Instant
const [ADM, BEN] = ['adm', 'ben'] as unknown as readonly [Actor, Actor]
const SECRET = `sha256:${'a'.repeat(64)}` as Digest

/** Said at a time, by somebody; what it leads to. */
class Told {
  readonly people: People
  readonly last: readonly string[]
  constructor(people: People = NOBODY, last: readonly string[] = []) {
    this.people = people
    this.last = last
  }
  when(by: Actor, wish: PeopleWish, time = '09:00'): Told {
    const facts = decidePeople(this.people, wish, by, on(time))
    if (!facts.ok) throw new Error(facts.problem.code)
    const events = facts.value.map(({ type, ...data }, i) => {
      const command = uuidv7(on(time), new Uint8Array(10))
      const event = { v: 1, stream: PEOPLE, n: this.people.n + 1 + i, type, at: on(time), actor: by, command, data }
      const decoded = decodePeopleEvent(JSON.parse(JSON.stringify(event)) as typeof event, { file: PEOPLE })
      if (!decoded.ok) throw new Error(decoded.problem.message)
      return decoded.value
    })
    return new Told(
      events.reduce(evolvePeople, this.people),
      events.map((event: PeopleEvent) => event.type),
    )
  }
}

const add = (person: Actor): PeopleWish => ({ type: 'add_person', person })
const grant = (
  person: Actor,
  role: Role,
  more: Partial<Extract<PeopleWish, { type: 'grant_role' }>> = {},
): PeopleWish => ({
  type: 'grant_role',
  person,
  role,
  ...more,
})
const issue = (token: string, person = BEN): PeopleWish => ({
  type: 'issue_token',
  token,
  person,
  digest: SECRET,
  until: on('18:00'),
})

const started = new Told().when(CONSOLE, add(ADM)).when(CONSOLE, grant(ADM, 'administrator')).when(ADM, add(BEN))
const refusal = (told: Told, by: Actor, wish: PeopleWish, time = '09:00') => {
  const facts = decidePeople(told.people, wish, by, on(time))
  return facts.ok ? 'ok' : facts.problem.code
}

test('the first administrator comes from the console; nobody else may begin', () => {
  expect(refusal(new Told(), BEN, add(BEN))).toBe('people/not-authorised')
  expect(rolesOf(started.people, ADM, on('09:00'))).toEqual(['administrator'])
})

test('an administrator gives roles, but not to themselves, nor to people who are not there', () => {
  const given = started.when(ADM, grant(BEN, 'security-manager'))
  expect(rolesOf(given.people, BEN, on('09:00'))).toEqual(['security-manager'])
  expect(refusal(started, ADM, grant(ADM, 'security-manager'))).toBe('people/own-role')
  expect(refusal(started, ADM, grant('eve' as Actor, 'executive'))).toBe('people/unknown')
  expect(refusal(given, BEN, grant(ADM, 'executive'))).toBe('people/not-authorised')
})

test('a role never begins in the past, which would make it older than a hold', () => {
  const given = started.when(ADM, grant(BEN, 'security-manager', { since: on('01:00') }), '12:00')
  expect(given.people.grants.get(BEN)).toEqual([{ role: 'security-manager', since: on('12:00') }])
})

test("a deputy's role has an end: T − 1 ms is in, T is out", () => {
  const deputy = started.when(ADM, grant(BEN, 'executive', { since: on('10:00'), until: on('11:00') }))
  const roles = ['09:59', '10:00', '11:00'].map((time) => rolesOf(deputy.people, BEN, on(time)))
  expect(roles).toEqual([[], ['executive'], []])
  expect(rolesOf(deputy.people, BEN, '2026-11-20T10:59:59.999Z' as Instant)).toEqual(['executive'])
  const backwards = grant(BEN, 'executive', { since: on('11:00'), until: on('11:00') })
  expect(refusal(started, ADM, backwards)).toBe('people/no-time')
})

test('a role that ended stays in what happened before', () => {
  const ended = started
    .when(ADM, grant(BEN, 'analyst'))
    .when(ADM, { type: 'end_role', person: BEN, role: 'analyst' }, '12:00')
  expect(ended.last).toEqual(['role_ended'])
  expect(rolesOf(ended.people, BEN, on('11:59'))).toEqual(['analyst'])
  expect(rolesOf(ended.people, BEN, on('12:00'))).toEqual([])
  expect(ended.when(ADM, { type: 'end_role', person: BEN, role: 'analyst' }, '13:00').last).toEqual([])
})

test('a token acts for a person, until it ends or is revoked; its name is taken for ever', () => {
  const issued = started.when(CONSOLE, issue('ci'))
  expect(issued.people.tokens.get('ci')).toEqual({ person: BEN, digest: SECRET, until: on('18:00'), revoked: false })
  expect(refusal(issued, CONSOLE, issue('ci'))).toBe('people/token-taken')
  expect(refusal(started, ADM, issue('ci', 'eve' as Actor))).toBe('people/unknown')
  expect(refusal(started, CONSOLE, issue('ci'), '18:00')).toBe('people/no-time')
  const revoked = issued.when(ADM, { type: 'revoke_token', token: 'ci' })
  expect(revoked.people.tokens.get('ci')?.revoked).toBe(true)
  expect(revoked.when(ADM, { type: 'revoke_token', token: 'ci' }).last).toEqual([])
  expect(refusal(revoked, CONSOLE, issue('ci'))).toBe('people/token-taken')
  expect(refusal(started, ADM, { type: 'revoke_token', token: 'ci' })).toBe('people/unknown')
})

test('an administrator makes no token that acts in the name of a person, nor a program that decides', () => {
  const CI = 'token:ci' as Actor
  const program = started.when(ADM, add(CI)).when(ADM, grant(CI, 'pipeline'))
  expect(program.when(ADM, issue('ci', CI)).last).toEqual(['token_issued'])
  expect(refusal(started, ADM, issue('ci', BEN))).toBe('people/not-a-program')
  for (const role of ['security-manager', 'executive', 'analyst', 'administrator'] as const)
    expect(refusal(program, ADM, grant(CI, role))).toBe('people/program-role')
  // Whoever may read the data folder may do anything: that is where the first roles come from.
  expect(refusal(program, CONSOLE, grant(CI, 'analyst'))).toBe('ok')
})

test('asking twice is harmless', () => {
  expect(started.when(ADM, add(BEN)).last).toEqual([])
})

test.each([
  ['another type', { type: 'person_cloned' }],
  ['another version', { v: 2 }],
  ['another form', { data: { person: 7 } }],
])('an entry of %s is refused, not guessed at', (_, change) => {
  const event = {
    v: 1,
    stream: PEOPLE,
    n: 1,
    type: 'person_added',
    at: on('09:00'),
    actor: ADM,
    command: uuidv7(on('09:00'), new Uint8Array(10)),
    data: { person: BEN },
  }
  const read = decodePeopleEvent({ ...event, ...change }, { file: PEOPLE })
  expect(read.ok ? 'ok' : read.problem.code).toBe('people/unknown-event')
})
