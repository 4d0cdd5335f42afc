import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seedOf } from '../finding/fingerprint.ts'
import { Blocking, countWeaknesses, type Weight } from './blocking.ts'

interface Account {
  readonly names: readonly number[]
  readonly weight: Weight
}
const account: fc.Arbitrary<Account> = fc.record({
  names: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
  weight: fc.constantFrom('held', 'unknown'),
})

test('a weakness counts once, at its gravest, as sets of its names would have it', () => {
  fc.assert(
    fc.property(fc.array(fc.array(account, { maxLength: 40 }), { maxLength: 4 }), (reports) => {
      const seed = seedOf('this evaluation')
      const all = reports.map((accounts) => {
        const blocking = new Blocking(seed)
        for (const { names, weight } of accounts)
          blocking.add(
            names.map((name) => ({ basis: 'place', parts: [String(name)] })),
            weight,
          )
        return blocking
      })
      expect(countWeaknesses(all)).toEqual(byNames(reports.flat()))
    }),
  )
})

test('more findings than there was room for at first', () => {
  const blocking = new Blocking(seedOf('x'))
  for (let i = 0; i < 5000; i++) blocking.add([{ basis: 'place', parts: [String(i % 4000)] }], 'held')
  expect(countWeaknesses([blocking])).toEqual({ held: 4000, unknown: 0, repeated: 1000 })
})

function byNames(accounts: readonly Account[]) {
  const known = new Set<number>()
  const count = { held: 0, unknown: 0, repeated: 0 }
  for (const wanted of ['held', 'unknown'] as const)
    for (const { names, weight } of accounts) {
      if (weight !== wanted) continue
      count[names.some((name) => known.has(name)) ? 'repeated' : wanted]++
      for (const name of names) known.add(name)
    }
  return count
}
