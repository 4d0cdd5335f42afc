/** How a combination of an equivalence class's metrics counts. */
export interface Combination {
  /** The class's share of the macrovector: two bits a digit, EQ1 in the highest. */
  readonly bits: number
  /** How far below the highest vectors of the same macrovector: the distance in 840ths of the depth. */
  readonly depth840: number
}

/** An equivalence class of CVSS v4.0: the metrics that a digit of the macrovector (EQ3 and EQ6: two) comes from. */
export interface EquivalenceClass {
  /** Indexes of its metrics. */
  readonly metrics: readonly number[]
  /** For each metric its values from the worst down. The place of a value, 0 to 3, is its step. */
  readonly values: readonly string[]
  readonly bits: (steps: readonly number[]) => number
  /** What to add to a macrovector's bits for the next lower ones of this class. */
  readonly lower: readonly number[]
  /** By bits: the depth of the class and its highest vectors, one letter a metric. */
  readonly highest: ReadonlyMap<number, readonly [depth: number, ...vectors: string[]]>
  /** The combinations met so far, by their steps, two bits each. */
  readonly met: (Combination | undefined)[]
}

/** @param steps  of all metrics of a vector */
export function combinationIn(each: EquivalenceClass, steps: readonly number[]): Combination {
  let index = 0
  for (const metric of each.metrics) index = (index << 2) | steps[metric]!
  return (each.met[index] ??= combinationOf(
    each,
    each.metrics.map((metric) => steps[metric]!),
  ))
}

function combinationOf({ values, bits, highest }: EquivalenceClass, steps: readonly number[]): Combination {
  const macro = bits(steps)
  const [depth, ...vectors] = highest.get(macro)!
  const distances = vectors.map((vector) => steps.map((step, place) => step - values[place]!.indexOf(vector[place]!)))
  const distance = distances.find((each) => each.every((steps) => steps >= 0))!.reduce((sum, steps) => sum + steps)
  return { bits: macro, depth840: (distance * 840) / depth }
}

const equivalenceClass = (definition: Omit<EquivalenceClass, 'met'>): EquivalenceClass => ({
  ...definition,
  met: Array.from({ length: 4 ** definition.metrics.length }),
})

const [EQ1, EQ2, EQ3, EQ4, EQ5, EQ6] = [1 << 10, 1 << 8, 1 << 6, 1 << 4, 1 << 2, 1] as const

/**
 * Metrics are counted as in METRICS_4. Every depth divides 840.
 *
 * @source FIRST, CVSS v4.0 Specification, section 8: tables 24 to 30 and the calculator's highest vectors and depths
 */
export const CLASSES: readonly EquivalenceClass[] = [
  equivalenceClass({
    metrics: [0, 3, 4], // AV PR UI
    values: ['NALP', 'NLH', 'NPA'],
    bits: ([av, pr, ui]) => (av === 0 && pr === 0 && ui === 0 ? 0 : av === 3 || (av && pr && ui) ? 2 * EQ1 : EQ1),
    lower: [EQ1],
    highest: new Map([
      [0, [1, 'NNN']],
      [EQ1, [4, 'ANN', 'NLN', 'NNP']],
      [2 * EQ1, [5, 'PNN', 'ALP']],
    ]),
  }),
  equivalenceClass({
    metrics: [1, 2], // AC AT
    values: ['LH', 'NP'],
    bits: ([ac, at]) => (ac === 0 && at === 0 ? 0 : EQ2),
    lower: [EQ2],
    highest: new Map([
      [0, [1, 'LN']],
      [EQ2, [2, 'HN', 'LP']],
    ]),
  }),
  equivalenceClass({
    metrics: [5, 6, 7, 12, 13, 14], // VC VI VA CR IR AR
    values: ['HLN', 'HLN', 'HLN', 'HML', 'HML', 'HML'],
    bits([vc, vi, va, cr, ir, ar]) {
      const eq3 = vc === 0 && vi === 0 ? 0 : vc === 0 || vi === 0 || va === 0 ? EQ3 : 2 * EQ3
      const eq6 = (vc === 0 && cr === 0) || (vi === 0 && ir === 0) || (va === 0 && ar === 0) ? 0 : EQ6
      return eq3 + eq6
    },
    lower: [EQ3, EQ6],
    highest: new Map([
      [0, [7, 'HHHHHH']],
      [EQ6, [6, 'HHLMMH', 'HHHMMM']],
      [EQ3, [8, 'LHHHHH', 'HLHHHH']],
      [EQ3 + EQ6, [8, 'LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM']],
      [2 * EQ3 + EQ6, [10, 'LLLHHH']],
    ]),
  }),
  equivalenceClass({
    metrics: [8, 9, 10], // SC SI SA
    values: ['HLN', 'SHLN', 'SHLN'],
    bits: ([sc, si, sa]) => (si === 0 || sa === 0 ? 0 : sc === 0 || si === 1 || sa === 1 ? EQ4 : 2 * EQ4),
    lower: [EQ4],
    highest: new Map([
      [0, [6, 'HSS']],
      [EQ4, [5, 'HHH']],
      [2 * EQ4, [4, 'LLL']],
    ]),
  }),
  equivalenceClass({
    metrics: [11], // E
    values: ['APU'],
    bits: ([e]) => e! * EQ5,
    lower: [EQ5],
    highest: new Map([
      [0, [1, 'A']],
      [EQ5, [1, 'P']],
      [2 * EQ5, [1, 'U']],
    ]),
  }),
]
