import type { Evidence } from '../gate/evidence.ts'
import { type Problem, problem } from '../problem.ts'
import { compare, type Pair, type Trace } from './compare.ts'

/** One side of a comparison: the findings of the reports that could be read, and what all of them are worth. */
export interface Scan {
  readonly traces: readonly Trace[]
  readonly evidence: readonly Evidence[]
}

/** What two scans allow to say. A finding that is missing on a side that could not be told in full is not gone, and not new. */
export interface Difference {
  readonly same: readonly Pair[]
  readonly changed: readonly Pair[]
  readonly fresh: readonly Trace[]
  readonly gone: readonly Trace[]
  readonly unknown: readonly Unknown[]
  /** What is missing or odd on the new side. */
  readonly notes: readonly Problem[]
  /** Both sides could be told in full, and nothing is unknown. */
  readonly complete: boolean
}

export interface Unknown {
  readonly trace: Trace
  /** The side that has it. */
  readonly side: 'base' | 'next'
}

export function compareScans(base: Scan, next: Scan): Difference {
  const { pairs, onlyBase, onlyNext } = compare(base.traces, next.traces)
  const [baseTold, nextTold] = [inFull(base), inFull(next)]
  const looked = lookersOf(base)
  const looks = lookersOf(next)
  const covered = ({ tool, provenance }: Trace) =>
    tool !== undefined && looked.has(tool.toLowerCase()) ? looks.has(tool.toLowerCase()) : looks.has(provenance.format)
  const mayBeGone = (trace: Trace) => nextTold && covered(trace)
  const unknown: readonly Unknown[] = [
    ...onlyBase.filter((trace) => !mayBeGone(trace)).map((trace) => ({ trace, side: 'base' as const })),
    ...(baseTold ? [] : onlyNext.map((trace) => ({ trace, side: 'next' as const }))),
  ]
  return {
    same: pairs.filter(({ changes }) => changes.length === 0),
    changed: pairs.filter(({ changes }) => changes.length > 0),
    fresh: baseTold ? onlyNext : [],
    gone: onlyBase.filter(mayBeGone),
    unknown,
    notes: [...narrower(base, looks), ...(nextTold ? empty(base, next) : [])],
    complete: baseTold && nextTold && unknown.length === 0,
  }
}

/** At least one report, and every one told everything. */
const inFull = ({ evidence }: Scan): boolean =>
  evidence.length > 0 && evidence.every(({ status, problems }) => status === 'read' && problems.length === 0)

/** The tools that looked, and the formats that they reported in. */
const lookersOf = ({ evidence }: Scan): ReadonlySet<string> =>
  new Set(evidence.flatMap((one) => (one.status === 'read' ? [...toolsOf(one), one.format] : [])))

const toolsOf = ({ facts }: Extract<Evidence, { status: 'read' }>): readonly string[] =>
  facts.tools.map(({ name }) => name.toLowerCase())

function narrower({ evidence }: Scan, looks: ReadonlySet<string>): readonly Problem[] {
  const wanted = evidence.flatMap((one) => {
    if (one.status !== 'read') return []
    const tools = toolsOf(one)
    return tools.length > 0 ? tools : [one.format]
  })
  return [...new Set(wanted)]
    .filter((name) => !looks.has(name))
    .map((name) =>
      problem(
        'diff/narrower',
        `The base has a report of ${name}, and the new side has none.`,
        `What it found is unknown, not gone. Run ${name} again.`,
      ),
    )
}

function empty(base: Scan, next: Scan): readonly Problem[] {
  if (base.traces.length === 0 || next.traces.length > 0) return []
  const message = `The new reports have no finding at all; the base has ${base.traces.length}.`
  return [problem('diff/empty', message, 'Did the scan look at the same thing?')]
}
