import { expect, test } from 'vitest'
import type { Actor, Product } from '../ids.ts'
import type { Role } from '../policy/role.ts'
import {
  assessed,
  CART,
  CRITICAL,
  fixedBy,
  found,
  given,
  givenUnder,
  type History,
  MINOR,
  on,
  PAYMENTS,
  PEOPLE,
  placed,
  RULES,
  sealed,
  step,
  withPeople,
  grants,
} from './case.testing.ts'
import { isRestricted, levelOf } from './circle.ts'
import type { Rules } from './rules.ts'

const letIn = (by: string, person: string, sensitive = false) =>
  step(by, { type: 'add_reader', person: person as Actor, sensitive })
const putOut = (by: string, person: string) => step(by, { type: 'remove_reader', person: person as Actor })
const assigned = (by: string, owner: string) =>
  step(by, { type: 'assign_action', owner: owner as Actor, due: on('2026-12-01T09:00:00Z'), what: sealed('test') })

/** How far each of these looks. */
const looks = (history: History, ...people: readonly (keyof typeof PEOPLE)[]) =>
  people.map((person) =>
    levelOf(history.state, { actor: person as string as Actor, roles: [PEOPLE[person]] }, history.rules),
  )
const token = (history: History, roles: readonly Role[], ...products: readonly Product[]) =>
  levelOf(history.state, { actor: 'token:x' as Actor, roles, products }, history.rules)

test('a critical case is read by security, by whoever decides and by the auditor; everybody else sees its outline', () => {
  const critical = given(placed('ana'))
  expect(isRestricted(critical.state, RULES)).toBe(true)
  expect(looks(critical, 'ana', 'ben')).toEqual(['sensitive', 'sensitive'])
  expect(looks(critical, 'eve', 'aud')).toEqual(['words', 'words'])
  expect(looks(critical, 'dev', 'lea', 'pam', 'rel', 'cy', 'adm', 'ci')).toEqual(Array(7).fill('outline'))
})

test('a case of a lesser severity is read by the team, and not by administrators or pipelines', () => {
  const medium = given(assessed('ana', CRITICAL)).with(
    step('ana', {
      type: 'propose_change',
      change: { kind: 'lower', view: MINOR, learned: sealed('why') },
      evidence: [[...given().state.evidence][0]!],
      reason: sealed('why'),
    }),
    step('ben', (state) => ({ type: 'approve_change', change: [...state.changes.keys()][0]! })),
  )
  expect(looks(medium, 'dev', 'lea', 'pam', 'rel', 'cy')).toEqual(Array(5).fill('words'))
  expect(looks(medium, 'adm', 'ci')).toEqual(['outline', 'outline'])
})

test('nobody rated it yet: it is need-to-know until somebody did', () => {
  expect(looks(given(found('ana', { severity: 'unknown' })), 'dev')).toEqual(['outline'])
})

test('whoever has no role knows nothing of it, not even that it is there', () => {
  expect(levelOf(given().state, { actor: 'dev' as Actor, roles: [] }, RULES)).toBe('nothing')
})

test('who is let in by name reads the words, and the exploit only where that was said; leaving ends it at once', () => {
  const dev = given(letIn('ana', 'dev'))
  expect(looks(dev, 'dev')).toEqual(['words'])
  const further = dev.when(letIn('ana', 'dev', true)).happens('reader_added')
  expect(looks(further, 'dev')).toEqual(['sensitive'])
  const gone = further.when(putOut('ben', 'dev')).happens('reader_removed')
  expect(looks(gone, 'dev')).toEqual(['outline'])
  gone.when(putOut('ben', 'dev')).happens()
})

test('anybody may leave by themselves', () => {
  expect(looks(given(letIn('ana', 'dev')).with(putOut('dev', 'dev')), 'dev')).toEqual(['outline'])
})

test('nobody lets themself in, and not everybody lets others in', () => {
  given().when(letIn('ana', 'ana')).refused('case/own-reading')
  given(letIn('ana', 'dev')).when(letIn('dev', 'lea')).refused('case/not-authorised')
  given().when(letIn('adm', 'dev')).refused('case/not-authorised')
  given().when(letIn('ana', 'nobody')).refused('case/unknown')
})

test('nobody lets others look further than they look themselves', () => {
  const rules: Rules = { ...RULES, may: { ...RULES.may, let_in: ['executive'] } }
  givenUnder(rules)
    .when(letIn('eve', 'dev', true))
    .refused('case/not-authorised')
  givenUnder(rules).when(letIn('eve', 'dev')).happens('reader_added')
})

test('whoever reads by their role is not put out by name: the role has to end', () => {
  given().when(putOut('ana', 'ben')).refused('case/reads-by-role')
})

test('whoever has a part in it reads it: a fixer, a decider, the owner of a task or of an action', () => {
  expect(looks(given(assigned('ana', 'dev')), 'dev')).toEqual(['words'])
  expect(looks(given(placed('ana'), letIn('ana', 'lea'), fixedBy('dev')), 'dev')).toEqual(['words'])
})

test('nobody lets themself in by naming themself for a part, nor a friend who reads it no more than they do', () => {
  expect(looks(given(assigned('dev', 'dev')), 'dev')).toEqual(['outline'])
  expect(looks(given(assigned('dev', 'lea')), 'lea')).toEqual(['outline'])
  // Whoever reads it and names somebody lets them in.
  expect(looks(given(letIn('ana', 'dev')).with(assigned('dev', 'lea')), 'lea')).toEqual(['words'])
})

test('what somebody named others for while they read it stays true when they have left', () => {
  const rules = withPeople({ zoe: grants('analyst', undefined, on('10:00')) })
  const history = givenUnder(rules, assigned('zoe', 'dev'), step('ana', { type: 'acknowledge' }))
  expect(looks(history, 'dev')).toEqual(['words'])
})

test('whoever was put out and is named again by somebody who reads it is in again', () => {
  const out = given(assigned('ana', 'dev'), putOut('ben', 'dev'))
  expect(looks(out, 'dev')).toEqual(['outline'])
  expect(looks(out.with(assigned('ana', 'dev')), 'dev')).toEqual(['words'])
})

test('whoever brought the case knows it; a hold from outside security lets its placer in once it is confirmed', () => {
  const placedOnIt = given(placed('dev'))
  expect(looks(placedOnIt, 'dev')).toEqual(['outline'])
  const confirmed = placedOnIt.with(step('ana', { type: 'confirm', product: PAYMENTS }))
  expect(looks(confirmed, 'dev')).toEqual(['words'])
})

test('a token that is bound to products knows nothing of a case of others, and reads none that reaches beyond them', () => {
  const both = given(placed('ana'), placed('ana', { product: CART }))
  expect(token(given(placed('ana')), ['viewer'], CART)).toBe('nothing')
  expect(token(given(), ['viewer'], CART)).toBe('nothing')
  expect(token(both, ['analyst'], PAYMENTS)).toBe('outline')
  expect(token(both, ['analyst'], PAYMENTS, CART)).toBe('sensitive')
})

test('a pipeline reads no words, whatever it is named for', () => {
  expect(looks(given(letIn('ana', 'ci', true)), 'ci')).toEqual(['outline'])
})
