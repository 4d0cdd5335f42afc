import { traceOf, type Trace } from '../core/finding/compare.ts'
import { compareScans, type Scan } from '../core/finding/compare-scans.ts'
import type { Evidence } from '../core/gate/evidence.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { differenceLines } from '../writers/json/difference.ts'
import { differenceText } from '../writers/terminal/difference.ts'
import { type Answer, sent } from './answer.ts'
import type { Ports } from './ports.ts'
import { gather } from './reports.ts'
import { jsonText } from '../writers/json/text.ts'

export interface DiffRequest {
  readonly base: string
  readonly next: string
  readonly json: boolean
}

/** `holdpoint diff`: what is new, same, changed and gone between two scans; `unknown` where one could not be told in full. */
export async function diff({ base, next, json }: DiffRequest, ports: Ports): Promise<Answer> {
  const [before, after] = [await scan(base, ports), await scan(next, ports)]
  const difference = compareScans(before, after)
  const out = ports.files.spool()
  if (json) for (const line of differenceLines(difference, before, after)) out.write(`${jsonText(line)}\n`)
  else out.write(differenceText(difference, ports.terminal.style))
  const problems = [...before.evidence, ...after.evidence].flatMap((one) => one.problems)
  const exit = difference.complete ? EXIT.clear : EXIT.unknown
  return sent(out, '-', exit, ports, [...problems, ...difference.notes])
}

/** What a report said counts only if its end could be read. */
async function scan(path: string, ports: Ports): Promise<Scan> {
  const traces: Trace[] = []
  const evidence: Evidence[] = []
  for (const report of await gather([path], ports)) {
    const mark = traces.length
    let step = report.next()
    for (; !step.done; step = report.next()) traces.push(traceOf(step.value))
    evidence.push(step.value)
    if (step.value.status === 'refused') traces.length = mark
  }
  return { traces, evidence }
}
