/**
 * An equivalence class of CVSS v4.0: the metrics that a digit of the macrovector (EQ3 and EQ6: two digits) comes from.
 * Everything about it that scoring needs is worked out beforehand for each combination of its metrics.
 */
export interface EquivalenceClass {
  /** Indexes of its metrics. */
  readonly metrics: readonly number[]
  /** By the metrics' steps, two bits each, the first metric in the highest bits. */
  readonly combinations: readonly Combination[]
  /** What to add to a macrovector (as bits) for the next lower ones of this class. */
  readonly lower: readonly number[]
}

export interface Combination {
  /** This class's share of the macrovector: two bits a digit, EQ1 in the highest. */
  readonly bits: number
  /** How far below the highest vectors of the same macrovector: the distance in 840ths of the depth. */
  readonly depth840: number
}

interface Definition {
  readonly metrics: readonly number[]
  /** For each metric its values from the worst down. The place of a value, 0 to 3, is its step. */
  readonly values: readonly string[]
  readonly bits: (steps: readonly number[]) => number
  readonly lower: readonly number[]
  /** By bits: the highest vectors, one letter a metric, and the depth of the class. */
  readonly highest: ReadonlyMap<number, readonly [depth: number, ...vectors: string[]]>
}

const [EQ1, EQ2, EQ3, EQ4, EQ5, EQ6] = [1 << 10, 1 << 8, 1 << 6, 1 << 4, 1 << 2, 1] as const

/**
 * Metrics are counted as in METRICS_4. Every depth divides 840.
 *
 * @source FIRST, CVSS v4.0 Specification, section 8: tables 24 to 30 and the calculator's highest vectors and depths
 */
export const CLASSES: readonly EquivalenceClass[] = [
  tabulated({
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
  tabulated({
    metrics: [1, 2], // AC AT
    values: ['LH', 'NP'],
    bits: ([ac, at]) => (ac === 0 && at === 0 ? 0 : EQ2),
    lower: [EQ2],
    highest: new Map([
      [0, [1, 'LN']],
      [EQ2, [2, 'HN', 'LP']],
    ]),
  }),
  tabulated({
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
  tabulated({
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
  tabulated({
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

function tabulated({ metrics, values, bits, lower, highest }: Definition): EquivalenceClass {
  const combinations: Combination[] = []
  for (const steps of product(values.map(({ length }) => length))) {
    const macro = bits(steps)
    const [depth, ...vectors] = highest.get(macro)!
    const distances = vectors.map((vector) => steps.map((step, place) => step - values[place]!.indexOf(vector[place]!)))
    const distance = distances.find((each) => each.every((steps) => steps >= 0))!.reduce((sum, steps) => sum + steps)
    combinations[indexOf(steps)] = { bits: macro, depth840: (distance * 840) / depth }
  }
  return { metrics, combinations, lower }
}

function indexOf(steps: readonly number[]): number {
  return steps.reduce((index, step) => (index << 2) | step, 0)
}

/** All rows of numbers in which the nth is below the nth limit. */
function product(limits: readonly number[]): number[][] {
  return limits.reduce<number[][]>(
    (rows, limit) => rows.flatMap((row) => Array.from({ length: limit }, (_, step) => [...row, step])),
    [[]],
  )
}
