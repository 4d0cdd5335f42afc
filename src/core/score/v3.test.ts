import { expect, test } from 'vitest'
import { equations30, equations31 } from './v3.ts'
import {
  ceilingTenths,
  isPositive,
  least,
  minus,
  plus,
  power,
  rational as r,
  roundupTenths,
  tenths,
  times,
  type Rational,
} from './rational.testing.ts'
import { chance, combinations, editionOf, randomVector, scored } from './vectors.testing.ts'

type Minor = '3.0' | '3.1'

const WEIGHTS: Record<string, Record<string, string>> = {
  AV: { N: '0.85', A: '0.62', L: '0.55', P: '0.2' },
  AC: { L: '0.77', H: '0.44' },
  PR: { N: '0.85', L: '0.62', H: '0.27' },
  PR_CHANGED: { N: '0.85', L: '0.68', H: '0.5' },
  UI: { N: '0.85', R: '0.62' },
  IMPACT: { H: '0.56', L: '0.22', N: '0' },
  REQUIREMENT: { H: '1.5', M: '1', L: '0.5', X: '1' },
  E: { X: '1', H: '1', F: '0.97', P: '0.94', U: '0.91' },
  RL: { X: '1', U: '1', W: '0.97', T: '0.96', O: '0.95' },
  RC: { X: '1', C: '1', R: '0.96', U: '0.92' },
}
const weight = (table: string, value: string) => r(WEIGHTS[table]![value]!)
/** v3.0 rounds up to the next tenth; v3.1 by way of five decimals. */
const roundUp = (minor: Minor, score: Rational) => (minor === '3.0' ? ceilingTenths(score) : roundupTenths(score))

/** The specification's equations in fractions. @param environmental  with modified metrics and requirements */
function oracle(minor: Minor, vector: string, environmental: boolean): number {
  const metrics = new Map(vector.split('/').map((part) => part.split(':') as [string, string]))
  const value = (metric: string) => {
    const modified = environmental ? (metrics.get(`M${metric}`) ?? 'X') : 'X'
    return modified === 'X' ? metrics.get(metric)! : modified
  }
  const kept = (metric: string) => {
    const requirement = environmental ? (metrics.get(`${metric}R`) ?? 'X') : 'X'
    return minus(r('1'), times(weight('IMPACT', value(metric)), weight('REQUIREMENT', requirement)))
  }
  const lost = minus(r('1'), times(kept('C'), kept('I'), kept('A')))
  const iss = environmental ? least(lost, r('0.915')) : lost
  const changed = value('S') === 'C'
  const spread =
    environmental && minor === '3.1'
      ? power(minus(times(iss, r('0.9731')), r('0.02')), 13n)
      : power(minus(iss, r('0.02')), 15n)
  const impact = changed
    ? minus(times(r('7.52'), minus(iss, r('0.029'))), times(r('3.25'), spread))
    : times(r('6.42'), iss)
  if (!isPositive(impact)) return 0
  const privileges = weight(changed ? 'PR_CHANGED' : 'PR', value('PR'))
  const exploitability = [weight('AV', value('AV')), weight('AC', value('AC')), privileges, weight('UI', value('UI'))]
  const sum = plus(impact, times(r('8.22'), ...exploitability))
  return roundUp(minor, least(changed ? times(r('1.08'), sum) : sum, r('10')))
}

function temporalOracle(minor: Minor, base: number, vector: string): number {
  const metrics = new Map(vector.split('/').map((part) => part.split(':') as [string, string]))
  const factors = ['E', 'RL', 'RC'].map((metric) => weight(metric, metrics.get(metric) ?? 'X'))
  return roundUp(minor, times(tenths(base), ...factors))
}

const BASE = ['AV:NALP', 'AC:LH', 'PR:NLH', 'UI:NR', 'S:UC', 'C:HLN', 'I:HLN', 'A:HLN']
const written = (metrics: readonly string[]) =>
  combinations(metrics.map((row) => [...row.split(':')[1]!].map((value) => `${row.split(':')[0]}:${value}`)))

