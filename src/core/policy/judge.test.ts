import { expect, test } from 'vitest'
import { finding } from '../finding/finding.testing.ts'
import { ok } from '../problem.ts'
import type { Score } from '../score/score.ts'
import { NOW, policy } from '../gate/gate.testing.ts'
import type { Condition } from './condition.ts'
import { type Circumstances, judge, ownSeverity } from './judge.ts'
import type { Policy } from './policy.ts'

const around: Circumstances = { product: 'payments', environment: 'production', now: NOW, feeds: {} }
const scored = (score: number, severity: Score['severity']) => ({
  score: () => ok({ vector: 'v', version: '4.0' as const, base: score, score, severity }),
})
const vector = { vector: { vector: 'v' } }

test.each([
  ['critical', 'critical-remediate', 'remediate'],
  ['high', 'high-remediate', 'remediate'],
  ['unknown', 'unknown-assess', 'assess'],
  ['medium', 'medium-schedule', 'schedule'],
  ['low', 'rest-note', 'note'],
  ['info', 'rest-note', 'note'],
] as const)('by default, %s meets %s', (severity, id, treatment) => {
  expect(judge(finding({ severity }), policy, around).rule).toMatchObject({ id, treatment })
})

test('policy looks at the worse of the reported and the computed severity of one source', () => {
  expect(ownSeverity(finding({ severity: 'medium', ...vector }, scored(9.3, 'critical')))).toBe('critical')
  expect(ownSeverity(finding({ severity: 'critical', ...vector }, scored(5, 'medium')))).toBe('critical')
  expect(ownSeverity(finding({ severity: 'unknown', ...vector }, scored(5, 'medium')))).toBe('medium')
  expect(ownSeverity(finding({ severity: 'unknown' }))).toBe('unknown')
})

test('the vector of another source never speaks for the severity', () => {
  const other = finding(
    { severity: 'low', otherRatings: [{ source: 'nvd', vector: 'v', score: 9.8 }] },
    scored(9.8, 'critical'),
  )
  expect(ownSeverity(other)).toBe('low')
})

const only = (...when: Condition[]): Policy => ({
  ...policy,
  rules: [{ id: 'r', when, treatment: 'remediate', because: '', whoCanLift: [] }],
})
const met = (p: Policy, f = finding()) => judge(f, p, around).rule.id === 'r'

test('the first rule that a finding meets decides; all its conditions must hold', () => {
  const both = only({ field: 'severity', atLeast: 'high' }, { field: 'cwe', oneOf: [89] })
  expect(met(both, finding({ cwes: [564, 89] }))).toBe(true)
  expect(met(both, finding({ cwes: [79] }))).toBe(false)
  expect(met(both, finding({ severity: 'medium', cwes: [89] }))).toBe(false)
})

test('a condition on a score needs a score', () => {
  const nine = only({ field: 'score', atLeast: 9 })
  expect(met(nine)).toBe(false)
  expect(met(nine, finding(vector, scored(9, 'critical')))).toBe(true)
  expect(met(nine, finding(vector, scored(8.9, 'high')))).toBe(false)
})

test('a condition on the kind looks at the kind', () => {
  expect(met(only({ field: 'kind', oneOf: ['secret', 'weakness'] }))).toBe(true)
  expect(met(only({ field: 'kind', oneOf: ['secret'] }))).toBe(false)
})

test('"at least" never takes in what is unknown', () => {
  expect(met(only({ field: 'severity', atLeast: 'info' }), finding({ severity: 'unknown' }))).toBe(false)
  expect(met(only({ field: 'severity', oneOf: ['unknown'] }), finding({ severity: 'unknown' }))).toBe(true)
})

test('where no rule speaks, nobody may ship: silence is not consent', () => {
  expect(judge(finding({ severity: 'info' }), only({ field: 'kind', oneOf: ['secret'] }), around).rule).toMatchObject({
    id: 'no-rule',
    treatment: 'assess',
  })
})
