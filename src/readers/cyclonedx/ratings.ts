import type { Rating } from '../../core/finding/finding.ts'
import { bySeverity, severityOfScore, type Severity } from '../../core/finding/severity.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, list, number, text } from '../fields.ts'
import { USUAL_WORDS } from '../grade.ts'

export interface Rated {
  readonly severity: Severity
  readonly severityWord?: string
  readonly vector?: Rating
  readonly otherRatings: readonly Rating[]
}

interface Candidate {
  readonly rating: Rating
  readonly severity: Severity
  readonly word: string | undefined
  readonly rank: number
  readonly own: boolean
}

/** What a vector starts with by its method, and how much the method counts: the newest version of CVSS first. */
const METHODS: ReadonlyMap<string, { readonly rank: number; readonly prefix: string }> = new Map([
  ['CVSSv4', { rank: 4, prefix: 'CVSS:4.0/' }],
  ['CVSSv31', { rank: 3, prefix: 'CVSS:3.1/' }],
  ['CVSSv3', { rank: 2, prefix: 'CVSS:3.0/' }],
  ['CVSSv2', { rank: 1, prefix: '' }],
])
const OTHER = { rank: 0, prefix: '' }

/**
 * One rating gives both severity and vector: that of the newest CVSS version, among these the one by the vulnerability's
 * own source, then the worst. A rating that says nothing is passed over.
 */
export function ratingsOf(vulnerability: Json): Rated {
  const source = text(vulnerability, 'source', 'name')?.toLowerCase()
  const candidates = list(vulnerability, 'ratings').map((rating) => candidate(rating, source))
  const [chosen] = candidates
    .filter(({ rating, severity }) => severity !== 'unknown' || rating.vector !== undefined)
    .toSorted((a, b) => b.rank - a.rank || Number(b.own) - Number(a.own) || bySeverity(a.severity, b.severity))
  const others = candidates.filter((other) => other !== chosen).map(({ rating }) => rating)
  const word = chosen?.word ?? candidates[0]?.word
  return {
    severity: chosen?.severity ?? 'unknown',
    otherRatings: others.filter((rating) => Object.keys(rating).length > 0),
    ...defined({ severityWord: word, vector: chosen?.rating.vector === undefined ? undefined : chosen.rating }),
  }
}

function candidate(value: Json, ownSource: string | undefined): Candidate {
  const source = text(value, 'source', 'name')
  const score = number(value, 'score')
  const severity = text(value, 'severity')
  const { vector, rank } = vectorOf(value)
  return {
    rating: defined({ source, vector, score, severity }),
    severity: severityOf(severity, score, rank),
    word: severity ?? (score === undefined ? undefined : String(score)),
    rank,
    own: source !== undefined && source.toLowerCase() === ownSource,
  }
}

/** A vector's own beginning names its version; where it has none, the method does. */
function vectorOf(value: Json): { readonly vector: string | undefined; readonly rank: number } {
  const said = text(value, 'vector')?.trim()
  const { rank, prefix } = METHODS.get(text(value, 'method') ?? '') ?? OTHER
  const version = /^CVSS:(4\.0|3\.1|3\.0)\//.exec(said ?? '')?.[0]
  if (version !== undefined)
    return { vector: said, rank: [...METHODS.values()].find((m) => m.prefix === version)?.rank ?? rank }
  return { vector: said === undefined || rank === 0 ? undefined : `${prefix}${said}`, rank }
}

/** Its word; without one, the band of its CVSS score. CVSS v2 knows nothing above high. */
function severityOf(word: string | undefined, score: number | undefined, rank: number): Severity {
  const stated = USUAL_WORDS.get(word?.toLowerCase() ?? '')
  if (stated !== undefined && stated !== 'unknown') return stated
  if (score === undefined || score < 0 || score > 10 || rank === 0) return 'unknown'
  return rank === 1 && score >= 7 ? 'high' : severityOfScore(score)
}
