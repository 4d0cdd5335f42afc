import { expect, test } from 'vitest'
import { DEFAULT_RULES, type Grant, type Rules } from '../case/rules.ts'
import { type Actor, type Digest, uuidv7 } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { CONSOLE } from '../people/decide.ts'
import type { Code } from '../problem.ts'
import type { Role } from './role.ts'
import { decidePolicy, type Governing, type PolicyWish } from './govern.ts'
import { decodePolicyEvent, evolvePolicy, type Governance, NO_POLICY, POLICY, type PolicyEvent } from './governance.ts'

const on = (time: string) => `2026-11-20T${time}:00.000Z` as Instant
const text = (name: string) => `sha256:${name.repeat(64)}` as Digest
const [DEFAULT, STRICT, LOOSE] = [text('0'), text('1'), text('2')]
const grant = (role: Role, since = '2020-01-01T00:00:00.000Z' as Instant): readonly Grant[] => [{ role, since }]
const PEOPLE: Readonly<Record<string, readonly Grant[]>> = {
  ana: grant('analyst'),
  ben: grant('security-manager'),
  eve: grant('executive'),
  adm: grant('administrator'),
  dev: grant('engineer'),
}

/** What happened to the policy so far, and who is who. */
class Told {
  readonly state: Governance
  readonly people: Readonly<Record<string, readonly Grant[]>>
  readonly more: Partial<Governing>
  constructor(state = NO_POLICY, people = PEOPLE, more: Partial<Governing> = {}) {
    this.state = state
    this.people = people
    this.more = more
  }
  under = (people: Readonly<Record<string, readonly Grant[]>>, more: Partial<Governing> = {}) =>
    new Told(this.state, { ...PEOPLE, ...people }, more)

  private decide(by: string, wish: PolicyWish, time: string) {
    const policy = this.state.inForce?.text ?? DEFAULT
    const people = new Map(Object.entries(this.people).map(([name, all]) => [name as Actor, all]))
    const rules: Rules = { ...DEFAULT_RULES, policy, people }
    return decidePolicy(this.state, wish, { by: by as Actor, at: on(time), rules, cases: 3, ...this.more })
  }
  refused(by: string, wish: PolicyWish, code: Code, time = '12:00') {
    const facts = this.decide(by, wish, time)
    expect(facts.ok ? facts.value.map(({ type }) => type) : facts.problem.code).toEqual(code)
  }
  when(by: string, wish: PolicyWish, time = '12:00'): Told {
    const facts = this.decide(by, wish, time)
    if (!facts.ok) throw new Error(facts.problem.code)
    const events = facts.value.map(({ type, ...data }, i) => {
      const command = uuidv7(on(time), new Uint8Array(10))
      const policy = this.state.inForce?.text ?? DEFAULT
      const n = this.state.n + 1 + i
      const event = { v: 1, stream: POLICY, n, type, at: on(time), actor: by, command, data: { ...data, policy } }
      const read = decodePolicyEvent(JSON.parse(JSON.stringify(event)) as typeof event as never, { file: POLICY })
      if (!read.ok) throw new Error(read.problem.message)
      return read.value
    })
    return new Told(
      events.reduce<Governance>((state, event: PolicyEvent) => evolvePolicy(state, event), this.state),
      this.people,
      this.more,
    )
  }
  get inForce() {
    return this.state.inForce?.text
  }
}

const propose = (what = STRICT): PolicyWish => ({ type: 'propose_policy', text: what })
const approve = (proposal = 1): PolicyWish => ({ type: 'approve_policy', proposal })
const withdraw = (proposal = 1): PolicyWish => ({ type: 'withdraw_policy', proposal })
const proposed = new Told().when('ana', propose())

test('a proposal changes nothing; a second authorised person puts it in force', () => {
  expect(proposed.inForce).toBeUndefined()
  const approved = proposed.when('ben', approve(), '13:00')
  expect(approved.state.inForce).toEqual({ text: STRICT, since: on('13:00'), by: 'ben' })
  expect(approved.state.proposals.get(1)?.outcome).toBe('approved')
})

test('nobody approves what they proposed, whatever roles they have', () => {
  new Told().when('ben', propose()).refused('ben', approve(), 'policy/own-proposal')
})

