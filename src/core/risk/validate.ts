import { problem, type Place, type Problem } from '../problem.ts'
import { inputsInUse, LONGEST_HORIZON_DAYS, type RiskCase } from './case.ts'
import type { Constraint } from './constraints.ts'
import type { Milestone } from './course.ts'
import { validate, type Domain } from './domain.ts'
import { INPUT_NAMES, INPUTS, type Estimate, type InputName } from './inputs.ts'
import type { LossPart } from './loss.ts'
import { inputsOf, type Option } from './options.ts'
import type { Profile } from './profile.ts'
import type { Settings } from './simulate.ts'

type At = (pointer: string) => Place
const placesIn =
  (file: string): At =>
  (pointer) => ({ file, pointer })

/** Everything wrong with a case; nothing is corrected. Places are JSON Pointers into the case. */
export function validateCase(risk: RiskCase, file: string): readonly Problem[] {
  const at = placesIn(file)
  const missing = inputsInUse(risk.options).filter((name) => risk.inputs[name] === undefined)
  return [
    ...horizonProblems(risk.horizonDays, at('/horizonDays')),
    ...missing.map((name) => missingInput(risk.options, name, at(`/inputs/${name}`))),
    ...figureProblems(risk, at),
    ...optionProblems(risk.options, at('/options')),
  ]
}

/** Everything wrong with a profile. */
export function validateProfile(profile: Profile, file: string): readonly Problem[] {
  const at = placesIn(file)
  const { people, annualTurnover } = profile
  return [
    ...(people === undefined ? [] : number(people, 'count', at('/people'))),
    ...(annualTurnover === undefined ? [] : number(annualTurnover.minor, 'money', at('/annualTurnover'))),
    ...figureProblems(profile, at),
  ]
}

const FEWEST_ITERATIONS = 100
const MOST_ITERATIONS = 1_000_000

/** What a simulation may be asked for. */
export function validateSettings({ seed, iterations }: Settings): readonly Problem[] {
  return [
    ...(Number.isSafeInteger(seed) && seed >= 0
      ? []
      : [problem('risk/seed', `${seed} is not a seed.`, 'Give a whole number of 0 or more.')]),
    ...(Number.isInteger(iterations) && iterations >= FEWEST_ITERATIONS && iterations <= MOST_ITERATIONS
      ? []
      : [
          problem(
            'risk/iterations',
            `${iterations} iterations are not within ${FEWEST_ITERATIONS} … ${MOST_ITERATIONS}.`,
            '10,000 are enough for means, 100,000 for the tail.',
          ),
        ]),
  ]
}

/** What a case and a profile have in common. */
type Figures = Pick<RiskCase, 'currency' | 'inputs' | 'loss' | 'milestones' | 'constraints' | 'outsiders'>

const figureProblems = (figures: Figures, at: At): readonly Problem[] => [
  ...INPUT_NAMES.flatMap((name) => inputProblems(figures, name, at)),
  ...lossProblems(figures.loss, figures.currency, at),
  ...milestoneProblems(figures.milestones, at),
  ...toleranceProblems(figures.constraints, at),
  ...(figures.outsiders
    ? validate(figures.outsiders.peoplePerEvent.value, 'count', at('/outsiders/peoplePerEvent'))
    : []),
]

const number = (value: number, domain: Domain, at: Place): readonly Problem[] =>
  validate({ kind: 'constant', value }, domain, at)

function horizonProblems(days: number, at: Place): readonly Problem[] {
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

function inputProblems({ inputs, currency }: Figures, name: InputName, at: At): readonly Problem[] {
  const input = inputs[name]
  if (input === undefined) return []
  const pointer = `/inputs/${name}`
  return [input, ...(input.disputed ?? [])].flatMap((estimate, i) =>
    estimateProblems(estimate, INPUTS[name].domain, currency, at(i === 0 ? pointer : `${pointer}/disputed/${i - 1}`)),
  )
}

function estimateProblems(estimate: Estimate, domain: Domain, currency: string, at: Place): readonly Problem[] {
  return [
    ...validate(estimate.value, domain, at),
    ...(estimate.currency !== undefined && estimate.currency !== currency
      ? [
          problem(
            'risk/mixed-currencies',
            `This amount is in ${estimate.currency.slice(0, 20)}, the rest in ${currency}.`,
            'Convert it yourself and name the rate in its source: no rate is assumed.',
            at,
          ),
        ]
      : []),
  ]
}

const missingInput = (options: readonly Option[], name: InputName, at: Place): Problem => {
  const users = options.filter((option) => inputsOf(option).has(name)).map(({ id }) => id)
  return problem(
    'risk/missing-input',
    `Nobody has given "${INPUTS[name].label}" (${name}), needed by ${users.join(', ').slice(0, 200)}.`,
    'Give it, take its default, or leave the option out.',
    at,
  )
}

function lossProblems(parts: readonly LossPart[], currency: string, at: At): readonly Problem[] {
  const ids = parts.map(({ id }) => id)
  return parts.flatMap((part, i) => [
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
    ...estimateProblems(part.amount, 'money', currency, at(`/loss/${i}/amount`)),
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
  return options.flatMap((option, i) => [
    ...(ids.indexOf(option.id) < i
      ? [
          problem(
            'risk/duplicate',
            `The option "${option.id.slice(0, 80)}" stands here twice.`,
            'Give each its own id.',
            at,
          ),
        ]
      : []),
    ...impossible(option).map((why) =>
      problem(
        'risk/impossible-option',
        `"${option.id.slice(0, 80)}" ${why}.`,
        'Change or leave out that part of it.',
        at,
      ),
    ),
  ])
}

function impossible({ ships, remedy, measures }: Option): readonly string[] {
  return [
    ...(remedy === 'none' && (ships === 'fixed' || ships === 'part') ? ['waits for a remedy and names none'] : []),
    ...(measures.includes('previous-release') && ships !== 'fixed'
      ? ['ships a release and returns production to the previous one']
      : []),
    ...(new Set(measures).size < measures.length ? ['names a measure twice'] : []),
  ]
}

function toleranceProblems(constraints: readonly Constraint[], at: At): readonly Problem[] {
  return constraints.flatMap((constraint, i) =>
    constraint.kind === 'tolerance'
      ? [
          ...number(constraint.amount, 'money', at(`/constraints/${i}/amount`)),
          ...number(constraint.chance, 'probability', at(`/constraints/${i}/chance`)),
        ]
      : [],
  )
}

const milestoneProblems = (milestones: readonly Milestone[], at: At): readonly Problem[] =>
  milestones.flatMap(({ afterDays, amount }, i) => [
    ...number(afterDays, 'days', at(`/milestones/${i}/afterDays`)),
    ...number(amount, 'money', at(`/milestones/${i}/amount`)),
  ])
