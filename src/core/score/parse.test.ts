import fc from 'fast-check'
import { expect, test } from 'vitest'
import { score } from './index.ts'
import { parse, reread } from './parse.ts'
import { BY_VERSION, componentsOf, editionOf, scored, vectorParts } from './vectors.testing.ts'

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const V40 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
const V20 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P'

test.each([
  ['', 1, 'cvss/empty'],
  ['CVSS:4.0', 1, 'cvss/unknown-version'],
  ['cvss:3.1/AV:N', 1, 'cvss/unknown-version'],
  ['CVSS:3.10/AV:N', 1, 'cvss/unknown-version'],
  ['CVSS:4.0/', 9, 'cvss/syntax'],
  [`${V31}/`, V31.length + 1, 'cvss/syntax'],
  [V31.replace('/AC', '//AC'), 15, 'cvss/syntax'],
  [V31.replace('AV:N', 'AVN'), 10, 'cvss/syntax'],
  [V31.replace('AV:N', 'AV:'), 13, 'cvss/unknown-value'],
  [V31.replace('AC:L', 'AC:N'), 18, 'cvss/unknown-value'],
  [V31.replace('AV:N', 'AV:constructor'), 13, 'cvss/unknown-value'],
  [`${V31}/__proto__:N`, V31.length + 2, 'cvss/unknown-metric'],
  [V31.slice('CVSS:3.1/'.length), 11, 'cvss/unknown-metric'],
  [V20.replace('Au', 'AU'), 11, 'cvss/unknown-metric'],
  [` ${V31}`, 1, 'cvss/character'],
  [`\uFEFF${V31}`, 1, 'cvss/character'],
  [`${V31}\n`, V31.length + 1, 'cvss/character'],
  [V31.replace('/AC', ';AC'), 14, 'cvss/character'],
  [`(${V20})`, 1, 'cvss/character'],
  [`${V31}/AV:N`, V31.length + 2, 'cvss/duplicate-metric'],
  [`${V31}/E:X/E:X`, V31.length + 6, 'cvss/duplicate-metric'],
  [V31.replace('/UI:N', ''), V31.length - 4, 'cvss/missing-metric'],
  [V40.replace('/SC:N', ''), V40.indexOf('/SC') + 2, 'cvss/missing-metric'],
  [V40.replace('VC:H', 'VC:X'), V40.indexOf('VC') + 4, 'cvss/unknown-value'],
  [V40.replace('AV:N/AC:L', 'AC:L/AV:N'), 15, 'cvss/order'],
  [`${V40}/U:R`, V40.length + 4, 'cvss/unknown-value'],
  [`${V20}/E:H/RL:U`, V20.length + 10, 'cvss/incomplete-group'],
  [`${V20}/E:H/RC:C/RL:U`, V20.length + 11, 'cvss/order'],
  [`${V20}/CR:H`, V20.length + 2, 'cvss/incomplete-group'],
  [`${V20}/E:X/RL:ND/RC:ND`, V20.length + 4, 'cvss/unknown-value'],
])('%j is refused at %i: %s', (vector, column, code) => {
  expect(score(vector)).toMatchObject({ ok: false, problem: { column, code, hint: expect.any(String) } })
})

test.each([
  [`${V31}/E:POC`, 'E takes U, P, F or H.'],
  [V31.replace('AV:N', 'AV:n'), 'Did you mean AV:N?'],
  [V31.replace('AV:N', 'AV:Network'), 'Did you mean AV:N?'],
  [`${V40}/U:amber`, 'Did you mean U:Amber?'],
  [V20.replace('Au', 'AU'), 'Did you mean "Au"? Upper and lower case matter.'],
  [V40.replace('VC:H', 'VC:X'), 'VC is mandatory. It takes H, L or N.'],
  [`${V20}/E:H/RL:U`, 'Write RC:ND where it is not defined.'],
])('a refusal of %s says what to do', (vector, hint) => {
  expect(score(vector)).toMatchObject({ problem: { hint } })
})

test('a refusal quotes strangers’ text without its control characters, and not at length', () => {
  const [refused, long] = [score(`${V31}/\u001B[31m:N`), score(`${V31}/${'Z'.repeat(100_000)}:N`)]
  expect(refused).toMatchObject({ problem: { message: expect.stringContaining('\\u{1b}') } })
  if (!long.ok) expect(long.problem.message.length).toBeLessThan(200)
})

test('v2 takes the environmental group without the temporal one', () => {
  expect(scored(`${V20}/CDP:ND/TD:ND/CR:H/IR:ND/AR:ND`)).not.toHaveProperty('temporal')
})

