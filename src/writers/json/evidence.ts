import { noSeverities } from '../../core/finding/severity.ts'
import type { Evidence } from '../../core/gate/evidence.ts'
import { problemJson } from './problem.ts'

/** A report in one line: what became of its records, and whether it could tell everything. */
export function evidenceJson(evidence: Evidence): object {
  const problems = evidence.problems.map(problemJson)
  if (evidence.status === 'refused')
    return {
      file: evidence.file,
      format: evidence.format ?? null,
      status: 'refused',
      records: 0,
      findings: 0,
      merged: 0,
      ignored: {},
      severities: noSeverities(),
      evidence: 'unknown',
      problems,
    }
  const { tally, facts } = evidence
  return {
    file: evidence.file,
    format: evidence.format,
    status: 'read',
    records: tally.records,
    findings: tally.findings,
    merged: tally.merged,
    ignored: tally.ignored,
    severities: tally.severities,
    evidence: problems.length === 0 ? 'complete' : 'unknown',
    problems,
    report: evidence.report,
    tools: facts.tools,
    finished_at: facts.finishedAt,
  }
}
