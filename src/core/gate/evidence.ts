import type { ReportFacts } from '../finding/finding.ts'
import type { Tally } from '../finding/tally.ts'
import type { Digest } from '../ids.ts'
import type { Problem } from '../problem.ts'

/** One report as evidence: what it was, whether it could be told in full, and what it says of itself. */
export type Evidence = UnreadReport | ReadReport

/** Not a report that we can read: missing, damaged, too large, of no known format. Never an empty report. */
export interface UnreadReport {
  readonly status: 'refused'
  readonly file: string
  readonly format?: string
  readonly problems: readonly [Problem, ...Problem[]]
}

export interface ReadReport {
  readonly status: 'read'
  readonly file: string
  readonly format: string
  readonly report: Digest
  readonly facts: ReportFacts
  readonly tally: Tally
  /** What the report could not tell. Empty = its evidence is complete. */
  readonly problems: readonly Problem[]
}
