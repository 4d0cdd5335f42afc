import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FingerprintSet } from './fingerprint-set.ts'
import { Fingerprint } from './fingerprint.ts'

const SEED = Uint32Array.of(1, 2, 3, 4)
const of = (seed: Uint32Array, ...texts: string[]) => {
  const print = new Fingerprint().start(seed)
  for (const text of texts) print.add(text)
  return print.end().slice()
}
const name = (words: Uint32Array) => words.join('-')

test('the same texts give the same fingerprint, under one seed', () => {
  expect(of(SEED, 'a', 'b')).toEqual(of(SEED, 'a', 'b'))
  expect(of(SEED, 'a', 'b')).not.toEqual(of(Uint32Array.of(1, 2, 3, 5), 'a', 'b'))
})

test('parts do not run into one another', () => {
  expect(of(SEED, 'ab', 'c')).not.toEqual(of(SEED, 'a', 'bc'))
  expect(of(SEED, '', 'a')).not.toEqual(of(SEED, 'a', ''))
  expect(of(SEED, 'a')).not.toEqual(of(SEED, 'a', ''))
})

test('100,000 near-identical texts give as many fingerprints, in each half of the words too', () => {
  const [whole, low, high] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (let i = 0; i < 100_000; i++) {
    const words = of(SEED, 'src/app/login.ts', String(i), `value ${i % 7}`)
    whole.add(name(words))
    low.add(name(words.subarray(0, 2)))
    high.add(name(words.subarray(2)))
  }
  expect([whole.size, low.size, high.size]).toEqual([100_000, 100_000, 100_000])
})

test('each bit of the text reaches about half of the bits of the fingerprint', () => {
  let flipped = 0
  const rounds = 2000
  for (let i = 0; i < rounds; i++) {
    const [a, b] = [of(SEED, `x${i}y`), of(SEED, `x${i}z`)]
    for (let w = 0; w < 4; w++) flipped += bits((a[w]! ^ b[w]!) >>> 0)
  }
  expect(flipped / rounds / 128).toBeGreaterThan(0.48)
  expect(flipped / rounds / 128).toBeLessThan(0.52)
})

const bits = (word: number) => word.toString(2).replaceAll('0', '').length

test('the set is a set, in the order of its first meetings', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 6000 }), (all) => {
      const [ours, model] = [new FingerprintSet(), new Set<number>()]
      for (const key of all) {
        expect(ours.add(of(SEED, String(key)))).toBe(!model.has(key))
        model.add(key)
      }
      expect(ours.size).toBe(model.size)
      for (const [n, key] of [...model].entries()) expect(ours.number(of(SEED, String(key)))).toBe(n)
      expect(ours.size).toBe(model.size)
      const words = [...model].flatMap((key) => [...of(SEED, String(key))])
      expect([...ours.plain().words]).toEqual(words)

      const again = new FingerprintSet(structuredClone(ours.plain()))
      const asked = [5000, ...all.slice(0, 50), 5001].flatMap((key) => [...of(SEED, String(key))])
      expect(again.among(Uint32Array.from(asked))).toEqual(all.slice(0, 50).map((_, i) => i + 1))
      for (let key = 3001; key < 3400; key++) expect(again.add(of(SEED, String(key)))).toBe(true)
      expect([...again.plain().words.subarray(0, words.length)]).toEqual(words)
    }),
    { numRuns: 20 },
  )
})
