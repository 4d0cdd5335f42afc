import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { MACROVECTORS } from './macrovectors.ts'
import { oracle4 } from './v4.oracle.testing.ts'
import { chance, combinations, componentsOf, editionOf, randomVector, scored } from './vectors.testing.ts'

const edition = editionOf('4.0')
const BASE = edition.metrics.filter(({ group }) => group === 'base')

test('every base score is that of the exact interpolation, and no worse value of a metric lowers it', () => {
  const wrong = []
  const scores = new Map<string, number>()
  for (const levels of combinations(BASE.map(({ values }) => [...values.keys()]))) {
    const vector = levels.map((level, n) => `${BASE[n]!.id}:${BASE[n]!.values[level]!.id}`).join('/')
    const { base, macrovector } = scored(edition.prefix + vector)
    const exact = oracle4(vector)
    if (base !== exact.tenths / 10 || macrovector !== exact.macrovector) wrong.push(vector)
    scores.set(levels.join(''), base)
  }
  expect(scores.size).toBe(104_976)
  for (const [levels, score] of scores)
    for (let n = 0; n < levels.length; n++) {
      const milder = levels.slice(0, n) + (Number(levels[n]) + 1) + levels.slice(n + 1)
      if ((scores.get(milder) ?? 0) > score) wrong.push(milder)
    }
  expect(wrong).toEqual([])
})

test('6,000 vectors with all metrics have the scores of the exact interpolation, each group by itself', () => {
  const choose = chance(4)
  const wrong = []
  const without = (vector: string, group: RegExp) =>
    vector
      .split('/')
      .filter((part) => !group.test(part))
      .join('/')
  const [E, ENVIRONMENTAL] = [/^E:/, /^([CIA]R|M..?):/]
  for (let n = 0; n < 6_000; n++) {
    const vector = randomVector(edition, choose)
    const { base, threat, environmental, score, macrovector } = scored(vector)
    const all = vector.slice(edition.prefix.length)
    const bare = without(without(all, E), ENVIRONMENTAL)
    const expected = [bare, without(all, ENVIRONMENTAL), without(all, E), all].map((part) => oracle4(part).tenths / 10)
    const got = [base, threat ?? base, environmental ?? base, score]
    if (`${got}` !== `${expected}` || macrovector !== oracle4(all).macrovector) wrong.push(vector)
  }
  expect(wrong).toEqual([])
})

test('another implementation, exact in v4.0, gives the same scores', () => {
  const { Cvss4P0 } = createRequire(import.meta.url)('ae-cvss-calculator')
  const choose = chance(40)
  const vectors = Array.from({ length: 300 }, () => randomVector(edition, choose))
  expect(vectors.filter((vector) => new Cvss4P0(vector).calculateScores().overall !== scored(vector).score)).toEqual([])
})

test('there are 270 macrovectors: all combinations but those of EQ3 2 with EQ6 0', () => {
  const digits = ['012', '01', '012', '012', '012', '01'].map((digits) => [...digits])
  const names = [...combinations(digits)].map((name) => name.join('')).filter((name) => !/^..2..0$/.test(name))
  expect([...MACROVECTORS.keys()].toSorted()).toEqual(names.toSorted())
})

test('without any impact the score is zero, whatever its macrovector', () => {
  const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N'
  expect(scored(vector)).toMatchObject({ score: 0, severity: 'info', macrovector: '002201' })
  expect(scored(`${vector}/MVC:H`).score).toBeGreaterThan(0)
  expect(scored(`${vector.replace('VC:N', 'VC:H')}/MVC:N`)).toMatchObject({ score: 0 })
})

test('the nomenclature says which groups are set to something', () => {
  const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
  const named = ['', '/E:P', '/CR:H', '/E:A/MAV:N', '/E:X/CR:X', '/S:P/AU:Y'].map(
    (rest) => scored(vector + rest).nomenclature,
  )
  expect(named).toEqual(['CVSS-B', 'CVSS-BT', 'CVSS-BE', 'CVSS-BTE', 'CVSS-B', 'CVSS-B'])
})

test('supplemental metrics change no score', () => {
  const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
  const supplemental = edition.metrics.filter(({ group }) => group === 'supplemental')
  for (const metric of supplemental)
    for (const component of componentsOf(edition, metric))
      expect(scored(`${vector}/${component}`)).toEqual({ ...scored(vector), vector: `${vector}/${component}` })
})
