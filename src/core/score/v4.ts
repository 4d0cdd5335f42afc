import { CLASSES, combinationIn } from './equivalence.ts'
import { halfUp, type Levels, type Tenths } from './equations.ts'
import { MACROVECTORS } from './macrovectors.ts'

export interface Score4 {
  readonly tenths: Tenths
  /** The six equivalence classes, `001110`. */
  readonly macrovector: string
}

/**
 * The score of the base metrics and, where asked for, of the threat and environmental ones: that of the macrovector,
 * less the mean of how far the vector lies towards the next lower macrovector of each class. All in whole numbers:
 * 840 is a multiple of every depth, 840 x classes the common denominator.
 *
 * @source FIRST, CVSS v4.0 Specification, section 8.2, rounded half up without the error of binary fractions
 */
export function score4(levels: Levels, threat: boolean, environmental: boolean): Score4 {
  const steps = effective(levels, threat, environmental)
  let bits = 0
  for (const each of CLASSES) bits += combinationIn(each, steps).bits
  const { name, tenths, below } = (MACROS[bits] ??= macroOf(bits))
  if (NO_IMPACT.every((step, place) => steps[VC + place] === step)) return { tenths: 0, macrovector: name }
  let classes = 0
  let lost840 = 0
  for (let place = 0; place < CLASSES.length; place++) {
    const next = below[place]
    if (next === undefined) continue
    classes += 1
    lost840 += (tenths - next) * combinationIn(CLASSES[place]!, steps).depth840
  }
  const exact = classes === 0 ? tenths : halfUp(840 * classes * tenths - lost840, 840 * classes)
  return { tenths: exact, macrovector: name }
}

const [VC, SI, SA, E, CR, MODIFIED] = [5, 9, 10, 11, 12, 15] as const
/** VC, VI, VA, SC, SI, SA: None. */
const NO_IMPACT = [2, 2, 2, 2, 3, 3]

interface Macro {
  readonly name: string
  readonly tenths: Tenths
  /** For each class the score of the next lower macrovector, the better one where there are two. */
  readonly below: readonly (Tenths | undefined)[]
}

/** The macrovectors met so far, by their bits: two a digit of the name. */
const MACROS: (Macro | undefined)[] = Array.from({ length: 4 ** 6 })

function macroOf(bits: number): Macro {
  const nameOf = (bits: number) => bits.toString(4).padStart(6, '0')
  const below = CLASSES.map(({ lower }) => {
    const scores = lower.map((step) => MACROVECTORS.get(nameOf(bits + step))).filter((score) => score !== undefined)
    return scores.length > 0 ? Math.max(...scores) : undefined
  })
  return { name: nameOf(bits), tenths: MACROVECTORS.get(nameOf(bits))!, below }
}

/**
 * The metrics AV … SA, E, CR, IR, AR as they count: how many steps below the worst value each one is. What is not
 * defined, or not asked for, is the base metric's value, or the worst.
 */
function effective(levels: Levels, threat: boolean, environmental: boolean): number[] {
  const steps: number[] = []
  for (let metric = 0; metric < E; metric++) {
    const level = (environmental && levels[MODIFIED + metric]) || levels[metric]!
    // Safety is the fourth value of MSI and MSA and the worst.
    steps[metric] = metric === SI || metric === SA ? level & 3 : level - 1
  }
  steps[E] = threat ? Math.max(0, levels[E]! - 1) : 0
  for (let metric = CR; metric < MODIFIED; metric++)
    steps[metric] = environmental ? Math.max(0, levels[metric]! - 1) : 0
  return steps
}
