import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finding, sha256 } from './finding.testing.ts'
import { SEVERITIES } from './severity.ts'
import { Counter } from './tally.ts'

test('every record is accounted for: findings, merged, ignored', () => {
  const counter = new Counter()
  expect(counter.finding(finding(), sha256)).toBe(true)
  expect(counter.finding(finding(), sha256)).toBe(false)
  counter.ignored('kind-pass')
  counter.ignored('kind-pass')
  counter.ignored('malformed')
  expect(counter.tally()).toMatchObject({
    records: 5,
    findings: 1,
    merged: 1,
    ignored: { 'kind-pass': 2, malformed: 1 },
    severities: { critical: 1 },
  })
})

test('one fingerprint on two packages, places or states is two findings', () => {
  const counter = new Counter()
  const same = { keys: [{ basis: 'fingerprint', parts: ['f'] }] } as const
  expect(counter.finding(finding(same), sha256)).toBe(true)
  expect(counter.finding(finding({ ...same, description: 'another message' }), sha256)).toBe(true)
  expect(counter.finding(finding({ ...same, component: { name: 'a' } }), sha256)).toBe(true)
  expect(counter.finding(finding({ ...same, locations: [{ file: 'a', line: 1 }] }), sha256)).toBe(true)
  expect(counter.finding(finding({ ...same, locations: [{ file: 'a', line: 2 }] }), sha256)).toBe(true)
  expect(counter.finding(finding({ ...same, state: { status: 'suppressed' } }), sha256)).toBe(true)
})

test('a reason may be named like anything', () => {
  const counter = new Counter()
  counter.ignored('__proto__')
  counter.ignored('constructor')
  expect(counter.tally().records).toBe(2)
})

test('records = findings + merged + ignored, whatever the report holds', () => {
  const record = fc.oneof(
    fc.record({ title: fc.constantFrom('a', 'b', 'c'), severity: fc.constantFrom(...SEVERITIES) }),
    fc.constantFrom('kind-pass', 'malformed'),
  )
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (records) => {
      const counter = new Counter()
      for (const one of records) {
        if (typeof one === 'string') counter.ignored(one)
        else counter.finding(finding(one), sha256)
      }
      const { findings, merged, ignored, severities, ...tally } = counter.tally()
      expect(tally.records).toBe(records.length)
      expect(findings + merged + Object.values(ignored).reduce((a, b) => a + b, 0)).toBe(records.length)
      expect(Object.values(severities).reduce((a, b) => a + b, 0)).toBe(findings)
    }),
  )
})
