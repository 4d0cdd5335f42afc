import type { Finding } from './finding.ts'
import { FingerprintMap } from './fingerprint-map.ts'
import { addKey, Fingerprint } from './fingerprint.ts'
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
  readonly #seed: Uint32Array
  readonly #print = new Fingerprint()
  readonly #seen = new FingerprintMap()
  readonly #ignored = new Map<string, number>()
  readonly #severities = noSeverities()
  #merged = 0

  /** @param seed  of the report's digest (`seedOf`), so that no record can be written to look like another one */
  constructor(seed: Uint32Array) {
    this.#seed = seed
  }

  /** @returns false where the report has already said exactly this: the record was merged */
  finding(finding: Finding): boolean {
    const saying = say(finding, this.#print.start(this.#seed)).end()
    if (this.#seen.get(saying) !== 0) {
      this.#merged++
      return false
    }
    this.#seen.set(saying, 1)
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
      records: this.#seen.size + this.#merged + dropped,
      findings: this.#seen.size,
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
function say(
  { keys: [key], title, description, severity, component, locations: [place], state }: Finding,
  print: Fingerprint,
) {
  addKey(key, print).add(title).optional(description).add(severity)
  print.optional(component?.name).optional(component?.version)
  print.optional(place?.file).number(place?.line).number(place?.column).optional(place?.logical).optional(place?.url)
  return print.add(state.status)
}
