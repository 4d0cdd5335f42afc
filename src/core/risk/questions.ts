import { inputsInUse } from './case.ts'
import { DEFAULTS } from './defaults.ts'
import { INPUTS, type Input, type InputName } from './inputs.ts'
import type { Option } from './options.ts'
import type { Profile } from './profile.ts'

/** What to ask at a new hold, the most telling first. A question with a default may be passed over. */
export interface Question {
  readonly input: InputName
  readonly question: string
  readonly unit: string
  readonly fallback?: Input
}

export const MOST_QUESTIONS = 7

/** In the order in which they matter; what depends on the option asks only where it is on the table. */
const ASKED: readonly (readonly [InputName, string])[] = [
  [
    'alreadyExposedFraction',
    'How much of production has the flaw already? (Ask first: holding does not take it away there.)',
  ],
  ['attackChance30Days', 'How likely does somebody try to exploit it against us within 30 days?'],
  ['fixDays', 'How many days of work is the fix?'],
  ['costOfDelayPerDay', 'What does each day of delay cost?'],
  ['vulnerability', 'How likely does an attempt succeed?'],
  ['fullRegressionDays', 'How many days does full regression take?'],
  ['limitedRegressionDays', 'How many days does limited regression take?'],
  ['regressionCost', 'What would a regression cost that reaches users?'],
  ['vendorDays', 'In how many days does the vendor promise a fixed component?'],
  ['replacementDays', "How many days does replacing the vendor's component take?"],
  ['rolledOutFraction', 'How many of the users has the roll-out reached?'],
  ['controlEffectiveness', 'What share of attempts would the control stop?'],
  ['featureOffCostPerDay', 'What does the feature earn a day?'],
]

/** At most seven: inputs that the options rest on and the profile does not answer; those without a default first. */
export function questionsFor(profile: Profile, options: readonly Option[]): readonly Question[] {
  const used = new Set(inputsInUse(options))
  const open = ASKED.filter(([name]) => used.has(name) && profile.inputs[name] === undefined)
  const urgent = open.filter(([name]) => DEFAULTS[name] === undefined)
  const rest = open.filter(([name]) => DEFAULTS[name] !== undefined)
  return [...urgent, ...rest].slice(0, MOST_QUESTIONS).map(([input, question]) => ({
    input,
    question,
    unit: INPUTS[input].unit,
    ...(DEFAULTS[input] && { fallback: DEFAULTS[input] }),
  }))
}
