import type { Draft, ReportFacts } from '../core/finding/finding.ts'
import type { Problem } from '../core/problem.ts'
import type { Shape, Share } from '../scan/shape.ts'
import type { Source } from '../scan/source.ts'

/**
 * What a reader understood of one report, step by step. Each record of the report gives exactly one `finding` or `ignored`,
 * so that records = findings + merged + ignored, always.
 */
export type Reading =
  /** One record, understood. */
  | { readonly finding: Draft }
  /** One record that says nothing to act on; the reason is counted under its short name (`kind-pass`, `malformed`). */
  | { readonly ignored: string }
  /** Something that the report could not tell: its evidence is `unknown`. */
  | { readonly problem: Problem }
  /** Not a report that we can read after all: another version, another thing. Nothing of it counts. */
  | { readonly refused: Problem }

/** The code that understands one format: a folder with its sample, its expectation and a README, and one line in index.ts. */
export interface Reader {
  /** `sarif`: stands in every machine output. */
  readonly name: string
  /** `SARIF 2.1.0`: for people. */
  readonly title: string
  // Where the many records are: JSON Pointers with `*` for an index (or any key), as '/runs/*/results/*'.
  // They are read one by one and never held.
  readonly streams: readonly string[]
  /** The same for a format that is XML, or XML as well: paths of local names, as `/bom/vulnerabilities/vulnerability`. */
  readonly xml?: readonly string[]
  /** Is it one of ours? Looks at content alone. Exactly one reader says yes to any sample. */
  recognises(shape: Shape): boolean
  /** What the report says of itself. Never throws, whatever the report holds. */
  facts(shape: Shape): ReportFacts
  /** Each record stands for itself, so that parts of a report may be read beside each other: `read` heeds its `share`. */
  readonly divisible?: true
  /**
   * Reads it, in the report's order. Damage in the bytes throws a ScanFault; nothing counts before the end was reached.
   * Of a share it gives the records that begin there; what concerns the whole report comes with the first one.
   */
  read(source: Source, shape: Shape, share?: Share): Iterable<Reading>
}
