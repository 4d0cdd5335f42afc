import type { Currency } from '../money.ts'
import { problem, type Place, type Problem } from '../problem.ts'
import type { Constraint } from './constraints.ts'
import type { Milestone, Window } from './course.ts'
import { validate, type Distribution, type Domain } from './distribution.ts'
import { INPUT_NAMES, INPUTS, type Estimate, type Input, type InputName } from './inputs.ts'
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

/** Everything wrong with a case; nothing is corrected. Places are JSON Pointers into the case. */
export function validateCase(risk: RiskCase, file: string): readonly Problem[] {
  const at = (pointer: string): Place => ({ file, pointer })
  const used = new Set(inputsInUse(risk.options))
  return [
    ...horizon(risk.horizonDays, at('/horizonDays')),
    ...INPUT_NAMES.flatMap((name) => {
      const input = risk.inputs[name]
      if (input) return inputProblems(risk, name, input, `/inputs/${name}`, at)
      return used.has(name) ? [missing(risk.options, name, at(`/inputs/${name}`))] : []
    }),
    ...lossProblems(risk, at),
    ...risk.milestones.flatMap(({ afterDays, amount }, i) => [
      ...number(afterDays, 'days', at(`/milestones/${i}/afterDays`)),
      ...number(amount, 'money', at(`/milestones/${i}/amount`)),
    ]),
    ...optionProblems(risk.options, at('/options')),
    ...toleranceProblems(risk.constraints, at),
    ...(risk.outsiders ? validate(risk.outsiders.peoplePerEvent.value, 'count', at('/outsiders/peoplePerEvent')) : []),
  ]
}

const number = (value: number, domain: Domain, at: Place): readonly Problem[] =>
  validate({ kind: 'constant', value }, domain, at)

function horizon(days: number, at: Place): readonly Problem[] {
  return days > 0 && days <= LONGEST_HORIZON_DAYS
    ? []
    : [
        problem(
          'risk/horizon',
          `A horizon of ${days} days is not within 1 … ${LONGEST_HORIZON_DAYS}.`,
          'Beyond 90 days a 30-day chance is extrapolation: compare the options over 60 or 90 days.',
          at,
        ),
      ]
}

function inputProblems(
  risk: RiskCase,
  name: InputName,
  input: Input,
  pointer: string,
  at: (pointer: string) => Place,
): readonly Problem[] {
  const { domain } = INPUTS[name]
  return [input, ...(input.disputed ?? [])].flatMap((estimate, i) =>
    estimateProblems(risk, estimate, domain, at(i === 0 ? pointer : `${pointer}/disputed/${i - 1}`)),
  )
}

function estimateProblems(risk: RiskCase, estimate: Estimate, domain: Domain, at: Place): readonly Problem[] {
  return [
    ...validate(estimate.value, domain, at),
    ...(estimate.currency !== undefined && estimate.currency !== risk.currency
      ? [
          problem(
            'risk/mixed-currencies',
            `This amount is in ${estimate.currency.slice(0, 20)}, the case in ${risk.currency}.`,
            'Convert it yourself and name the rate in its source: no rate is assumed.',
            at,
          ),
        ]
      : []),
  ]
}

const missing = (options: readonly Option[], name: InputName, at: Place): Problem =>
  problem(
    'risk/missing-input',
    `Nobody has given "${INPUTS[name].label}" (${name}), which ${options
      .filter((option) => inputsOf(option).has(name))
      .map(({ id }) => id)
      .join(', ')} rests on.`,
    'Give it, take its default, or leave the option out.',
    at,
  )

function lossProblems(risk: RiskCase, at: (pointer: string) => Place): readonly Problem[] {
  const ids = risk.loss.map(({ id }) => id)
  return risk.loss.flatMap((part, i) => [
    ...(ids.indexOf(part.id) < i
      ? [
          problem(
            'risk/duplicate',
            `Two parts of the loss are called "${part.id.slice(0, 80)}".`,
            'Give each a name of its own: its draws hang on it.',
            at(`/loss/${i}/id`),
          ),
        ]
      : []),
    ...estimateProblems(risk, part.amount, 'money', at(`/loss/${i}/amount`)),
    ...(part.units ? number(part.units.count, 'count', at(`/loss/${i}/units/count`)) : []),
    ...(part.cap === undefined ? [] : number(part.cap, 'money', at(`/loss/${i}/cap`))),
    ...(part.secondaryChance
      ? validate(part.secondaryChance.value, 'probability', at(`/loss/${i}/secondaryChance`))
      : []),
  ])
}

function optionProblems(options: readonly Option[], at: Place): readonly Problem[] {
  if (options.length === 0)
    return [problem('risk/no-options', 'There is no option to compare.', 'Name at least two ways out.', at)]
  const ids = options.map(({ id }) => id)
  return ids
    .filter((id, i) => ids.indexOf(id) < i)
    .map((id) =>
      problem('risk/duplicate', `The option "${id.slice(0, 80)}" stands here twice.`, 'Give each its own id.', at),
    )
}

function toleranceProblems(constraints: readonly Constraint[], at: (pointer: string) => Place): readonly Problem[] {
  return constraints.flatMap((constraint, i) =>
    constraint.kind === 'tolerance'
      ? [
          ...number(constraint.amount, 'money', at(`/constraints/${i}/amount`)),
          ...number(constraint.chance, 'probability', at(`/constraints/${i}/chance`)),
        ]
      : [],
  )
}

/** The value of an input somebody gave; the case must have been validated. */
export function valueOf(risk: RiskCase, name: InputName): Distribution {
  const input = risk.inputs[name]
  if (!input) throw new Error(`no ${name}: validate the case first`)
  return input.value
}
