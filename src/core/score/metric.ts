/** What a metric is about. v2 and v3 have temporal metrics; v4 has threat and supplemental ones, which do not score. */
export type Group = 'base' | 'temporal' | 'threat' | 'environmental' | 'supplemental'

/** One metric of a version of CVSS, as its specification lists it. Base metrics are mandatory, all others optional. */
export interface Metric {
  /** As it stands in a vector: `AV`. */
  readonly id: string
  /** As the specification calls it: `Attack Vector`. */
  readonly name: string
  readonly group: Group
  /** In an order of our own choosing, from which the levels are counted (1 for the first); without `X` or `ND`. */
  readonly values: readonly Value[]
}

export interface Value {
  readonly id: string
  readonly name: string
  /** In plain words, as a clause without capital or full stop: `an attacker needs no account`. */
  readonly says: string
}

export const value = (id: string, name: string, says: string): Value => ({ id, name, says })

export const metric = (group: Group, id: string, name: string, ...values: readonly Value[]): Metric => ({
  id,
  name,
  group,
  values,
})

/** The environmental metric that replaces a base metric, `MAV` for `AV`. It takes the same values, in the same order. */
export const modified = ({ id, name, values }: Metric, ...more: readonly Value[]): Metric => ({
  id: `M${id}`,
  name: `Modified ${name}`,
  group: 'environmental',
  values: [...values, ...more].map(({ id, name, says }) => ({ id, name, says: `in our environment, ${says}` })),
})

/** How much a loss of `what` would matter to us: the requirement metrics, the same in all versions. */
export const requirement = (id: string, what: string): Metric =>
  metric(
    'environmental',
    id,
    `${what} Requirement`,
    value('H', 'High', `for us a loss of ${what.toLowerCase()} would be a catastrophe`),
    value('M', 'Medium', `for us a loss of ${what.toLowerCase()} would be serious`),
    value('L', 'Low', `for us a loss of ${what.toLowerCase()} would matter little`),
  )
