import type { Currency } from '../money.ts'
import type { Constraint } from './constraints.ts'
import type { Milestone, Window } from './course.ts'
import type { Distribution } from './distribution.ts'
import { INPUT_NAMES, type Estimate, type Input, type InputName } from './inputs.ts'
import type { LossPart } from './loss.ts'
import { inputsOf, type Option } from './options.ts'

/**
 * Everything that a comparison of ways out needs. Amounts are in whole units of `currency` (not cents), times in days from
 * the planned release, chances within 0 … 1. A case file maps onto this field by field.
 */
export interface RiskCase {
  readonly currency: Currency
  /** How far ahead is looked, at most 90 days: beyond that a 30-day chance is extrapolation. */
  readonly horizonDays: number
  readonly inputs: Readonly<Partial<Record<InputName, Input>>>
  /** What one loss event costs, part by part. */
  readonly loss: readonly LossPart[]
  readonly milestones: readonly Milestone[]
  readonly options: readonly Option[]
  readonly constraints: readonly Constraint[]
  /** People outside whom an event would harm. Shown beside the money, never netted against it. */
  readonly outsiders?: Outsiders
}

export interface Outsiders {
  readonly peoplePerEvent: Estimate
  /** What happens to them, in a sentence. */
  readonly harm: string
}

export const LONGEST_HORIZON_DAYS = 90

export const windowOf = ({ horizonDays, milestones }: RiskCase): Window => ({ horizonDays, milestones })

/** The inputs that any option of the case rests on, in the order of the table. */
export function inputsInUse(options: readonly Option[]): readonly InputName[] {
  const used = new Set(options.flatMap((option) => [...inputsOf(option)]))
  return INPUT_NAMES.filter((name) => used.has(name))
}

/** The value of an input somebody gave; the case must have been validated. */
export function valueOf(risk: RiskCase, name: InputName): Distribution {
  const input = risk.inputs[name]
  if (!input) throw new Error(`no ${name}: validate the case first`)
  return input.value
}
