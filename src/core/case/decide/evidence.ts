import { firstOf, happened, lacks, NOTHING_NEW, unattached, unknown, type Rule } from './context.ts'

/** A finding that a person describes is as good as a scanner's. Anybody who found one may add it. */
export const addFinding: Rule<'add_finding'> = (finding, { state }) =>
  state.findings.has(finding.finding) ? NOTHING_NEW : happened({ ...finding, type: 'finding_added' })

export const seeInProduction: Rule<'see_in_production'> = ({ finding, evidence }, context) => {
  const known = context.state.findings.get(finding)
  const refusal = firstOf(lacks(context, 'assess'), unknown('finding', finding, known), unattached(context, [evidence]))
  if (refusal) return refusal
  return known?.inProduction ? NOTHING_NEW : happened({ type: 'finding_seen_in_production', finding, evidence })
}

export const attach: Rule<'attach'> = (file, { state }) =>
  state.evidence.has(file.evidence) ? NOTHING_NEW : happened({ ...file, type: 'evidence_attached' })

/** A report says what somebody saw. What it no longer mentions stays in the case until it is proven gone. */
export const linkReport: Rule<'link_report'> = (report, { state }) =>
  state.evidence.has(report.report) ? NOTHING_NEW : happened({ ...report, type: 'report_linked' })
