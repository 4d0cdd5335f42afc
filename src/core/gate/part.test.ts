import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../finding/finding.ts'
import { finding } from '../finding/finding.testing.ts'
import { FingerprintSet } from '../finding/fingerprint-set.ts'
import { seedOf } from '../finding/fingerprint.ts'
import { noSeverities, SEVERITIES } from '../finding/severity.ts'
import { Counter } from '../finding/tally.ts'
import type { Digest } from '../ids.ts'
import { problem } from '../problem.ts'
import { countAll, Docket, type Heard, noBlocking, worstOf } from './docket.ts'
import type { Evidence, ReadReport } from './evidence.ts'
import { broken, policy, question, report } from './gate.testing.ts'
import { hearPart, join, type Part } from './part.ts'

const around = { ...question, feeds: {} }
const SEED = seedOf('this report')
const REPORT = `sha256:${'4a'.repeat(32)}` as Digest

function* told(findings: readonly Finding[], seen: FingerprintSet, problems: ReadReport['problems'] = []) {
  const counter = new Counter(SEED, seen)
  const kept = findings.filter((one) => counter.finding(one))
  const evidence = yield* report(kept, {}, problems)
  return { ...evidence, tally: counter.tally() } as Evidence
}
const part = (findings: readonly Finding[], problems: ReadReport['problems'] = []): Part => {
  const seen = new FingerprintSet()
  return hearPart(told(findings, seen, problems), new Docket(policy, around), seen)
}
const joined = (parts: readonly Part[]) => join(parts, noBlocking(policy, around), REPORT)
const sums = ({ evidence, heard }: { evidence: Evidence; heard: Heard }) => ({
  tally: evidence.status === 'read' && evidence.tally,
  counts: countAll([heard]),
  worst: worstOf(heard.worst).map(({ finding: { id } }) => id),
})
const whole = (findings: readonly Finding[]) => {
  const docket = new Docket(policy, around)
  return sums({ evidence: docket.hear(told(findings, new FingerprintSet())), heard: docket })
}

const said = fc
  .record({ severity: fc.constantFrom(...SEVERITIES), name: fc.nat({ max: 6 }), other: fc.nat({ max: 3 }) })
  .map(({ severity, name, other }) =>
    finding({
      severity,
      title: `finding ${name}`,
      keys: [
        { basis: 'stated', parts: [`${name}`] },
        { basis: 'place', parts: [`${severity} ${other}`] },
      ],
    }),
  )

test('the parts of a report, joined, come to what the report comes to whole', () => {
  fc.assert(
    fc.property(fc.array(fc.array(said, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), (parts) => {
      expect(sums(joined(parts.map((one) => part(one))))).toEqual(whole(parts.flat()))
    }),
  )
})

test('what a part repeats of an earlier one counts once, and stays among the worst once', () => {
  const critical = finding({ title: 'critical', keys: [{ basis: 'stated', parts: ['1'] }] })
  const high = finding({ title: 'high', severity: 'high', keys: [{ basis: 'stated', parts: ['2'] }] })
  const { evidence, heard } = joined([part([critical]), part([critical, high])])
  expect(evidence).toMatchObject({ tally: { records: 3, findings: 2, merged: 1 } })
  expect(heard.severities).toEqual({ ...noSeverities(), critical: 1, high: 1 })
  expect(heard.worst.map(({ finding: { id } }) => id)).toEqual([critical.id, high.id])
  expect(countAll([heard])).toMatchObject({ blocking: 2, repeated: 0, excused: 0 })
})

test('a thousand findings and more are remembered in order', () => {
  const many = Array.from({ length: 1500 }, (_, n) =>
    finding({
      severity: SEVERITIES[n % SEVERITIES.length]!,
      title: `${n}`,
      keys: [{ basis: 'stated', parts: [`${n}`] }],
    }),
  )
  expect(sums(joined([part(many.slice(0, 1200)), part(many.slice(300))]))).toEqual(
    whole(many.concat(many.slice(300, 1200))),
  )
})

test('a part that cannot be read is the report’s evidence; problems are told in order, at most a hundred', () => {
  const refused = hearPart(broken(), new Docket(policy, around), new FingerprintSet())
  expect(joined([part([]), refused]).evidence).toMatchObject({ status: 'refused' })
  const told = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => problem('json/odd', `${from + i}`, 'x', { file: 'report.json' }))
  const { evidence } = joined([part([], told(0, 60)), part([], told(60, 130))])
  expect(evidence.problems.map(({ message }) => message)).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
})
