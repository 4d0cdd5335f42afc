import { plain } from '../../core/plain.ts'
import type { Change, ChangeKind, Comparison } from '../../core/regression/compare.ts'
import type { TestId, TestRun } from '../../core/regression/run.ts'
import type { Shrunk, Totals } from '../../core/regression/totals.ts'
import { problemText, type Style } from './problem.ts'
import { count } from './reading.ts'

/** Of each kind of change: the rest is counted. */
const MOST = 10

const WORDS: Readonly<Record<ChangeKind, string>> = {
  new_failure: 'new failure',
  gone: 'gone',
  skipped: 'skipped now',
  weakened: 'weakened',
  renamed: 'renamed?',
  still_failing: 'still failing',
  flaky: 'flaky now',
  fixed: 'fixed',
}

/** A comparison of two test runs, for people. Names of tests are strangers' text. */
export function regressionText(base: TestRun, candidate: TestRun, comparison: Comparison, style: Style): string {
  const { changes, shrunk, problems } = comparison
  return [
    headline(comparison, style),
    '',
    runText('base', base, comparison.base),
    runText('candidate', candidate, comparison.candidate),
    ...section(problems.map((one) => problemText(one, style))),
    ...section(changesText(changes, style)),
    ...section(shrunk.slice(0, MOST).map(shrunkText)),
    '',
  ].join('\n')
}

const section = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines])

function headline({ decision, counts, problems }: Comparison, style: Style): string {
  if (decision === 'no_worse') return `${style('green', 'NO WORSE')}  ${count(counts.tests, 'test')} ran.`
  const parts = [
    counts.new_failures > 0 && count(counts.new_failures, 'new failure'),
    counts.gone > 0 && `${counts.gone} gone`,
    counts.skipped > 0 && `${counts.skipped} skipped now`,
    counts.weakened > 0 && `${counts.weakened} weakened`,
    counts.renamed > 0 && `${counts.renamed} perhaps renamed`,
  ].filter((part) => part !== false)
  if (decision === 'worse') return `${style('red', 'WORSE')}  ${parts.join(', ')}.`
  const why = count(problems.length, 'reason')
  return `${style('yellow', 'CANNOT TELL')}  ${why}${parts.length > 0 ? `; so far ${parts.join(', ')}` : ''}.`
}

function runText(
  role: string,
  { file, format }: TestRun,
  { tests, passed, failed, skipped, repeated }: Totals,
): string {
  const twice = repeated > 0 ? `; ${count(repeated, 'name')} more than once` : ''
  return `  ${role.padEnd(9)}  ${plain(file, 300)}  ${format}  ${count(tests, 'test')}: ${passed} passed, ${failed} failed, ${skipped} skipped${twice}`
}

function changesText(changes: readonly Change[], style: Style): readonly string[] {
  const kinds = new Set(changes.map(({ kind }) => kind))
  return [...kinds].flatMap((kind) => {
    const all = changes.filter((change) => change.kind === kind)
    const rest = all.length - MOST
    return [
      ...all.slice(0, MOST).map((change) => changeText(change, style)),
      ...(rest > 0 ? [`  ${' '.repeat(13)}  … and ${rest} more`] : []),
    ]
  })
}

function changeText({ kind, test, because, perhaps }: Change, style: Style): string {
  const maybe = perhaps === undefined ? '' : `; perhaps it is now ${nameText(perhaps)}`
  return `  ${WORDS[kind].padEnd(13)}  ${nameText(test)}  ${style('dim', `${because}${maybe}`)}`
}

const nameText = ({ group, name }: TestId): string =>
  group === '' ? plain(name, 120) : `${plain(group, 80)} › ${plain(name, 120)}`

const shrunkText = ({ group, before, now }: Shrunk): string =>
  `  ${plain(group, 80) || 'tests without a suite'} ran ${count(before, 'test')} before, ${now} now`
