import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { sarif } from './reader.ts'

// What was worked out for one result is kept for the next ones of its rule, its base and its level.

const RULES = [
  { id: 'A', guid: 'f0000000-0000-4000-8000-000000000001', properties: { 'security-severity': '9.1' } },
  { id: 'B', defaultConfiguration: { level: 'note' }, properties: { tags: ['external/cwe/cwe-89'] } },
  { id: 'A', name: 'Namesake', properties: { 'security-severity': 'bad' } },
  { id: 'B/sub', properties: { 'security-severity': '0.0', tags: ['UNKNOWN'] } },
]
const BASES = { ROOT: { uri: 'src/' }, SUB: { uri: 'sub', uriBaseId: 'ROOT' }, ABS: { uri: 'file:///x/' }, ODD: {} }

const often = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: odd, weight: 1 })

const result = fc.record(
  {
    ruleId: often(fc.constantFrom('A', 'B'), fc.constantFrom('B/sub', 'B/sub/deeper', 'C', '', '__proto__')),
    ruleIndex: often(fc.constantFrom(0, 1, 2), fc.constantFrom(-1, 3, 9)),
    rule: often<Json | undefined>(
      fc.constant(undefined),
      fc.constantFrom<Json>(null, { id: 'A' }, { index: 2 }, { guid: RULES[0]!.guid! }),
    ),
    level: fc.constantFrom<Json>('error', 'warning', 'note', 'none', 'odd', 3, null),
    kind: fc.constantFrom('fail', 'review', 'pass'),
    properties: fc.constantFrom<Json>({}, { 'security-severity': '3.0' }, { tags: ['UNKNOWN', 'CVE-2026-1234'] }),
    partialFingerprints: fc.constantFrom<Json>({ one: '1' }, { two: '2', one: '1' }, { none: '' }),
    message: fc.constantFrom<Json>({ text: 'said' }, { text: ' said\n twice' }),
    locations: fc.array(
      fc.constantFrom('ROOT', 'SUB', 'ABS', 'ODD', 'NONE', '__proto__').map((uriBaseId) => ({
        physicalLocation: { artifactLocation: { uri: uriBaseId === 'NONE' ? '' : 'a.ts', uriBaseId } },
      })),
      { maxLength: 3 },
    ),
    suppressions: fc.constantFrom<Json>([], [{ kind: 'external' }], [{ status: 'rejected' }]),
    baselineState: fc.constantFrom('new', 'unchanged', 'absent', 'odd'),
  },
  { requiredKeys: [] },
)

const drafts = (results: readonly object[]) => {
  const run = { tool: { driver: { name: 'Probe', rules: RULES } }, originalUriBaseIds: BASES, results }
  const { findings } = reading(sarif, { version: '2.1.0', runs: [run] } as unknown as Json)
  return findings.map((draft) => JSON.stringify(draft).replaceAll(/results\/\d+/g, 'results/n'))
}

test('a result says the same among others as alone', () => {
  fc.assert(
    fc.property(fc.array(result, { maxLength: 12 }), (results) => {
      expect(drafts(results)).toEqual(results.flatMap((one) => drafts([one])))
    }),
    { numRuns: 150 },
  )
})
