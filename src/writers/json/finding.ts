import type { Finding, Location, Rating, State } from '../../core/finding/finding.ts'
import { ownSeverity } from '../../core/policy/judge.ts'
import { problemJson } from './problem.ts'
import { scoreJson } from './score.ts'

/** A finding as machines get it, in snake_case: one JSON object, in `holdpoint read --json` one a line. */
export function findingJson(finding: Finding): object {
  const { component, rule, tool, provenance } = finding
  return {
    id: finding.id,
    identities: finding.identities,
    kind: finding.kind,
    title: finding.title,
    description: finding.description,
    severity: ownSeverity(finding),
    reported: { severity: finding.severity, word: finding.severityWord, ...rated(finding.vector) },
    score: finding.score && scoreJson(finding.score),
    other_ratings: finding.otherRatings.length > 0 ? finding.otherRatings : undefined,
    advisories: finding.advisories,
    cwes: finding.cwes,
    rule,
    component,
    fixed_in: finding.fixedIn,
    locations: finding.locations.map(locationJson),
    state: stateJson(finding.state),
    baseline: finding.baseline,
    tool,
    provenance,
    notes: finding.notes?.map(problemJson),
  }
}

const rated = (rating: Rating | undefined) =>
  rating && { source: rating.source, vector: rating.vector, score: rating.score }

const locationJson = ({ file, line, column, endLine, logical, url, snippet }: Location) => ({
  file,
  line,
  column,
  end_line: endLine,
  logical,
  url,
  snippet,
})

const stateJson = (state: State) => state
