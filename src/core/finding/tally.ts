import type { Finding } from './finding.ts'
import { noSeverities, type Severity, type SeverityCounts } from './severity.ts'

/** Where a report's records went: records = findings + merged + the sum of ignored, always. */
export interface Tally {
  readonly records: number
  readonly findings: number
  /** Records that repeat a finding of the same report word for word. */
  readonly merged: number
  /** By reason. */
  readonly ignored: Readonly<Record<string, number>>
  /** Of the findings, as reported; where the report names none, as computed from its vector. */
  readonly severities: SeverityCounts
}

/** Counts one report while it is read. Holds 128 bits for each finding, nothing else. */
export class Counter {
  readonly #seen = new Set<string>()
  readonly #ignored = new Map<string, number>()
  readonly #severities = noSeverities()
  #findings = 0
  #merged = 0

  /** @returns false where the report has already said exactly this: the record was merged */
  finding(finding: Finding, sha256: (text: string) => string): boolean {
    const key = sha256(JSON.stringify(saying(finding))).slice(0, 32)
    if (this.#seen.has(key)) {
      this.#merged++
      return false
    }
    this.#seen.add(key)
    this.#findings++
    this.#severities[statedSeverity(finding)]++
    return true
  }

  ignored(reason: string): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1)
  }

  tally(): Tally {
    const ignored = Object.fromEntries([...this.#ignored].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const dropped = [...this.#ignored.values()].reduce((sum, n) => sum + n, 0)
    return {
      records: this.#findings + this.#merged + dropped,
      findings: this.#findings,
      merged: this.#merged,
      ignored,
      severities: { ...this.#severities },
    }
  }
}

/** As reported; where the report names none, as computed from its own vector. */
export const statedSeverity = ({ severity, score }: Finding): Severity =>
  severity === 'unknown' ? (score?.severity ?? 'unknown') : severity

/**
 * What makes a record a repetition and not a second place: same identity, same words, same component, same place, same state.
 * A fingerprint alone is not enough: a tool may give one to two packages in one lock file.
 */
function saying({ id, title, description, component, locations: [place], state }: Finding): readonly unknown[] {
  return [
    id,
    title,
    description,
    component?.name,
    component?.version,
    place?.file,
    place?.line,
    place?.column,
    place?.logical,
    place?.url,
    state.status,
  ]
}
