/** One question of a table, or its answer. Values in ascending order: the later, the more urgent. */
export interface Point {
  /** With its version: `ssvc:E:1.1.0`. */
  readonly id: string
  /** As people type it: `exploitation`. */
  readonly name: string
  readonly title: string
  readonly values: readonly Value[]
}

export interface Value {
  /** As the source writes it: `P`. */
  readonly key: string
  /** As people type it: `poc`. */
  readonly word: string
  readonly title: string
}

/** A decision table of SSVC (Stakeholder-Specific Vulnerability Categorization): one row for each combination of inputs. */
export interface Table {
  /** As people type it: `deployer`. */
  readonly name: string
  /** With its version: `ssvc:DT_DP:1.0.0`. */
  readonly id: string
  readonly title: string
  readonly inputs: readonly Point[]
  readonly outcome: Point
  /** Keys: one for each input, then the outcome's: `P O Y H I`. */
  readonly rows: readonly string[]
}
