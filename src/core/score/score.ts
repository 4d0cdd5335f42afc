import { severityOfScore, type Severity } from '../finding/severity.ts'
import { ok, type Result } from '../problem.ts'
import type { CvssVersion } from './edition.ts'
import type { Equations } from './equations.ts'
import { parse, type Reading } from './parse.ts'
import type { VectorProblem } from './refusal.ts'
import { equations2 } from './v2.ts'
import { equations30, equations31 } from './v3.ts'
import { score4 } from './v4.ts'

/** CVSS v4.0 nomenclature: which groups of metrics went into a score. @source FIRST, CVSS v4.0 Specification, section 1.3 */
export type Nomenclature = 'CVSS-B' | 'CVSS-BT' | 'CVSS-BE' | 'CVSS-BTE'

/** A CVSS vector and what it amounts to, exactly. Scores are multiples of 0.1 within 0 … 10. */
export interface Score {
  readonly vector: string
  readonly version: CvssVersion
  readonly base: number
  /** v2, v3: base and temporal metrics. Absent where no metric of the group is set. */
  readonly temporal?: number
  /** v4: base and threat metrics. */
  readonly threat?: number
  /** v2, v3: all metrics; v4: base and environmental metrics without threat. */
  readonly environmental?: number
  /** Of the whole vector: what policy looks at. */
  readonly score: number
  /** Of `score`. CVSS v2 has no official rating; NVD's is used. */
  readonly severity: Severity
  /** v4 only. */
  readonly nomenclature?: Nomenclature
  /** v4 only: the six equivalence classes, `001110`. */
  readonly macrovector?: string
}

/** What a CVSS vector of any version amounts to, exactly, or why it is none. */
export function score(vector: string): Result<Score, VectorProblem> {
  const reading = parse(vector)
  if (!reading.ok) return reading
  return ok(reading.value.edition.version === '4.0' ? scored4(vector, reading.value) : scored(vector, reading.value))
}

const EQUATIONS = { '2.0': equations2, '3.0': equations30, '3.1': equations31 } as const satisfies Record<
  string,
  Equations
>

function scored(vector: string, { edition, levels, defined }: Reading): Score {
  const version = edition.version as keyof typeof EQUATIONS
  const equations = EQUATIONS[version]
  const base = equations.base(levels)
  const temporal = defined & edition.bits.temporal ? equations.temporal(base, levels) / 10 : undefined
  const environmental = defined & edition.bits.environmental ? equations.environmental(levels) / 10 : undefined
  const score = environmental ?? temporal ?? base / 10
  const severity = version === '2.0' ? severityOfScore2(score) : severityOfScore(score)
  const scored: Writable<Score> = { vector, version, base: base / 10, score, severity }
  if (temporal !== undefined) scored.temporal = temporal
  if (environmental !== undefined) scored.environmental = environmental
  return scored
}

/** @source NVD, Vulnerability Metrics: low below 4.0, medium below 7.0, high from there */
const severityOfScore2 = (score: number): Severity => (score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low')

function scored4(vector: string, { edition, levels, defined }: Reading): Score {
  const threat = (defined & edition.bits.threat) !== 0
  const environmental = (defined & edition.bits.environmental) !== 0
  const { tenths, macrovector } = score4(levels, threat, environmental)
  const score = tenths / 10
  const base = score4(levels, false, false).tenths / 10
  const nomenclature = threat ? (environmental ? 'CVSS-BTE' : 'CVSS-BT') : environmental ? 'CVSS-BE' : 'CVSS-B'
  const severity = severityOfScore(score)
  const scored: Writable<Score> = { vector, version: '4.0', base, score, severity, nomenclature, macrovector }
  if (threat) scored.threat = score4(levels, true, false).tenths / 10
  if (environmental) scored.environmental = score4(levels, false, true).tenths / 10
  return scored
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