test('the score of a group is absent where none of its metrics is set to something', () => {
  for (const vector of [V20, `${V20}/E:ND/RL:ND/RC:ND/CDP:ND/TD:ND/CR:ND/IR:ND/AR:ND`, V31, `${V31}/E:X/MAV:X`, V40]) {
    const { temporal, threat, environmental, score, base } = scored(vector)
    expect([temporal, threat, environmental, score]).toEqual([undefined, undefined, undefined, base])
  }
})

test.each(['3.0', '3.1'] as const)('v%s takes its metrics in any order', (version) => {
  const edition = editionOf(version)
  const shuffled = vectorParts(edition).chain((parts) =>
    fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
  )
  fc.assert(
    fc.property(shuffled, ([parts, shuffled]) => {
      const [straight, mixed] = [parts, shuffled].map((each) => scored(edition.prefix + each.join('/')))
      expect({ ...mixed, vector: '' }).toEqual({ ...straight, vector: '' })
    }),
  )
})

test.each(['2.0', '4.0'] as const)('v%s takes its metrics in one order', (version) => {
  const edition = editionOf(version)
  const swapped = vectorParts(edition).chain((parts) =>
    fc.nat(parts.length - 2).map((n) => [...parts.slice(0, n), parts[n + 1]!, parts[n]!, ...parts.slice(n + 2)]),
  )
  fc.assert(
    fc.property(swapped, (parts) => {
      expect(score(edition.prefix + parts.join('/'))).toMatchObject({ problem: { code: 'cvss/order' } })
    }),
  )
})

test.each(BY_VERSION.slice(0, 3))('v%s: a metric written as not defined is as good as left out', (_, edition) => {
  fc.assert(
    fc.property(vectorParts(edition), (parts) => {
      const written = parts.map((part) => part.split(':')[0])
      const filled = edition.metrics.map(({ id }) => (written.includes(id) ? parts[written.indexOf(id)] : `${id}:X`))
      const [short, full] = [parts, filled].map((each) => scored(edition.prefix + each.join('/')))
      expect({ ...full, vector: '' }).toEqual({ ...short, vector: '' })
    }),
  )
})

test.each(BY_VERSION)('v%s: a vector read and written again is the same', (_, edition) => {
  fc.assert(
    fc.property(vectorParts(edition), (parts) => {
      const vector = edition.prefix + parts.join('/')
      const { levels, edition: read } = reread(vector)
      const written = edition.metrics.flatMap((metric, index) => {
        const value = metric.values[levels[index]! - 1]?.id ?? edition.undefinedId
        return parts.some((part) => part.startsWith(`${metric.id}:`)) ? [`${metric.id}:${value}`] : []
      })
      expect([read.version, read.prefix + written.join('/')]).toEqual([edition.version, vector])
    }),
  )
})

test.each(BY_VERSION)('v%s: every component that is known is taken apart as what it says', (_, edition) => {
  for (const [index, metric] of edition.metrics.entries())
    for (const [place, component] of componentsOf(edition, metric).entries()) {
      const level = place < metric.values.length ? place + 1 : 0
      expect(edition.choices.get(component)).toEqual({ metric: index, level })
    }
})

const STRAY = [
  '/',
  ' ',
  '\n',
  '\t',
  '\uFEFF',
  '\0',
  ':',
  ';',
  'x',
  '/AV:N',
  '/__proto__:N',
  '/constructor:N',
  '//',
  'é',
]

test.each(BY_VERSION)('v%s: a valid vector with something added anywhere is refused', (_, edition) => {
  const spoilt = vectorParts(edition).chain((parts) => {
    const vector = edition.prefix + parts.join('/')
    return fc
      .tuple(fc.nat(vector.length), fc.constantFrom(...STRAY))
      .map(([n, stray]) => vector.slice(0, n) + stray + vector.slice(n))
  })
  fc.assert(
    fc.property(spoilt, (vector) => {
      expect(parse(vector).ok).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test.each(BY_VERSION)('v%s: a valid vector with a letter in the other case is refused', (_, edition) => {
  const swapped = (letter: string) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())
  const spoilt = vectorParts(edition).chain((parts) => {
    const vector = edition.prefix + parts.join('/')
    return fc
      .nat(vector.length - 1)
      .map((n) => [vector, vector.slice(0, n) + swapped(vector[n]!) + vector.slice(n + 1)])
  })
  fc.assert(
    fc.property(spoilt, ([vector, other]) => {
      expect(parse(other!).ok).toBe(vector === other)
    }),
    { numRuns: 300 },
  )
})

test('any text is either a vector or refused with a place in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `CVSS:4.0/${text}`),
      ),
      (text) => {
        const result = score(text)
        if (result.ok) return
        expect(result.problem.column).toBeGreaterThanOrEqual(1)
        expect(result.problem.column).toBeLessThanOrEqual(text.length + 1)
      },
    ),
  )
})
