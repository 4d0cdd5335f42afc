import type { Finding } from '../../core/finding/finding.ts'
import {
  component as componentForm,
  label,
  vector as vectorForm,
  version as versionForm,
} from '../../core/case/values.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Ports } from '../ports.ts'
import { readReport } from '../report.ts'

/** A finding as a case takes it, in plain words. */
export interface SaidFinding {
  readonly finding: string
  readonly kind: string
  readonly severity: string
  readonly title: string
  readonly fixed_in: readonly string[]
  readonly [more: string]: unknown
}

const MOST = 50
const TITLE = 500

/** The findings of a file: one that was written by hand, or any report that is read. All of it, or why not. */
export function findingsOf(path: string, ports: Ports): Result<readonly SaidFinding[]> {
  const source = ports.files.open(path)
  if (!source.ok) return source
  try {
    const found: Finding[] = []
    const report = readReport(source.value, ports.hash)
    let step = report.next()
    for (; !step.done && found.length <= MOST; step = report.next()) found.push(step.value)
    if (!step.done)
      return refuse(
        'finding/too-many',
        `There are more than ${MOST} findings.`,
        'A case is about one weakness: write that one down.',
        { file: path },
      )
    const [flaw] = step.value.problems
    if (flaw) return { ok: false, problem: flaw }
    return found.length > 0
      ? ok(found.map(saidOf))
      : refuse('finding/no-findings', 'There is no finding in it.', 'docs/formats/finding.md says how to write one.', {
          file: path,
        })
  } finally {
    source.value.close()
  }
}

/** What does not fit a case's own form is left out, never changed: the file itself is evidence. */
function saidOf({
  id,
  kind,
  severity,
  title,
  advisories,
  vector,
  tool,
  component,
  fixedIn,
  provenance,
}: Finding): SaidFinding {
  const cve = advisories.find((one) => one.startsWith('CVE-') && !title.includes(one))
  const fits = (form: { read: (value: unknown, at: string) => { ok: boolean } }, value: unknown) =>
    form.read(value, '').ok
  const byTool = provenance.format !== 'finding' && fits(label, tool?.name)
  return {
    finding: id,
    kind,
    severity,
    title: `${cve ? `${cve}: ` : ''}${title}`.slice(0, TITLE),
    fixed_in: fixedIn.filter((one) => fits(versionForm, one)),
    ...(fits(vectorForm, vector?.vector) && { vector: vector!.vector }),
    ...(byTool && { tool: tool!.name }),
    ...(fits(componentForm, component?.name) && { component: component!.name }),
    ...(fits(versionForm, component?.version) && { version: component!.version }),
  }
}
