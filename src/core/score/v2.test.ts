import { expect, test } from 'vitest'
import { halfUpTenths, least, minus, plus, rational as r, tenths, times, type Rational } from './rational.testing.ts'
import { chance, combinations, componentsOf, editionOf, randomVector, scored } from './vectors.testing.ts'

const WEIGHTS: Record<string, Record<string, string>> = {
  AV: { L: '0.395', A: '0.646', N: '1' },
  AC: { H: '0.35', M: '0.61', L: '0.71' },
  Au: { M: '0.45', S: '0.56', N: '0.704' },
  IMPACT: { N: '0', P: '0.275', C: '0.66' },
  E: { U: '0.85', POC: '0.9', F: '0.95', H: '1', ND: '1' },
  RL: { OF: '0.87', TF: '0.9', W: '0.95', U: '1', ND: '1' },
  RC: { UC: '0.9', UR: '0.95', C: '1', ND: '1' },
  CDP: { N: '0', L: '0.1', LM: '0.3', MH: '0.4', H: '0.5', ND: '0' },
  TD: { N: '0', L: '0.25', M: '0.75', H: '1', ND: '1' },
  REQUIREMENT: { L: '0.5', M: '1', H: '1.51', ND: '1' },
}

/** The guide's equations in fractions: base, temporal and environmental score, in tenths. */
function oracle(vector: string): [base: number, temporal: number, environmental: number] {
  const metrics = new Map(vector.split('/').map((part) => part.split(':') as [string, string]))
  const weight = (metric: string, table = metric) => r(WEIGHTS[table]![metrics.get(metric) ?? 'ND']!)
  const kept = (metric: string) => minus(r('1'), weight(metric, 'IMPACT'))
  const keptOf = (metric: string) => minus(r('1'), times(weight(metric, 'IMPACT'), weight(`${metric}R`, 'REQUIREMENT')))
  const impactOf = (c: Rational, i: Rational, a: Rational) => times(r('10.41'), minus(r('1'), times(c, i, a)))
  const exploitability = times(r('20'), weight('AV'), weight('AC'), weight('Au'))
  const baseOf = (impact: Rational) => {
    if (impact[0] === 0n) return 0
    const sum = minus(plus(times(r('0.6'), impact), times(r('0.4'), exploitability)), r('1.5'))
    return Math.max(0, halfUpTenths(times(sum, r('1.176'))))
  }
  const temporalOf = (base: number) => halfUpTenths(times(tenths(base), weight('E'), weight('RL'), weight('RC')))
  const base = baseOf(impactOf(kept('C'), kept('I'), kept('A')))
  const adjusted = tenths(temporalOf(baseOf(least(r('10'), impactOf(keptOf('C'), keptOf('I'), keptOf('A'))))))
  const damaged = plus(adjusted, times(minus(r('10'), adjusted), weight('CDP')))
  return [base, temporalOf(base), halfUpTenths(times(damaged, weight('TD')))]
}

const edition = editionOf('2.0')
const written = (from: number, to: number) =>
  combinations(edition.metrics.slice(from, to).map((metric) => componentsOf(edition, metric)))

test('every base and temporal score is that of the guide’s equations', () => {
  const wrong = []
  const temporals = [...written(6, 9)].map((parts) => parts.join('/'))
  for (const parts of written(0, 6)) {
    const base = parts.join('/')
    // A quarter of the temporal combinations for each base vector: each of them meets many.
    for (const temporal of temporals.filter((_, place) => place % 4 === base.length % 4)) {
      const vector = `${base}/${temporal}`
      const got = scored(vector)
      const expected = oracle(vector)
      if (got.base !== expected[0] / 10 || (got.temporal ?? got.base) !== expected[1] / 10) wrong.push(vector)
    }
  }
  expect(wrong).toEqual([])
})

test('every adjusted base score is that of the guide’s equations', () => {
  const wrong = []
  for (const parts of written(0, 6))
    for (const [cr, ir, ar] of combinations(['CR', 'IR', 'AR'].map((id) => ['H', 'M', 'L'].map((v) => `${id}:${v}`)))) {
      const vector = `${parts.join('/')}/CDP:ND/TD:ND/${cr}/${ir}/${ar}`
      if (scored(vector).environmental !== oracle(vector)[2] / 10) wrong.push(vector)
    }
  expect(wrong).toEqual([])
})

test('20,000 vectors with all metrics have the scores of the guide’s equations', () => {
  const choose = chance(2)
  const wrong = []
  for (let n = 0; n < 20_000; n++) {
    const vector = randomVector(edition, choose)
    const { base, temporal, environmental } = scored(vector)
    const expected = oracle(vector).map((tenths) => tenths / 10)
    const got = [base, temporal ?? base, environmental ?? temporal ?? base]
    if (got.some((score, place) => score !== expected[place])) wrong.push(vector)
  }
  expect(wrong).toEqual([])
})

test('there is no critical in v2, and nothing below low', () => {
  expect(scored('AV:N/AC:L/Au:N/C:C/I:C/A:C')).toMatchObject({ base: 10, severity: 'high' })
  expect(scored('AV:N/AC:L/Au:N/C:N/I:N/A:N')).toMatchObject({ base: 0, severity: 'low' })
})

test('an adjusted base score below zero counts as zero', () => {
  const vector = 'AV:L/AC:H/Au:M/C:P/I:N/A:N/CDP:ND/TD:ND/CR:L/IR:ND/AR:ND'
  expect(scored(vector).environmental).toBe(0)
})
