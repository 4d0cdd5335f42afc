import type { Edition } from './edition.ts'
import type { Group, Metric } from './metric.ts'
import { reread } from './parse.ts'
import type { Score } from './score.ts'

/** What one metric of a vector says. */
export interface Said {
  /** `AV` */
  readonly metric: string
  /** `N`; `X` or `ND` where it is written as not defined. */
  readonly value: string
  /** `Attack Vector: Network` */
  readonly name: string
  /** In plain words, a sentence: `It can be attacked from anywhere on the network.` */
  readonly says: string
  readonly group: Group
}

/** What each metric of a scored vector says, in the order in which they are written. */
export function describe({ vector }: Pick<Score, 'vector'>): readonly Said[] {
  const { edition } = reread(vector)
  return vector
    .slice(edition.prefix.length)
    .split('/')
    .map((component) => said(edition, component))
}

function said(edition: Edition, component: string): Said {
  const { metric: index, level } = edition.choices.get(component)!
  const metric = edition.metrics[index]!
  const value = metric.values[level - 1]?.name ?? 'Not Defined'
  const clause = clauseOf(metric, level)
  return {
    metric: metric.id,
    value: component.slice(metric.id.length + 1),
    name: `${metric.name}: ${value}`,
    says: `${clause[0]!.toUpperCase()}${clause.slice(1)}.`,
    group: metric.group,
  }
}

/** What a metric says at a level, as a clause without capital and full stop. */
export function clauseOf({ name, group, values }: Metric, level: number): string {
  const value = values[level - 1]
  if (value) return value.says
  const [first, ...base] = name.toLowerCase().split(' ')
  return group === 'environmental' && first === 'modified'
    ? `nothing is said about the ${base.join(' ')} in our environment`
    : `nothing is said about the ${name.toLowerCase()}`
}
