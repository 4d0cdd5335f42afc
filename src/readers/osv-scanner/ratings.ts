import type { Rating } from '../../core/finding/finding.ts'
import { severityOfScore } from '../../core/finding/severity.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { list, text } from '../fields.ts'
import { type Grade, gradeOf, USUAL_WORDS } from '../grade.ts'

interface Rated extends Grade {
  readonly vector?: Rating
  readonly otherRatings: readonly Rating[]
}

const VERSIONS = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2']

/**
 * The record's own word (GitHub's `database_specific.severity`, Ubuntu's in `severity[]`) and its newest vector. A record
 * that says neither has the highest score of its group: ids of one flaw.
 */
export function ratingsOf(
  vulnerability: Json,
  affected: readonly Json[],
  group: Json | undefined,
  place: Place,
): Rated {
  const stated = [vulnerability, ...affected].flatMap((part) => list(part, 'severity'))
  const [vector, ...others] = VERSIONS.flatMap((version) =>
    stated.flatMap((entry) => (text(entry, 'type') === version ? (text(entry, 'score') ?? []) : [])),
  ).map((said): Rating => ({ vector: said }))
  const word = wordOf(vulnerability, affected, stated)
  const grade =
    word === undefined && vector === undefined
      ? gradeOfGroup(group)
      : gradeOf(word, { code: 'osv-scanner/unknown-severity', place })
  return { ...grade, otherRatings: others, ...(vector && { vector }) }
}

function wordOf(vulnerability: Json, affected: readonly Json[], stated: readonly Json[]): string | undefined {
  const elsewhere = [
    ...stated.map((entry) => (VERSIONS.includes(text(entry, 'type') ?? '') ? undefined : text(entry, 'score'))),
    ...affected.flatMap((part) => [
      text(part, 'ecosystem_specific', 'severity'),
      text(part, 'database_specific', 'severity'),
    ]),
  ]
  // Elsewhere anything may stand, such as a vector or a distribution's own scale: only a usual word counts.
  return (
    text(vulnerability, 'database_specific', 'severity') ??
    elsewhere.find((said) => USUAL_WORDS.has(said?.toLowerCase() ?? ''))
  )
}

function gradeOfGroup(group: Json | undefined): Grade {
  const said = text(group, 'max_severity')
  const score = /^\d{1,2}(?:\.\d{1,2})?$/.test(said ?? '') ? Number(said) : -1
  return score < 0 || score > 10 ? { severity: 'unknown' } : { severity: severityOfScore(score), severityWord: said! }
}
