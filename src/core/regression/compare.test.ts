import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCleanRun } from '../case/proof.ts'
import { comparison as recorded } from '../case/values.ts'
import type { Digest } from '../ids.ts'
import { instantFromMillis, millisOf, parseInstant } from '../instant.ts'
import { compareRuns } from './compare.ts'
import type { TestResult, TestRun } from './run.ts'

const instant = (text: string) => {
  const parsed = parseInstant(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const NOW = instant('2026-11-20T14:00:00Z')

const run = (file: string, results: readonly TestResult[], more: Partial<TestRun> = {}): TestRun => ({
  file,
  digest: `sha256:${file}` as Digest,
  format: 'junit',
  results,
  problems: [],
  ...more,
})

const passes = (name: string, more: Partial<TestResult> = {}): TestResult => ({
  group: 'LoginTest',
  name,
  outcome: 'passed',
  ...more,
})
const fails = (name: string) => passes(name, { outcome: 'failed' })
const skips = (name: string) => passes(name, { outcome: 'skipped' })

const STEADY = passes('stays')
/** What is found between two runs that share one test beside these. */
const between = (before: readonly TestResult[], after: readonly TestResult[]) =>
  compareRuns(run('base', [STEADY, ...before]), run('candidate', [STEADY, ...after]), NOW)
const kinds = (before: readonly TestResult[], after: readonly TestResult[]) => {
  const { decision, changes } = between(before, after)
  return [decision, ...changes.map(({ kind }) => kind)]
}

test('a run like the base is no worse', () => {
  expect(kinds([passes('a'), fails('b'), skips('c')], [passes('a'), fails('b'), skips('c')])).toEqual([
    'no_worse',
    'still_failing',
  ])
})

test('what passed, was skipped or is new, and fails now, is a new failure', () => {
  expect(kinds([passes('a')], [fails('a')])).toEqual(['worse', 'new_failure'])
  expect(kinds([skips('a')], [fails('a')])).toEqual(['worse', 'new_failure'])
  expect(kinds([], [fails('a')])).toEqual(['worse', 'new_failure'])
})

test('a failure that the base had too is no regression, and one that is gone is a fix', () => {
  expect(kinds([fails('a')], [fails('a')])).toEqual(['no_worse', 'still_failing'])
  expect(kinds([fails('a')], [passes('a')])).toEqual(['no_worse', 'fixed'])
})

test('a test that is gone or skipped cannot fail: it speaks against the candidate', () => {
  expect(kinds([passes('a')], [])).toEqual(['worse', 'gone'])
  expect(kinds([passes('a')], [skips('a')])).toEqual(['worse', 'skipped'])
})

test('skipping or deleting a failing test is no fix', () => {
  expect(kinds([fails('a')], [skips('a')])).toEqual(['worse', 'skipped'])
  expect(kinds([fails('a')], [])).toEqual(['worse', 'gone'])
})

test('what never ran is not missed', () => {
  expect(kinds([skips('a')], [])).toEqual(['no_worse'])
})

test('new tests that pass or are skipped change nothing', () => {
  expect(kinds([], [passes('a'), skips('b')])).toEqual(['no_worse'])
})

test('a test with fewer assertions is weakened, and one that ran fewer times under its name too', () => {
  expect(kinds([passes('a', { assertions: 5 })], [passes('a', { assertions: 2 })])).toEqual(['worse', 'weakened'])
  expect(kinds([passes('a', { assertions: 5 })], [passes('a')])).toEqual(['no_worse'])
  expect(kinds([passes('a'), passes('a'), passes('a')], [passes('a')])).toEqual(['worse', 'weakened'])
})

test('of tests under one name the failing ones are counted', () => {
  expect(kinds([passes('a'), fails('a')], [fails('a'), fails('a')])).toEqual(['worse', 'new_failure'])
  expect(kinds([passes('a'), fails('a')], [passes('a'), fails('a')])).toEqual(['no_worse', 'still_failing'])
  expect(between([passes('a'), passes('a')], [passes('a'), passes('a')]).candidate.repeated).toBe(1)
})

test('a missing test and a similar new one are perhaps the same, and nothing is taken as proven', () => {
  const { decision, counts, changes } = between(
    [fails('rejects a quote in the e-mail')],
    [passes('rejects a quote in the mail')],
  )
  expect(decision).toBe('worse')
  expect(counts).toMatchObject({ renamed: 1, gone: 0 })
  expect(changes[0]).toMatchObject({ kind: 'renamed', perhaps: { name: 'rejects a quote in the mail' } })
  const moved = between([passes('a')], [passes('a', { group: 'SignInTest' })])
  expect(moved.changes[0]).toMatchObject({ kind: 'renamed', perhaps: { group: 'SignInTest', name: 'a' } })
})

test('one new test stands for one missing test only', () => {
  const { counts } = between(
    [passes('locks after two tries'), passes('locks after three tries')],
    [passes('locks after four tries')],
  )
  expect(counts).toMatchObject({ renamed: 1, gone: 1 })
})

test('a group that ran less than half of its tests is named', () => {
  const many = Array.from({ length: 10 }, (_, i) => passes(`t${i}`, { group: 'Big' }))
  expect(between(many, many.slice(0, 3)).shrunk).toEqual([{ group: 'Big', before: 10, now: 3 }])
})

test('a test that passes only on a further try is told of', () => {
  expect(kinds([passes('a')], [passes('a', { flaky: true })])).toEqual(['no_worse', 'flaky'])
})

const compare = (base: TestRun, candidate: TestRun) => {
  const { decision, problems } = compareRuns(base, candidate, NOW)
  return [decision, ...problems.map(({ code }) => code)]
}
const soundRun = run('base', [passes('a')])

test('an empty run, or one that skipped everything, tells nothing', () => {
  expect(compare(soundRun, run('candidate', []))).toEqual(['unknown', 'regression/no-tests'])
  expect(compare(run('base', []), soundRun)).toEqual(['unknown', 'regression/no-tests'])
  expect(compare(soundRun, run('candidate', [skips('a')]))).toEqual(['unknown', 'regression/nothing-ran'])
})

test('the same file twice, two formats, two products, or nothing in common tell nothing', () => {
  const other = run('candidate', [passes('a')])
  expect(compare(soundRun, soundRun)).toEqual(['unknown', 'regression/same-run'])
  expect(compare(soundRun, { ...other, format: 'ctrf' })).toEqual(['unknown', 'regression/two-formats'])
  expect(compare({ ...soundRun, product: 'payments' }, { ...other, product: 'shop' })).toEqual([
    'unknown',
    'regression/another-product',
  ])
  expect(compare(soundRun, run('candidate', [passes('z')]))).toEqual(['unknown', 'regression/nothing-in-common'])
})

test('a run from the future, or a candidate from before its base, tells nothing', () => {
  const at = (hours: number, local = false) => ({
    began: { at: instantFromMillis(millisOf(NOW) + hours * 3_600_000), local },
  })
  const candidate = run('candidate', [passes('a')])
  expect(compare(soundRun, { ...candidate, ...at(1) })).toEqual(['unknown', 'regression/from-the-future'])
  expect(compare(soundRun, { ...candidate, ...at(13, true) })).toEqual(['no_worse'])
  expect(compare(soundRun, { ...candidate, ...at(15, true) })).toEqual(['unknown', 'regression/from-the-future'])
  expect(compare({ ...soundRun, ...at(-2) }, { ...candidate, ...at(-3) })).toEqual([
    'unknown',
    'regression/out-of-order',
  ])
})

test('in a run that did not finish a failure is sure, and all else unknown', () => {
  const cut = { problems: [{ code: 'regression/incomplete', message: 'cut' }] } as const
  expect(compare(soundRun, run('candidate', [passes('a')], cut))[0]).toBe('unknown')
  expect(compare(run('base', [passes('a'), passes('b')]), run('candidate', [passes('a')], cut))[0]).toBe('unknown')
  expect(compare(soundRun, run('candidate', [fails('a')], cut))[0]).toBe('worse')
})

const result = fc.record({
  group: fc.constantFrom('A', 'B'),
  name: fc.constantFrom('one', 'two', 'three', '__proto__', '"]'),
  outcome: fc.constantFrom('passed' as const, 'failed' as const, 'skipped' as const),
})
const results = fc.array(result, { maxLength: 12 })

test('whatever two runs hold, a case takes the counts, and the decision is that of the case', () => {
  fc.assert(
    fc.property(results, results, (before, after) => {
      const { decision, counts, changes } = compareRuns(run('base', before), run('candidate', after), NOW)
      expect(recorded.read(counts, '').ok).toBe(true)
      if (decision === 'no_worse') expect(isCleanRun({ comparison: counts })).toBe(true)
      if (decision === 'worse') expect(isCleanRun({ comparison: counts })).toBe(false)
      const blamed = counts.new_failures + counts.gone + counts.skipped + counts.weakened + counts.renamed
      expect(changes.filter(({ kind }) => !['still_failing', 'flaky', 'fixed'].includes(kind)).length).toBe(blamed)
    }),
  )
})

test('the order in which a run lists its tests changes no count', () => {
  fc.assert(
    fc.property(results, results, (before, after) => {
      const { decision, counts } = compareRuns(run('base', before), run('candidate', after), NOW)
      const turned = compareRuns(run('base', before.toReversed()), run('candidate', after.toReversed()), NOW)
      expect(turned).toMatchObject({
        decision,
        counts: { ...counts, renamed: turned.counts.renamed, gone: turned.counts.gone },
      })
      expect(turned.counts.gone + turned.counts.renamed).toBe(counts.gone + counts.renamed)
    }),
  )
})

test('a large rewritten suite is compared without looking at every pair', () => {
  const many = (prefix: string) => Array.from({ length: 20_000 }, (_, i) => passes(`${prefix} number ${i}`))
  const { gone, renamed } = between(many('checks'), many('verifies')).counts
  expect(gone + renamed).toBe(20_000)
})