test.each(['3.0', '3.1'] as const)('v%s: every base score is that of the exact equations', (minor) => {
  const wrong = []
  for (const parts of written(BASE)) {
    const vector = parts.join('/')
    if (scored(`CVSS:${minor}/${vector}`).base !== oracle(minor, vector, false) / 10) wrong.push(vector)
  }
  expect(wrong).toEqual([])
})

// A loss and its requirement multiply to seven numbers, and their order does not matter.
const LOSSES = ['N/L', 'L/L', 'L/M', 'L/H', 'H/L', 'H/M', 'H/H'].map((pair) => pair.split('/') as [string, string])
function* impacts(): Generator<string> {
  for (const [c, a] of LOSSES.entries())
    for (const [i, b] of LOSSES.slice(c).entries())
      for (const d of LOSSES.slice(c + i)) yield `CR:${a[1]}/IR:${b[1]}/AR:${d[1]}/MC:${a[0]}/MI:${b[0]}/MA:${d[0]}`
}

test.each(['3.0', '3.1'] as const)(
  'v%s: no modified score comes near a tie that floating point could miss',
  (minor) => {
    const base = 'AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N'
    const wrong = []
    for (const parts of written(['MAV:NALP', 'MAC:LH', 'MPR:NLH', 'MUI:NR', 'MS:UC']))
      for (const impact of impacts()) {
        const vector = `${base}/${parts.join('/')}/${impact}`
        if (scored(`CVSS:${minor}/${vector}`).environmental !== oracle(minor, vector, true) / 10) wrong.push(vector)
      }
    expect(wrong).toEqual([])
  },
)

test.each([
  ['3.0', equations30],
  ['3.1', equations31],
] as const)('v%s: every temporal score is that of the exact equations', (minor, equations) => {
  const { undefinedLevels, metrics } = editionOf(minor)
  const temporal = [8, 9, 10].map((index) => metrics[index]!)
  const levels = (choice: readonly number[]) => [
    ...undefinedLevels.slice(0, 8),
    ...choice,
    ...undefinedLevels.slice(11),
  ]
  const wrong = []
  for (const choice of combinations(temporal.map(({ values }) => [0, ...values.map((_, place) => place + 1)]))) {
    const ids = temporal.map(({ id, values }, place) => `${id}:${values[choice[place]! - 1]?.id ?? 'X'}`)
    for (let base = 0; base <= 100; base++)
      if (equations.temporal(base, levels(choice)) !== temporalOracle(minor, base, ids.join('/')))
        wrong.push([base, ids])
  }
  expect(wrong).toEqual([])
})

test.each(['3.0', '3.1'] as const)('v%s: 20,000 vectors with all metrics have the scores of the equations', (minor) => {
  const choose = chance(31)
  const wrong = []
  for (let n = 0; n < 20_000; n++) {
    const vector = randomVector(editionOf(minor), choose)
    const { base, temporal, environmental } = scored(vector)
    const metrics = vector.slice('CVSS:3.1/'.length)
    const exact = oracle(minor, metrics, false)
    const expected = [exact, temporalOracle(minor, exact, metrics)]
    expected.push(temporalOracle(minor, oracle(minor, metrics, true), metrics))
    const got = [base, temporal ?? base, environmental ?? temporal ?? base]
    if (got.some((score, place) => score !== expected[place]! / 10)) wrong.push(vector)
  }
  expect(wrong).toEqual([])
})

test('v3.1 does not compute a modified impact beyond its scope as v3.0 does', () => {
  const vector = 'AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H/CR:H/IR:H/AR:H/MAV:L'
  const environmental = ['3.0', '3.1'].map((minor) => scored(`CVSS:${minor}/${vector}`).environmental)
  expect(environmental).toEqual([oracle('3.0', vector, true) / 10, oracle('3.1', vector, true) / 10])
  expect(environmental[0]).not.toBe(environmental[1])
})

test('FIRST’s calculator for v3.0 gives 9.3 where 10.0 × 0.92 is exactly 9.2', () => {
  expect(scored('CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RC:U').temporal).toBe(9.2)
})
