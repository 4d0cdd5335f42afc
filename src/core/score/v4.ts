import { CLASSES, type EquivalenceClass } from './equivalence.ts'
import { halfUp, type Levels, type Tenths } from './equations.ts'
import { MACROVECTORS } from './macrovectors.ts'

/** Which optional groups go into a score. */
export interface Groups {
  readonly threat: boolean
  readonly environmental: boolean
}

export interface Score4 {
  readonly tenths: Tenths
  /** The six equivalence classes, `001110`. */
  readonly macrovector: string
}

/**
 * The score of its macrovector, less the mean of how far it lies towards the next lower macrovector of each class.
 * All in whole numbers: with 840 a multiple of every depth, and 840 x classes the common denominator.
 *
 * @source FIRST, CVSS v4.0 Specification, section 8.2, rounded half up without the error of binary fractions
 */
export function score4(levels: Levels, groups: Groups): Score4 {
  const steps = effective(levels, groups)
  const combinations = CLASSES.map((each) => each.combinations[indexIn(each, steps)]!)
  let macro = 0
  for (const { bits } of combinations) macro += bits
  const { tenths, name } = SCORED[macro]!
  if (NO_IMPACT.every((step, place) => steps[VC + place] === step)) return { tenths: 0, macrovector: name }
  let classes = 0
  let lost840 = 0
  for (const [place, { lower }] of CLASSES.entries()) {
    const below = highestOf(lower, macro)
    if (below === 0) continue
    classes += 1
    lost840 += (tenths - below) * combinations[place]!.depth840
  }
  const exact = classes === 0 ? tenths : halfUp(840 * classes * tenths - lost840, 840 * classes)
  return { tenths: exact, macrovector: name }
}

const [VC, SI, SA, E, CR, MODIFIED] = [5, 9, 10, 11, 12, 15] as const
/** VC, VI, VA, SC, SI, SA: None. */
const NO_IMPACT = [2, 2, 2, 2, 3, 3]

/** By bits, two a digit: the score of each macrovector. */
const SCORED: { readonly tenths: Tenths; readonly name: string }[] = []
for (const [name, tenths] of MACROVECTORS) SCORED[Number.parseInt(name, 4)] = { tenths, name }

/** The best score among the macrovectors below in a class; 0 where there is none. */
function highestOf(lower: readonly number[], macro: number): Tenths {
  let highest = 0
  for (const step of lower) highest = Math.max(highest, SCORED[macro + step]?.tenths ?? 0)
  return highest
}

function indexIn({ metrics }: EquivalenceClass, steps: readonly number[]): number {
  let index = 0
  for (const metric of metrics) index = (index << 2) | steps[metric]!
  return index
}

/**
 * The metrics AV … SA, E, CR, IR, AR as they count: how many steps below the worst value each one is. What is not
 * defined, or not asked for, is the base metric's value, or the worst.
 */
function effective(levels: Levels, { threat, environmental }: Groups): number[] {
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
