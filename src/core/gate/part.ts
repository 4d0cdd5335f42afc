import { settled } from '../finding/complete.ts'
import type { Finding } from '../finding/finding.ts'
import { FingerprintSet, type PlainSet } from '../finding/fingerprint-set.ts'
import { noSeverities, SEVERITIES, type SeverityCounts } from '../finding/severity.ts'
import { joinTallies } from '../finding/tally.ts'
import type { Digest } from '../ids.ts'
import type { Blocking, PlainBlocking } from './blocking.ts'
import type { Docket, Heard, Nth } from './docket.ts'
import type { Evidence } from './evidence.ts'
import { Minutes } from './minutes.ts'

/** Stands where the digest of a report belongs that was read in parts, until they are joined: no part knows all of its bytes. */
export const UNHASHED = `sha256:${'0'.repeat(64)}` as Digest

/** A part of a report as one thread heard it, in plain values that can be handed to another. */
export interface Part {
  readonly evidence: Evidence
  /** A fingerprint of what each finding says, in order. */
  readonly sayings: PlainSet
  readonly minutes: Uint8Array
  readonly severities: SeverityCounts
  readonly excused: number
  /** Those that block, in order. */
  readonly blocking: PlainBlocking
  readonly worst: readonly Nth[]
}

/** Hears a part of a report. @param sayings  where whoever reads the report puts what each finding says */
export function hearPart(report: Generator<Finding, Evidence>, docket: Docket, sayings: FingerprintSet): Part {
  const evidence = docket.hear(report)
  return {
    evidence,
    sayings: sayings.plain(),
    minutes: docket.minutes.bytes,
    severities: docket.severities,
    excused: docket.excused,
    blocking: docket.blocking.plain(),
    worst: docket.worst.map((nth) => ({ ...nth, finding: settled(nth.finding) })),
  }
}

/** A problem list as long as this says enough. */
const MAX_PROBLEMS = 100

/**
 * The parts of one report, in its order, as if they had been heard in one go: what a part repeats of an earlier one is taken back.
 *
 * @param blocking  an empty one, of the seed that the parts' own had
 * @param report  the digest of all of it
 */
export function join(parts: readonly Part[], blocking: Blocking, report: Digest): { evidence: Evidence; heard: Heard } {
  const severities = noSeverities()
  const repeated = noSeverities()
  const worst: Nth[] = []
  let excused = 0
  const earlier: FingerprintSet[] = []
  for (const part of parts) {
    const { words } = part.sayings
    const again = new Set(earlier.flatMap((seen) => seen.among(words)))
    const minutes = new Minutes(part.minutes)
    for (const severity of SEVERITIES) severities[severity] += part.severities[severity]
    excused += part.excused
    for (const n of again) {
      const { stated, judged, outcome } = minutes.of(n)
      repeated[stated]++
      severities[judged]--
      if (outcome === 'excused') excused--
    }
    const weighing = again.size === 0 ? undefined : minutes.weighing()
    blocking.append(part.blocking, weighing && ((finding) => again.has(weighing[finding]!)))
    earlier.push(new FingerprintSet(part.sayings))
    worst.push(...part.worst.filter(({ nth }) => !again.has(nth)).map((one) => of(report, one)))
  }
  return { evidence: joinEvidence(parts, repeated, report), heard: { severities, excused, blocking, worst } }
}

const of = (report: Digest, { finding, ...nth }: Nth): Nth => ({
  ...nth,
  finding: { ...finding, provenance: { ...finding.provenance, report } },
})

/** What every part could read was read; else the first one that could not says why. */
function joinEvidence(parts: readonly Part[], repeated: SeverityCounts, report: Digest): Evidence {
  const all = parts.map(({ evidence }) => evidence)
  const [first] = all
  const refused = all.find(({ status }) => status === 'refused')
  if (refused !== undefined || first?.status !== 'read') return (refused ?? first)!
  return {
    ...first,
    report,
    tally: joinTallies(
      all.flatMap((one) => (one.status === 'read' ? [one.tally] : [])),
      repeated,
    ),
    problems: all.flatMap(({ problems }) => problems).slice(0, MAX_PROBLEMS),
  }
}
