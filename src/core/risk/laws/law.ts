/** What is wrong with the numbers of a distribution, without a place: that is known where the distribution stands. */
export interface Fault {
  readonly what: 'not-a-number' | 'low-above-high' | 'out-of-range' | 'range-too-wide' | 'empty'
  readonly message: string
  readonly hint: string
}

/** What every kind of distribution can say about itself. `u` is a uniform number strictly between 0 and 1. */
export interface Law<D> {
  readonly faults: (d: D) => readonly Fault[]
  readonly mean: (d: D) => number
  readonly variance: (d: D) => number
  /** The value that is exceeded with probability 1 - u. Never falls as u rises. */
  readonly quantile: (d: D, u: number) => number
  /** The same as `quantile`, prepared once for many draws. */
  readonly sampler: (d: D) => (u: number) => number
  /** The smallest and the largest possible value. */
  readonly support: (d: D) => readonly [low: number, high: number]
  /** The mean of min(X, cap). */
  readonly cappedMean: (d: D, cap: number) => number
}

/** Each of `values` that is not a finite number. */
export function notFinite(values: Readonly<Record<string, number>>): Fault[] {
  return Object.entries(values)
    .filter(([, value]) => !Number.isFinite(value))
    .map(([name, value]) => ({
      what: 'not-a-number',
      message: `${name} is ${String(value)}, not a number.`,
      hint: `Give ${name} as a plain number.`,
    }))
}

/** A fault for each neighbour that is larger than the next one. */
export function descending(values: Readonly<Record<string, number>>): Fault[] {
  const entries = Object.entries(values)
  return entries.slice(1).flatMap(([name, value], i) => {
    const [before, earlier] = entries[i]!
    return earlier > value
      ? [
          {
            what: 'low-above-high' as const,
            message: `${before} (${earlier}) is above ${name} (${value}).`,
            hint: 'Write the smaller number first; they are not swapped for you.',
          },
        ]
      : []
  })
}

export const outOfRange = (name: string, value: number, range: string): Fault => ({
  what: 'out-of-range',
  message: `${name} is ${value}, outside ${range}.`,
  hint: `Give ${name} within ${range}; it is not corrected for you.`,
})
