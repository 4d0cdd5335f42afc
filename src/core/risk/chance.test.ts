import { expect, test } from 'vitest'
import { streamOf, threefry, uniformAt } from './chance.ts'
import { drawsOf } from './draws.testing.ts'

const hashed = (...input: [number, number, number, number]) => {
  const out = new Int32Array(2)
  threefry(...input, out)
  return Array.from(out, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ')
}

test('the generator gives the published vectors of Threefry-2x32-20', () => {
  expect(hashed(0, 0, 0, 0)).toBe('6b200159 99ba4efe')
  expect(hashed(-1, -1, -1, -1)).toBe('1cb996fc bb002be7')
  expect(hashed(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toBe('c4923a9c 483df7a0')
})

test('the same seed, variable, iteration and draw give the same number, in any order of asking', () => {
  const ask = () => [5, 3, 9].map((i) => uniformAt(streamOf(42, 'fixDays'), i, 2))
  const [five, three, nine] = ask()
  expect(ask()).toEqual([five, three, nine])
  expect(uniformAt(streamOf(42, 'fixDays'), 3, 2)).toBe(three)
})

test('the numbers of a seed are these, on every machine and in every year', () => {
  expect([0, 1, 2].map((i) => uniformAt(streamOf(1, 'events'), i))).toMatchInlineSnapshot(`
    [
      0.6374520040489614,
      0.1720069219250816,
      0.23938251021681511,
    ]
  `)
})

test('seed, name, iteration and draw each change the number', () => {
  const all = [
    uniformAt(streamOf(1, 'ab'), 0),
    uniformAt(streamOf(2, 'ab'), 0),
    uniformAt(streamOf(1 + 2 ** 32, 'ab'), 0),
    uniformAt(streamOf(1, 'ba'), 0),
    uniformAt(streamOf(1, 'a'), 0),
    uniformAt(streamOf(1, ''), 0),
    uniformAt(streamOf(1, 'ab\0'), 0),
    uniformAt(streamOf(1, 'ab'), 1),
    uniformAt(streamOf(1, 'ab'), 0, 1),
  ]
  expect(new Set(all).size).toBe(all.length)
})

test('a seed is a whole number of 0 or more', () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53])
    expect(() => streamOf(seed, 'x')).toThrow(new RangeError(`not a seed: ${seed}`))
  expect(() => streamOf(0, 'x')).not.toThrow()
})

test('uniform numbers stay strictly inside (0, 1), and their moments and neighbours are those of chance', () => {
  const n = drawsOf(200_000)
  const stream = streamOf(7, 'moments')
  let [sum, squares, product, before] = [0, 0, 0, 0.5]
  for (let i = 0; i < n; i++) {
    const u = uniformAt(stream, i)
    if (!(u > 0 && u < 1)) throw new Error(`${u}`)
    sum += u
    squares += u * u
    product += (u - 0.5) * (before - 0.5)
    before = u
  }
  const within = (value: number, expected: number, sd: number) =>
    expect(Math.abs(value - expected)).toBeLessThan((4 * sd) / Math.sqrt(n))
  within(sum / n, 1 / 2, Math.sqrt(1 / 12))
  within(squares / n, 1 / 3, Math.sqrt(4 / 45))
  within(product / n, 0, 1 / 12)
})

test('two variables know nothing of each other', () => {
  const n = drawsOf(100_000)
  const [a, b] = [streamOf(7, 'input/fixDays'), streamOf(7, 'input/patchDays')]
  let product = 0
  for (let i = 0; i < n; i++) product += (uniformAt(a, i) - 0.5) * (uniformAt(b, i) - 0.5)
  expect(Math.abs(product / n)).toBeLessThan(4 / 12 / Math.sqrt(n))
})
