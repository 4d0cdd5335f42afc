import type { Finding } from './finding.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { addKey, Fingerprint } from './fingerprint.ts'
import { noSeverities, SEVERITIES, type Severity, type SeverityCounts } from './severity.ts'

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
  readonly #seen: FingerprintSet
  readonly #ignored = new Map<string, number>()
  readonly #severities = noSeverities()
  #merged = 0

  /**
   * @param seed  of the report's digest (`seedOf`), so that no record can be written to look like another one
   * @param seen  gets a fingerprint of what each finding says, for whoever joins it with another part of the report
   */
  constructor(seed: Uint32Array, seen = new FingerprintSet()) {
    this.#seed = seed
    this.#seen = seen
  }

  /** @returns false where the report has already said exactly this: the record was merged */
  finding(finding: Finding): boolean {
    const saying = say(finding, this.#print.start(this.#seed)).end()
    if (!this.#seen.add(saying)) {
      this.#merged++
      return false
    }
    this.#severities[statedSeverity(finding)]++
    return true
  }

  ignored(reason: string): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1)
  }

  tally(): Tally {
    return tallied(this.#seen.size, this.#merged, this.#ignored, this.#severities)
  }
}

/** The tally of a report from those of its parts. @param repeated  findings that an earlier part had already, by severity as stated */
export function joinTallies(parts: readonly Tally[], repeated: SeverityCounts): Tally {
  const again = sum(Object.values(repeated))
  const ignored = new Map<string, number>()
  for (const [reason, n] of parts.flatMap((part) => Object.entries(part.ignored)))
    ignored.set(reason, (ignored.get(reason) ?? 0) + n)
  const severities = noSeverities()
  for (const severity of SEVERITIES)
    severities[severity] = sum(parts.map((part) => part.severities[severity])) - repeated[severity]
  const findings = sum(parts.map((part) => part.findings)) - again
  return tallied(findings, sum(parts.map(({ merged }) => merged)) + again, ignored, severities)
}

function tallied(
  findings: number,
  merged: number,
  ignored: ReadonlyMap<string, number>,
  severities: SeverityCounts,
): Tally {
  return {
    records: findings + merged + sum([...ignored.values()]),
    findings,
    merged,
    ignored: Object.fromEntries([...ignored].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    severities: { ...severities },
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

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
  // The file is long, and most keys have it: then it is said which part it is.
  const part = place?.file === undefined ? -1 : key.parts.indexOf(place.file)
  print.number(part === -1 ? undefined : part)
  if (part === -1) print.optional(place?.file)
  print.number(place?.line).number(place?.column).optional(place?.logical).optional(place?.url)
  return print.add(state.status)
}
