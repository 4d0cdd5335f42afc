import { expect, test } from 'vitest'
import { START, materialOf } from '../brief.testing.ts'
import { buildDocument } from '../build.ts'
import { FULL, sample, type Recipe } from '../cases.testing.ts'
import type { DocumentKind } from '../documents.ts'
import { ENGLISH } from '../english/english.ts'
import { factsOf } from '../facts.ts'
import type { Material } from '../material.ts'
import { addMillis, type Instant } from '../../instant.ts'
import { spansOf, textOf } from '../tree.ts'

const OPEN: Partial<Recipe> = { candidate: 'none', decided: false }
const saying = (kind: DocumentKind, more: Partial<Material> = {}, recipe: Partial<Recipe> = OPEN) => {
  const { state, words } = sample({ ...FULL, ...recipe })
  const built = buildDocument(kind, factsOf({ ...materialOf(state, words), ...more }), ENGLISH)
  if (!built.ok) throw new Error(built.problem.message)
  return { text: textOf([...spansOf(built.value.blocks)]), document: built.value }
}
const DATED = [
  'executive',
  'product',
  'release',
  'status-update',
  'resources',
  'script-analyst',
  'script-manager',
  'script-cloud',
  'answers',
] as const

test('every document that gives a date gives the one to promise, and how sure it is', () => {
  for (const kind of DATED) {
    const { text, document } = saying(kind)
    const safe = document.facts.find(({ id }) => id === 'plan.date.safe')
    expect(safe && 'source' in safe && safe.source.kind, kind).toBe('computation')
    expect(text, kind).toContain('four times in five')
    for (const id of ['plan.minimum.chance', 'plan.date.minimum', 'plan.critical'])
      expect(
        document.facts.map((fact) => fact.id),
        kind,
      ).toContain(id)
  }
})

test('the absolute minimum is said with its chance, and is nothing to promise', () => {
  const { text } = saying('answers')
  expect(text).toMatch(
    /At the very least [\d.]+ working hours of work, which would be .*the chance of that is below [\d.]+ %/,
  )
})

test.each([
  ['never', 20, 21, 22, 23],
  ['unlikely', 18, 21, 22, 23],
  ['likely', 17, 18, 22, 23],
  ['safe', 16, 17, 18, 23],
] as const)('a date given at 19:00 is %s kept where the plan ends like this', (promise, least, likely, safe, late) => {
  const { state, words } = sample({ ...FULL, ...OPEN })
  const material = materialOf(state, words)
  const seen = material.foresee!()!
  const at = (hour: number) => `2026-11-20T${hour}:30:00.000Z` as Instant
  const minimum = { ...seen.forecast.minimum, finish: at(least) }
  const facts = factsOf({
    ...material,
    foresee: () => ({
      ...seen,
      forecast: { ...seen.forecast, finish: { p50: at(likely), p80: at(safe), p95: at(late) }, minimum },
    }),
  })
  expect(facts.work.outlook?.promise).toBe(promise)
})

test('without a forecast the date is the one that was given, and nothing is said of how likely it is', () => {
  const { text } = saying('executive', { foresee: () => undefined })
  expect(text).toContain('how likely it is has not been worked out')
  expect(text).not.toContain('four times in five')
})

test('without a plan the revised date is missing, and said to be', () => {
  const { text, document } = saying('executive', {}, { ...OPEN, plans: 0 })
  expect(document.facts.map(({ id }) => id)).toContain('missing.revised-date')
  expect(text).toContain(ENGLISH.missing['revised-date'].what)
})

test('where nobody has said who works when, that is missing', () => {
  expect(saying('release').text).toContain(ENGLISH.missing['working-hours'].what)
})

test('a message that gives no figure computes none: it is for the first minutes', () => {
  const none = () => {
    throw new Error('simulated')
  }
  for (const kind of ['holding-message', 'lift', 'retest'] as const)
    expect(
      () => saying(kind, { foresee: none, computed: { compare: none, risk: { inputs: {} } } as never }),
      kind,
    ).not.toThrow()
})

test('a date is shown up to the next minute: never before it was reached', () => {
  const { state, words } = sample({ ...FULL, ...OPEN })
  const material = materialOf(state, words)
  const seen = material.foresee!()!
  const p80 = addMillis(START, 1) as Instant
  const facts = factsOf({
    ...material,
    foresee: () => ({ ...seen, forecast: { ...seen.forecast, finish: { ...seen.forecast.finish, p80 } } }),
  })
  expect(facts.work.outlook?.safe).toMatchObject({ value: { at: addMillis(START, 60_000) } })
})
