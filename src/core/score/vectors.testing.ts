import fc from 'fast-check'
import { type CvssVersion, EDITIONS, type Edition } from './edition.ts'
import { score } from './index.ts'
import type { Metric } from './metric.ts'
import type { Score } from './score.ts'

export const editionOf = (version: CvssVersion): Edition => EDITIONS.find((edition) => edition.version === version)!

/** Rows for a table of tests. */
export const BY_VERSION = EDITIONS.map((edition) => [edition.version, edition] as const)

/** The score of what a test knows to be a vector. */
export function scored(vector: string): Score {
  const result = score(vector)
  if (!result.ok) throw new Error(`${vector}: ${result.problem.message}`)
  return result.value
}

/** All combinations of one item from each list. */
export function* combinations<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = lists
  if (!first) return yield []
  for (const tail of combinations(rest)) for (const item of first) yield [item, ...tail]
}

/** The components that a metric can be written as: `AV:N` … and, of an optional one, `E:X`. */
export const componentsOf = (edition: Edition, metric: Metric): string[] => [
  ...metric.values.map(({ id }) => `${metric.id}:${id}`),
  ...(metric.group === 'base' ? [] : [`${metric.id}:${edition.undefinedId}`]),
]

/** A source of chance that gives the same in every run. @param n  the number of items to choose from */
export function chance(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 16) % n
  }
}

/** A vector with every metric written. */
export function randomVector(edition: Edition, choose: (n: number) => number): string {
  const components = edition.metrics.map((metric) => {
    const all = componentsOf(edition, metric)
    return all[choose(all.length)]!
  })
  return edition.prefix + components.join('/')
}

/** Components of a vector of the version in its order; the optional groups or metrics are written or left out. */
export function vectorParts(edition: Edition): fc.Arbitrary<string[]> {
  const groups = ['temporal', 'environmental'] as const
  const parts = edition.metrics.map((metric) => {
    const component = fc.constantFrom(...componentsOf(edition, metric))
    return metric.group === 'base' || edition.wholeGroups ? component : fc.option(component)
  })
  return fc.tuple(fc.tuple(...parts), fc.subarray([...groups])).map(([components, kept]) =>
    components.filter((component, index): component is string => {
      const { group } = edition.metrics[index]!
      return component !== null && (!edition.wholeGroups || group === 'base' || kept.some((one) => one === group))
    }),
  )
}
