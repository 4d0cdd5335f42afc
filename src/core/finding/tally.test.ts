import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finding } from './finding.testing.ts'
import { seedOf } from './fingerprint.ts'
import { SEVERITIES } from './severity.ts'
import { Counter } from './tally.ts'

const SEED = seedOf('a report')

test('every record is accounted for: findings, merged, ignored', () => {
  const counter = new Counter(SEED)
  expect(counter.finding(finding())).toBe(true)
  expect(counter.finding(finding())).toBe(false)
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
  const counter = new Counter(SEED)
  const same = { keys: [{ basis: 'fingerprint', parts: ['f'] }] } as const
  expect(counter.finding(finding(same))).toBe(true)
  expect(counter.finding(finding({ ...same, description: 'another message' }))).toBe(true)
  expect(counter.finding(finding({ ...same, severity: 'low' }))).toBe(true)
  expect(counter.finding(finding({ ...same, component: { name: 'a' } }))).toBe(true)
  expect(counter.finding(finding({ ...same, locations: [{ file: 'a', line: 1 }] }))).toBe(true)
  expect(counter.finding(finding({ ...same, locations: [{ file: 'a', line: 2 }] }))).toBe(true)
  expect(counter.finding(finding({ ...same, state: { status: 'suppressed' } }))).toBe(true)
})

test('a reason may be named like anything', () => {
  const counter = new Counter(SEED)
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
      const counter = new Counter(SEED)
      for (const one of records) {
        if (typeof one === 'string') counter.ignored(one)
        else counter.finding(finding(one))
      }
      const { findings, merged, ignored, severities, ...tally } = counter.tally()
      expect(tally.records).toBe(records.length)
      expect(findings + merged + Object.values(ignored).reduce((a, b) => a + b, 0)).toBe(records.length)
      expect(Object.values(severities).reduce((a, b) => a + b, 0)).toBe(findings)
    }),
  )
})

test('two records are one exactly where they say the same, wherever they say it', () => {
  const word = fc.constantFrom('a', 'b', '')
  const record = fc.record({
    parts: fc.array(word, { minLength: 1, maxLength: 3 }),
    place: fc.option(fc.record({ file: word, line: fc.nat(1) }, { requiredKeys: [] }), { nil: undefined }),
    title: word,
    description: fc.option(word, { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), (records) => {
      const counter = new Counter(SEED)
      const said = new Set<string>()
      for (const one of records) {
        const { parts, place, title, description } = one
        const keys = [{ basis: 'place', parts }] as const
        const locations = place ? [place] : []
        const isNew = !said.has(JSON.stringify([parts, place?.file, place?.line, title, description]))
        said.add(JSON.stringify([parts, place?.file, place?.line, title, description]))
        expect(
          counter.finding(finding({ keys, locations, title, ...(description !== undefined && { description }) })),
        ).toBe(isNew)
      }
    }),
  )
})
