import type { Json } from '../../scan/shape.ts'
import { record, text } from '../fields.ts'

const NEEDED = ['title', 'severity', 'description']

/** Everything that may stand in a finding. What is not read is listed all the same: it is no mistake. */
export const FIELDS: ReadonlySet<string> = new Set([
  ...NEEDED,
  ...`active component_name component_version cve cvssv3 cvssv3_score cvssv4 cvssv4_score cwe cwes date duplicate
   dynamic_finding effort_for_fixing endpoints epss_percentile epss_score false_p file_path files fix_available fix_version
   impact is_mitigated kev_date known_exploited line mitigated mitigation nb_occurences
   numerical_severity out_of_scope param payload planned_remediation_date planned_remediation_version publish_date
   ransomware_used references reporter risk_accepted sast_sink_object sast_source_file_path sast_source_line
   sast_source_object scanner_confidence service severity_justification static_finding steps_to_reproduce tags thread_id
   under_review unique_id_from_tool url verified vuln_id_from_tool vulnerability_ids`.split(/\s+/),
])

export const strangersIn = (finding: Json): readonly string[] =>
  Object.keys(record(finding) ?? {}).filter((key) => !FIELDS.has(key))

export const missingIn = (finding: Json): readonly string[] => NEEDED.filter((key) => text(finding, key) === undefined)
