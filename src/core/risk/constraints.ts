import { shipsExploitable, type Option } from './options.ts'

/** What a rule forbids, without naming a way out: new options meet old rules. */
export type Forbids = 'shipping it exploitable' | 'shipping the vulnerable code' | 'limited regression'

/** A rule that comes before any cost. Law and safety know no exception; the others do, by a named owner of the risk. */
export type Constraint =
  | { readonly kind: 'law' | 'safety'; readonly forbids: Forbids; readonly reason: string; readonly source: string }
  | {
      readonly kind: 'policy' | 'contract'
      readonly forbids: Forbids
      readonly reason: string
      readonly source: string
      readonly exceptionBy?: string
    }
  | Tolerance

/** The organisation's limit on its loss exceedance curve: P(loss within the horizon > amount) ≤ chance. */
export interface Tolerance {
  readonly kind: 'tolerance'
  readonly amount: number
  readonly chance: number
  readonly source: string
  readonly exceptionBy?: string
}

/** Why an option is off the table although it is still shown. */
export interface Dropped {
  readonly kind: Constraint['kind']
  readonly reason: string
  readonly source: string
}

/** @param exceedance the chance that the option's loss within the horizon is above an amount */
export function dropReasons(
  option: Option,
  constraints: readonly Constraint[],
  exceedance: (amount: number) => number,
): readonly Dropped[] {
  return constraints.flatMap((constraint) => {
    if ('exceptionBy' in constraint && constraint.exceptionBy !== undefined) return []
    const { kind, source } = constraint
    if (constraint.kind !== 'tolerance')
      return isForbidden(option, constraint.forbids) ? [{ kind, reason: constraint.reason, source }] : []
    const chance = exceedance(constraint.amount)
    return chance > constraint.chance
      ? [
          {
            kind,
            reason: `The chance of losing more than ${constraint.amount} is ${Number(chance.toPrecision(3))}, above ${constraint.chance}.`,
            source,
          },
        ]
      : []
  })
}

function isForbidden(option: Option, forbids: Forbids): boolean {
  switch (forbids) {
    case 'shipping it exploitable':
      return shipsExploitable(option)
    case 'shipping the vulnerable code':
      return option.ships === 'vulnerable' || option.ships === 'part'
    case 'limited regression':
      return option.remedy === 'limited'
  }
}
