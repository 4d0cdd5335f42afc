import type { Pair, Trace } from '../../core/finding/compare.ts'
import type { Difference, Scan } from '../../core/finding/compare-scans.ts'
import { evidenceJson } from './evidence.ts'
import { problemJson } from './problem.ts'

/** One finding a line, `status` saying what became of it; then one line about the whole. */
export function* differenceLines(difference: Difference, base: Scan, next: Scan): Generator<object> {
  const { same, changed, fresh, gone, unknown, notes, complete } = difference
  for (const trace of fresh) yield { status: 'new', new: traceJson(trace) }
  for (const pair of changed) yield { status: 'changed', ...pairJson(pair) }
  for (const trace of gone) yield { status: 'gone', base: traceJson(trace) }
  for (const { trace, side } of unknown)
    yield { status: 'unknown', [side === 'base' ? 'base' : 'new']: traceJson(trace) }
  for (const pair of same) yield { status: 'same', ...pairJson(pair) }
  yield {
    status: 'summary',
    complete,
    counts: {
      new: fresh.length,
      changed: changed.length,
      gone: gone.length,
      unknown: unknown.length,
      same: same.length,
    },
    notes: notes.map(problemJson),
    evidence: { base: base.evidence.map(evidenceJson), new: next.evidence.map(evidenceJson) },
  }
}

const pairJson = ({ base, next, basis, changes }: Pair) => ({
  matched_by: basis,
  changes: changes.map((field) => ({ field, base: base[field] ?? null, new: next[field] ?? null })),
  base: traceJson(base),
  new: traceJson(next),
})

const traceJson = (trace: Trace): object => trace
