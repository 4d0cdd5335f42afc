import { ceiling, type Equations, type Levels, type Tenths } from './equations.ts'
import { METRICS_3 } from './metrics3.ts'

const changed30 = (iss: number) => 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15
const changed31 = (iss: number) => 7.52 * (iss - 0.029) - 3.25 * (iss * 0.9731 - 0.02) ** 13

/** @source FIRST, CVSS v3.0 Specification, section 8 */
export const equations30: Equations = equations(changed30)

/** v3.1 changed the environmental equation alone, for a changed scope. @source FIRST, CVSS v3.1 Specification, section 7 */
export const equations31: Equations = equations(changed31)

function equations(modifiedChangedImpact: (iss: number) => number): Equations {
  return {
    base: (levels) => scored(levels, WITHOUT_REQUIREMENTS, changed30),
    temporal,
    environmental: (levels) => temporal(scored(modified(levels), levels, modifiedChangedImpact), levels),
  }
}

// Weights in hundredths, by level; where a metric is not defined, that of the value which leaves the score alone.
const AV = [0, 85, 62, 55, 20]
const AC = [0, 77, 44]
const PR_UNCHANGED = [0, 85, 62, 27]
const PR_CHANGED = [0, 85, 68, 50]
const UI = [0, 85, 62]
const E = [100, 91, 94, 97, 100]
const RL = [100, 95, 96, 97, 100]
const RC = [100, 92, 96, 100]
/** C, I, A in two-hundredths and CR, IR, AR in halves: so their products are hundredths, and whole. */
const LOSS = [0, 28, 11, 0]
const REQUIREMENT = [2, 3, 2, 1]

const WITHOUT_REQUIREMENTS: Levels = METRICS_3.map(() => 0)
const SCOPE_CHANGED = 2

/**
 * The score of the base metrics, in numbers of 1e-10, in which all terms but one are whole. The impact beyond a
 * changed scope has up to 90 decimals and is computed in floating point; it comes nowhere near a tie (the test goes
 * through all its values). v3.1's Roundup, by way of five decimals, and the plain ceiling agree on all of them too.
 *
 * @param changedImpact  from the impact sub-score, 0 … 0.915, to the impact beyond a changed scope
 */
function scored(levels: Levels, requirements: Levels, changedImpact: (iss: number) => number): Tenths {
  const kept = (metric: number, requirement: number) =>
    100 - LOSS[levels[metric]!]! * REQUIREMENT[requirements[requirement]!]!
  const iss = Math.min(1_000_000 - kept(5, 11) * kept(6, 12) * kept(7, 13), 915_000)
  const changed = levels[4] === SCOPE_CHANGED
  const impact = changed ? Math.round(changedImpact(iss / 1_000_000) * 1e10) : 64_200 * iss
  if (impact <= 0) return 0
  const privileges = (changed ? PR_CHANGED : PR_UNCHANGED)[levels[2]!]!
  const exploitability = 822 * AV[levels[0]!]! * AC[levels[1]!]! * privileges * UI[levels[3]!]!
  const factor = changed ? 108 : 100
  return Math.min(100, ceiling((impact + exploitability) * factor, 100_000_000_000))
}

function temporal(base: Tenths, levels: Levels): Tenths {
  return ceiling(base * E[levels[8]!]! * RL[levels[9]!]! * RC[levels[10]!]!, 1_000_000)
}

/** The base metrics as the modified ones, which stand 14 places behind, replace them. */
const modified = (levels: Levels): Levels => levels.slice(0, 8).map((level, metric) => levels[metric + 14]! || level)
