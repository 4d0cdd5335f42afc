import type { Finding } from '../core/finding/finding.ts'
import type { Report } from '../core/gate/evaluate.ts'
import type { Evidence } from '../core/gate/evidence.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { evidenceJson } from '../writers/json/evidence.ts'
import { findingJson } from '../writers/json/finding.ts'
import { readingText } from '../writers/terminal/reading.ts'
import { type Answer, sent } from './answer.ts'
import type { Ports, Spool } from './ports.ts'
import { gather } from './reports.ts'
import { jsonText } from '../writers/json/text.ts'

export interface ReadRequest {
  readonly paths: readonly string[]
  /** One finding a line, one report a line, or for people. */
  readonly as: 'findings' | 'summary' | 'text'
}

/** `holdpoint read`: what is in these reports, judged by nobody. `unknown` where one of them could not tell everything. */
export async function read({ paths, as }: ReadRequest, ports: Ports): Promise<Answer> {
  const out = ports.files.spool()
  const evidence: Evidence[] = []
  for (const report of await gather(paths, ports)) {
    const one = as === 'findings' ? spool(report, out) : drain(report)
    evidence.push(one)
    if (as === 'summary') out.write(`${jsonText(evidenceJson(one))}\n`)
    if (as === 'text') out.write(readingText(one, ports.terminal.style))
  }
  const problems = evidence.flatMap((one) => one.problems)
  const exit = evidence.length > 0 && problems.length === 0 ? EXIT.clear : EXIT.unknown
  return sent(out, '-', exit, ports, as === 'text' ? [] : problems)
}

/** A report's findings stand in the output only if the report could be read to its end. */
function spool(report: Report, out: Spool): Evidence {
  const mark = out.mark
  const evidence = each(report, (finding) => out.write(`${jsonText(findingJson(finding))}\n`))
  if (evidence.status === 'refused') out.rewind(mark)
  return evidence
}

const drain = (report: Report): Evidence => each(report, () => {})

function each(findings: Report, visit: (finding: Finding) => void): Evidence {
  let step = findings.next()
  while (!step.done) {
    visit(step.value)
    step = findings.next()
  }
  return step.value
}
