import { halfUp, type Equations, type Levels, type Tenths } from './equations.ts'
import { METRICS_2 } from './metrics2.ts'

/** @source FIRST, A Complete Guide to CVSS Version 2.0, section 3.2: rounded half up wherever the guide rounds */
export const equations2: Equations = {
  base: (levels) => base(impact(levels, WITHOUT_REQUIREMENTS), levels),
  temporal,
  environmental(levels) {
    const [cdp, td] = [CDP[levels[9]!]!, TD[levels[10]!]!]
    const adjusted = temporal(base(Math.min(impact(levels, levels), IMPACT_10), levels), levels)
    return halfUp((10 * adjusted + (100 - adjusted) * cdp) * td, 1000)
  },
}

// Weights by level. In thousandths: AV, Au; in hundredths: AC, E, RL, RC, TD, CR, IR, AR; in tenths: CDP.
const AV = [0, 395, 646, 1000]
const AC = [0, 35, 61, 71]
const AU = [0, 450, 560, 704]
const E = [100, 85, 90, 95, 100]
const RL = [100, 87, 90, 95, 100]
const RC = [100, 90, 95, 100]
const CDP = [0, 0, 1, 3, 4, 5]
const TD = [100, 0, 25, 75, 100]
const REQUIREMENT = [100, 151, 100, 50]
/** C, I, A: 0, 0.275 and 0.66 in two-hundredths. */
const LOSS = [0, 0, 55, 132]

const WITHOUT_REQUIREMENTS: Levels = METRICS_2.map(() => 0)

/**
 * BaseScore = (0.6 Impact + 0.4 Exploitability - 1.5) f(Impact). With f = 1.176 multiplied out, each term is a number
 * of 1e-12.
 *
 * The guide does not say what a score below zero is; it happens to adjusted base scores only, and is zero here.
 */
function base(impact: number, levels: Levels): Tenths {
  if (impact === 0) return 0
  const exploitability = 94_080 * AV[levels[0]!]! * AC[levels[1]!]! * AU[levels[2]!]! // 1.176 x 0.4 x 20
  return Math.max(0, halfUp(impact + exploitability - 1_764_000_000_000, 100_000_000_000)) // 1.176 x 1.5; a tenth
}

/** 1.176 x 0.6 x 10: the greatest adjusted impact. */
const IMPACT_10 = 7_056_000_000_000

/**
 * 1.176 x 0.6 x 10.41 x (1 - (1 - C CR)(1 - I IR)(1 - A AR)) in 1e-12, rounded down. That rounding is harmless: all
 * else in the sum is a whole number of 1e-12, and so is every threshold between two scores.
 */
function impact(levels: Levels, requirements: Levels): number {
  const kept = (metric: number, requirement: number) =>
    20_000 - LOSS[levels[metric]!]! * REQUIREMENT[requirements[requirement]!]!
  const lost = 20_000 ** 3 - kept(3, 11) * kept(4, 12) * kept(5, 13)
  // 7.345296 / 20000^3 is 0.918162e-12. Multiplied in two parts, as the whole would not fit into 53 bits.
  const rest = lost % 1_000_000
  return 918_162 * ((lost - rest) / 1_000_000) + Math.floor((918_162 * rest) / 1_000_000)
}

function temporal(base: Tenths, levels: Levels): Tenths {
  return halfUp(base * E[levels[6]!]! * RL[levels[7]!]! * RC[levels[8]!]!, 1_000_000)
}
