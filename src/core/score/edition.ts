import { automaton, type Automaton } from './automaton.ts'
import type { Levels } from './equations.ts'
import type { Group, Metric } from './metric.ts'
import { METRICS_2 } from './metrics2.ts'
import { METRICS_3 } from './metrics3.ts'
import { METRICS_4 } from './metrics4.ts'

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

/** A version of CVSS: its metrics and how its vectors are written. */
export interface Edition {
  readonly version: CvssVersion
  /** What a vector begins with; v2 has none. */
  readonly prefix: string
  readonly metrics: readonly Metric[]
  /** How a vector says that an optional metric is not defined. */
  readonly undefinedId: 'X' | 'ND'
  /** Whether metrics must come in the order of the specification. */
  readonly ordered: boolean
  /** Whether a group stands whole or not at all. */
  readonly wholeGroups: boolean
  /** `AV:N` → what it chooses. A map, so that `__proto__` is a component that nobody knows. */
  readonly choices: ReadonlyMap<string, Choice>
  /** The same as an automaton. */
  readonly components: Automaton<Choice>
  readonly undefinedLevels: Levels
  /** The metrics of each group as bits: the metric at index n is `1 << n`. */
  readonly bits: Readonly<Record<Group, number>>
}

/** One component of a vector, such as `AV:N`: a metric, and the level that it is set to. */
export interface Choice {
  readonly metric: number
  /** 1 for the first value of the metric, and so on; 0 where it is written as not defined. */
  readonly level: number
}

/**
 * - v4.0 rejects every order but that of its Table 23; v3 accepts any.
 * - v2.0 has "a predetermined order", and `ND` for what is not used: so a group that is used is written whole.
 *   Base alone, base and temporal, base and environmental, or all three.
 *
 * @source FIRST, CVSS v4.0 Specification, section 7; v3.1 and v3.0, section 6; Complete Guide to CVSS v2.0, section 2.4
 */
export const EDITIONS: readonly Edition[] = [
  edition('4.0', 'CVSS:4.0/', METRICS_4, { undefinedId: 'X', ordered: true, wholeGroups: false }),
  edition('3.1', 'CVSS:3.1/', METRICS_3, { undefinedId: 'X', ordered: false, wholeGroups: false }),
  edition('3.0', 'CVSS:3.0/', METRICS_3, { undefinedId: 'X', ordered: false, wholeGroups: false }),
  edition('2.0', '', METRICS_2, { undefinedId: 'ND', ordered: true, wholeGroups: true }),
]

type Manner = Pick<Edition, 'undefinedId' | 'ordered' | 'wholeGroups'>

function edition(version: CvssVersion, prefix: string, metrics: readonly Metric[], manner: Manner): Edition {
  const choices = new Map<string, Choice>()
  const bits = { base: 0, temporal: 0, threat: 0, environmental: 0, supplemental: 0 }
  for (const [index, { id, group, values }] of metrics.entries()) {
    bits[group] |= 1 << index
    for (const [place, value] of values.entries()) choices.set(`${id}:${value.id}`, { metric: index, level: place + 1 })
    if (group !== 'base') choices.set(`${id}:${manner.undefinedId}`, { metric: index, level: 0 })
  }
  const undefinedLevels = metrics.map(() => 0)
  return { version, prefix, metrics, choices, components: automaton(choices), undefinedLevels, bits, ...manner }
}
