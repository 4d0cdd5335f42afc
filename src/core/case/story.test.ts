import { expect, test } from 'vitest'
import type { Product } from '../ids.ts'
import { parseInstant, type Instant } from '../instant.ts'
import { node } from '../log/log.testing.ts'
import { sayReassessment } from './assessment.ts'
import { readCase } from './decode.ts'
import { replay } from './evolve.ts'
import { standing } from './standing.ts'
import { BUILDS, story } from './story.testing.ts'
import type { Build } from './values.ts'
import { nextSteps } from './next.ts'

const told = story(node.sha256)
const on = (text: string): Instant => {
  const read = parseInstant(text)
  if (!read.ok) throw new Error(text)
  return read.value
}
const stateAt = (time: string) =>
  replay(
    told.state.id,
    told.events.filter(({ at }) => at <= on(time)),
  )
const asks = (build: Build, time: string) =>
  standing(stateAt(time), { product: 'payments' as Product, environment: 'production', ...build }, on(time))

test('only the two lifts that had to be refused were refused', () => {
  expect(told.refused).toEqual([
    ['lift', 'hold/not-proven'],
    ['lift', 'hold/own-fix'],
  ])
})
test('at two in the afternoon everything is held: the first fix did not hold', () => {
  for (const build of Object.values(BUILDS)) expect(asks(build, '2026-11-20T14:00Z').is).toBe('held')
  expect(asks(BUILDS.first, '2026-11-20T14:00Z')).toMatchObject({ because: 'refuted' })
})
test('at two in the afternoon somebody who did not write the fix has to prove it', () => {
  const [next] = nextSteps(stateAt('2026-11-20T14:00Z'), told.rules, on('2026-11-20T14:00Z'))
  expect(next).toMatchObject({ wish: 'record_proof', who: ['ana', 'ben', 'cy', 'ci'] })
})
test('in the evening 2.4.1 passes, by its digest, and 2.4.0 stays held for ever', () => {
  expect(asks(BUILDS['2.4.1'], '2026-11-20T17:00Z').is).toBe('cleared')
  expect(asks({ version: '2.4.1', digests: [] } as never, '2026-11-20T17:00Z').is).toBe('unknown')
  expect(asks(BUILDS.first, '2026-11-20T17:00Z').is).toBe('held')
  for (const time of ['2026-11-20T17:00Z', '2036-01-01T00:00Z']) expect(asks(BUILDS['2.4.0'], time).is).toBe('held')
})
test('the re-assessment says what was learned, in one sentence', () => {
  const [before, after] = told.state.assessments
  expect([before?.view.score, after?.view.score]).toEqual([5.1, 9.3])
  expect(sayReassessment(before!.view, after!.view)).toContain('PR:H → PR:N')
  expect(sayReassessment(before!.view, after!.view)).toMatch(/rises from 5\.1 \(medium\) to 9\.3 \(critical\)/)
})
test('five objections were heard, answered and settled, one of them conceded', () => {
  const all = [...told.state.objections.values()]
  expect(all.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['workaround', 'conceded'],
    ['compensating_control', 'overruled'],
    ['later_patch', 'taken_back'],
    ['roll_back', 'taken_back'],
    ['limited_regression', 'overruled'],
  ])
  expect(all.every(({ answer }) => answer)).toBe(true)
})
test('the case is closed, and its file reads back to the same case', () => {
  expect(told.state.closed?.by).toBe('ben')
  const lines = told.events.map((entry) => JSON.stringify({ entry, openings: openingsOf(entry) }))
  const read = readCase(lines, 'case.jsonl', on('2027-01-01T00:00Z'), node.sha256)
  if (!read.ok) throw new Error(read.problem.message)
  expect(replay(read.value.id, read.value.events)).toEqual(told.state)
  expect(read.value.openings).toEqual(told.openings)
})

function openingsOf(entry: unknown) {
  const seals = [...JSON.stringify(entry).matchAll(/"sealed":"([0-9a-f]{64})"/g)].map(([, seal]) => seal!)
  return Object.fromEntries(seals.map((seal) => [seal, told.openings.get(seal)]))
}