test('an administrator neither proposes nor approves, nor does whoever else the policy does not name', () => {
  new Told().refused('adm', propose(), 'policy/not-authorised')
  new Told().refused('dev', propose(), 'policy/not-authorised')
  for (const by of ['adm', 'dev', 'console', 'holdpoint']) proposed.refused(by, approve(), 'policy/not-authorised')
  // An analyst may propose, and not approve.
  new Told().when('ben', propose()).refused('ana', approve(), 'policy/not-authorised')
})

test('the first policy comes from whoever may read the data folder, as long as there is no case', () => {
  const first = new Told(NO_POLICY, PEOPLE, { cases: 0 })
  const adopt: PolicyWish = { type: 'adopt_policy', text: STRICT }
  const adopted = first.when(CONSOLE, adopt)
  expect(adopted.inForce).toBe(STRICT)
  expect(adopted.when(CONSOLE, adopt).state).toEqual(adopted.state) // the next start says the same again
  first.refused('ben', adopt, 'policy/needs-two')
  new Told().refused(CONSOLE, adopt, 'policy/needs-two')
  adopted.refused(CONSOLE, { type: 'adopt_policy', text: LOOSE }, 'policy/needs-two')
})

test('what was proposed against another policy is void: what it changes is another thing now', () => {
  const two = proposed.when('ana', propose(LOOSE)).when('ben', approve(1))
  two.refused('ben', approve(2), 'policy/overtaken')
  const again = two.when('ana', propose(LOOSE))
  expect(again.when('eve', approve(again.state.n)).inForce).toBe(LOOSE)
})

test('the proposer takes it back, or whoever may approve it; then it is settled', () => {
  for (const by of ['ana', 'ben']) {
    const gone = proposed.when(by, withdraw())
    gone.refused('ben', approve(), 'policy/settled')
  }
  proposed.refused('dev', withdraw(), 'policy/not-authorised')
  proposed.when('ben', approve()).refused('eve', approve(), 'policy/settled')
  proposed.refused('ben', approve(7), 'policy/unknown-proposal')
})

test('what is in force is not proposed, and the same proposal by the same person is one', () => {
  proposed.when('ben', approve()).refused('ana', propose(), 'policy/in-force')
  expect(proposed.when('ana', propose()).state).toEqual(proposed.state)
  expect(proposed.when('eve', propose()).state.proposals.size).toBe(2)
})

test('while a hold is in force, two people who got their roles since do not change the policy between them', () => {
  const held = on('10:00')
  const fresh = { zed: grant('analyst', on('11:00')), zoe: grant('security-manager', on('11:00')) }
  const by = (proposer: string) => new Told().under(fresh, { held }).when(proposer, propose())
  by('zed').refused('zoe', approve(), 'policy/fresh-roles')
  expect(by('ana').when('zoe', approve()).inForce).toBe(STRICT)
  expect(by('zed').when('ben', approve()).inForce).toBe(STRICT)
  expect(new Told().under(fresh).when('zed', propose()).when('zoe', approve()).inForce).toBe(STRICT) // nothing is held
})

test('a proposal of somebody who has left is nobody’s', () => {
  const gone = proposed.under({ ana: [{ role: 'analyst', since: on('01:00'), until: on('12:30') }] })
  gone.refused('ben', approve(), 'policy/proposer-left', '13:00')
})

test.each([
  ['another type', { type: 'policy_burnt' }],
  ['another version', { v: 2 }],
  ['another form', { data: { text: 7, policy: DEFAULT } }],
  ['no policy under which it was decided', { data: { text: STRICT } }],
])('an entry of %s is refused, not guessed at', (_, change) => {
  const command = uuidv7(on('09:00'), new Uint8Array(10))
  const data = { text: STRICT, policy: DEFAULT }
  const event = { v: 1, stream: POLICY, n: 1, type: 'policy_proposed', at: on('09:00'), actor: 'ana', command, data }
  const read = decodePolicyEvent({ ...event, ...change } as never, { file: POLICY })
  expect(read.ok ? 'ok' : read.problem.code).toBe('policy/unknown-event')
})
