import type { Shape } from '../../scan/shape.ts'
import { elements } from '../../scan/json.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { firstOf, malformed } from '../record.ts'
import { problemsOf } from './health.ts'
import { draftOf, toolOf } from './result.ts'

const STREAMS = ['/results/*']

/** Semgrep's own JSON; Opengrep writes the same. */
export const semgrep: Reader = {
  name: 'semgrep',
  title: 'Semgrep JSON',
  streams: STREAMS,

  recognises: (shape) =>
    Array.isArray(field(shape.value, 'results')) && Array.isArray(field(shape.value, 'errors')) && isOurs(shape),

  facts: (shape) => ({ tools: [toolOf(shape)], subject: { commits: [], digests: [], products: [] } }),

  *read(source, shape) {
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const tool = toolOf(shape)
    for (const { value, pointer } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('semgrep/malformed', 'A result', place)
      else yield { finding: draftOf(value, tool, place) }
    }
  },
}

// @source semgrep-interfaces, cli_output
const KEYS = new Set(
  `results errors version paths skipped_rules interfile_languages_used time explanations rules_by_engine engine_requested
   profiling_results mcp_scan_results subprojects`.split(/\s+/),
)

/** Many tools write `results` and `errors`: a result of ours names a check, and a report without results has our keys alone. */
function isOurs(shape: Shape): boolean {
  const first = firstOf(shape, '/results')
  return first === undefined
    ? Object.keys(record(shape.value) ?? {}).every((key) => KEYS.has(key))
    : text(first, 'check_id') !== undefined && record(first, 'extra') !== undefined
}
