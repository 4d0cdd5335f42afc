import type { Severity } from '../finding/severity.ts'

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

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
