import { type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { field } from '../fields.ts'
import { toolsOf } from './bom.ts'
import { countOf, documentOf } from './document.ts'

/** What a document leaves open: an inventory is no scan. */
export function* problemsOf(file: string, shape: Shape): Iterable<Problem> {
  const at = { file, pointer: '/vulnerabilities' }
  if (countOf(shape) > 0) return
  const document = documentOf(shape)
  const vulnerabilities = field(document, 'vulnerabilities')
  if (vulnerabilities === undefined || vulnerabilities === null) {
    yield problem(
      'cyclonedx/no-vulnerabilities',
      'The document is an inventory: it does not tell whether anybody looked for vulnerabilities.',
      'Scan this inventory (grype sbom:…, osv-scanner, trivy sbom) and give the report of the scan.',
      at,
    )
  } else if (!Array.isArray(vulnerabilities) || vulnerabilities.length > 0) {
    yield problem(
      'cyclonedx/malformed',
      '"vulnerabilities" is no list of them.',
      'Let the tool write the document again.',
      at,
    )
  } else if (isTrivys(document)) {
    yield problem(
      'cyclonedx/maybe-not-scanned',
      'Trivy writes an empty list of vulnerabilities also where it did not look for any.',
      "Give Trivy's JSON or SARIF report instead.",
      at,
    )
  }
}

/** `trivy … --format cyclonedx` looks for nothing unless `--scanners vuln` is given. @source Trivy, documentation of SBOM output */
const isTrivys = (document: Json): boolean =>
  toolsOf(field(document, 'metadata', 'tools')).some(({ name }) => name.toLowerCase() === 'trivy')
