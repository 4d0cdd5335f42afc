import { expect, test } from 'vitest'
import type { Policy } from '../policy/policy.ts'
import { broken, judgeAll, policy, report } from './gate.testing.ts'

const demanding = (...require: string[]): { policy: Partial<Policy> } => ({ policy: { evidence: { require } } })
const reasons = (...args: Parameters<typeof judgeAll>) => judgeAll(...args).verdict.reasons

test('where policy asks for a report, a release without it is unknown, and the answer says which', () => {
  expect(reasons([report([])], demanding('test', 'trivy'))).toEqual([
    {
      code: 'evidence/required',
      decision: 'unknown',
      message: 'Policy asks for a report of trivy, and none was given.',
      next: 'Run trivy on this release and give its report.',
    },
  ])
})

test('a report is known by its format or by its tool, whatever the case', () => {
  expect(reasons([report([])], demanding('TEST'))).toEqual([])
  expect(reasons([report([], { tools: [{ name: 'Semgrep' }] })], demanding('semgrep', 'test'))).toEqual([])
})

test('a report that could not be read is not the one that policy asked for', () => {
  expect(reasons([broken(), report([])], demanding('trivy')).map(({ code }) => code)).toEqual([
    'json/truncated',
    'evidence/required',
  ])
})

test('no report at all is one reason, and says what to do', () => {
  expect(reasons([])).toEqual([
    {
      code: 'evidence/missing',
      decision: 'unknown',
      message: 'No report was given: nothing is known about this release.',
      next: 'Give the reports of its scans.',
    },
  ])
})

const looksAt = (field: 'epss' | 'kev') =>
  field === 'epss' ? ({ field, atLeast: 0.1 } as const) : ({ field, is: true } as const)
const rule = (field: 'epss' | 'kev') => ({ ...policy.rules[0]!, id: field, when: [looksAt(field)] })
const epss = { modelVersion: 'v1', scoreDate: policy.digest as never, of: () => undefined }
const kev = { catalogVersion: '1', releasedAt: policy.digest as never, lists: () => false }

test('a rule that looks at a feed nobody imported makes the answer unknown: it would never be met', () => {
  expect(reasons([report([])], { policy: { rules: [rule('epss'), ...policy.rules] } })).toEqual([
    {
      code: 'feed/missing',
      decision: 'unknown',
      message: 'Policy looks at EPSS, and no such feed was imported.',
      next: 'holdpoint feeds import <file>',
    },
  ])
  expect(
    reasons([report([])], { policy: { raises: [{ id: 'r', when: [looksAt('kev')], to: 'critical' }] } })[0]?.message,
  ).toContain('KEV')
})

test("so does a rule or a raise of the repository's", () => {
  for (const repository of [
    { name: 'r', rules: [rule('kev')], raises: [] },
    { name: 'r', rules: [], raises: [{ id: 'r', when: [looksAt('kev')], to: 'critical' as const }] },
  ])
    expect(reasons([report([])], { policy: { repository } }).map(({ code }) => code)).toEqual(['feed/missing'])
})

test('with the feeds, nothing is missing; without such a rule, no feed is missed', () => {
  const rules = [rule('epss'), rule('kev'), ...policy.rules]
  expect(reasons([report([])], { policy: { rules }, grounds: { feeds: { epss, kev } } })).toEqual([])
  expect(
    reasons([report([])], { policy: { rules }, grounds: { feeds: { epss } } }).map(({ message }) => message),
  ).toEqual(['Policy looks at KEV, and no such feed was imported.'])
  expect(reasons([report([])])).toEqual([])
})
