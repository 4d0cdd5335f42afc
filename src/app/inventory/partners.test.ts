import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BASES, compare, type Trace } from '../../core/finding/compare.ts'
import type { Draft } from '../../core/finding/finding.ts'
import { finding } from '../../core/finding/finding.testing.ts'
import { type Candidate, partners } from './partners.ts'
import { identitiesOf, sayingOf, traceOfSaying } from './saying.ts'

interface One extends Candidate {
  readonly trace: Trace
}

const one = (no: number, tool: string, said: Partial<Draft>): One => {
  const made = finding(said)
  const identities = identitiesOf(made)
  return { no, tool, identities, trace: traceOfSaying(sayingOf(made), identities) }
}
const traces = async (candidates: readonly Candidate[]) =>
  new Map(candidates.map((candidate) => [candidate.no, (candidate as One).trace]))

const scan = (from: number) =>
  fc
    .array(
      fc.record({
        line: fc.nat(3),
        keys: fc.uniqueArray(
          fc.record({ basis: fc.constantFrom(...BASES), parts: fc.tuple(fc.constantFrom('a', 'b')) }),
          {
            minLength: 1,
            maxLength: 4,
            selector: ({ basis, parts }) => `${basis} ${parts[0]}`,
          },
        ),
      }),
      { maxLength: 8 },
    )
    .map((drafts) =>
      drafts.map(({ line, keys }, i) =>
        one(from + i, 'tool', { locations: [{ file: 'f', line }], keys: keys as unknown as Draft['keys'] }),
      ),
    )

test('who is whose partner is what the comparison of two scans says', async () => {
  await fc.assert(
    fc.asyncProperty(scan(1), scan(101), async (known, fresh) => {
      const found = await partners(known, fresh, traces)
      const numbers = new Map([...known, ...fresh].map(({ trace, no }) => [trace, no]))
      const { pairs } = compare(
        known.map(({ trace }) => trace),
        fresh.map(({ trace }) => trace),
      )
      // Of equals it does not matter which is which.
      const said = (no: number) => JSON.stringify([...known, ...fresh].find((candidate) => candidate.no === no)!.trace)
      const told = (couples: Iterable<readonly [number, number]>) =>
        [...couples].map(([a, b]) => `${said(a)} ${said(b)}`).sort()
      expect(told(found)).toEqual(
        told(pairs.map(({ base, next }) => [numbers.get(next)!, numbers.get(base)!] as const)),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('two tools that say the same are two', async () => {
  expect(await partners([one(1, 'a', {})], [one(2, 'b', {})], traces)).toEqual(new Map())
  expect(await partners([one(1, 'a', {})], [one(2, 'a', {})], traces)).toEqual(new Map([[2, 1]]))
})

test('what only identities decide is decided without a look at the words', async () => {
  const place = (line: number) => ({ keys: [{ basis: 'place', parts: [`${line}`] }] as const })
  const known = Array.from({ length: 50 }, (_, i) => one(i + 1, 'a', place(i)))
  const fresh = Array.from({ length: 50 }, (_, i) => one(i + 101, 'a', place(49 - i)))
  const found = await partners(known, fresh, () => {
    throw new Error('nobody should look')
  })
  expect([...found].every(([a, b]) => a - 101 === 50 - b)).toBe(true)
  expect(found.size).toBe(50)
})
