import type { Currency } from '../money.ts'
import type { RiskCase } from './case.ts'
import { between, fixed, type Distribution } from './distribution.ts'
import type { Input, InputName } from './inputs.ts'
import { OPTIONS } from './options.ts'

export const judged = (value: Distribution): Input => ({
  value,
  basis: 'judgement',
  by: 'invented for the reference case',
})

const IDS = [
  'ship-now',
  'ship-with-control',
  'disable-feature',
  'roll-back',
  'fix-first',
  'ship-then-patch',
  'fix-limited-regression',
]

const inputs: Partial<Record<InputName, number>> = {
  attackChance30Days: 0.12,
  vulnerability: 0.6,
  publicFactor: 1,
  lossScale: 1,
  costOfDelayPerDay: 25_000,
  slackDays: 1,
  overrunFactor: 1,
  fixDays: 2,
  fullRegressionDays: 3,
  limitedRegressionDays: 0.5,
  patchDays: 14,
  controlDays: 0.5,
  featureOffDays: 0.25,
  rollBackDays: 2,
  adoptionHalfLifeDays: 0,
  controlEffectiveness: 0.7,
  controlCost: 5000,
  controlCostPerDay: 0,
  featureOffExposedFraction: 0.05,
  featureOffCostPerDay: 8000,
  regressionCost: 200_000,
  regressionChanceFull: 0.02,
  regressionChanceLimited: 0.12,
  openAfterFixFull: 0.02,
  openAfterFixLimited: 0.07,
  rollBackFailureChance: 0.03,
  rollBackFailureCost: 150_000,
  alreadyExposedFraction: 0,
  previousExposedFraction: 1,
}

/** The invented reference case R1: every input fixed, the loss of an event 50 k … 5 M. */
export const r1: RiskCase = {
  currency: 'EUR' as Currency,
  horizonDays: 60,
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, judged(fixed(value))])),
  loss: [{ id: 'event', form: 'all forms', amount: judged(between(50_000, 5_000_000)) }],
  milestones: [],
  options: OPTIONS.filter(({ id }) => IDS.includes(id)),
  constraints: [],
}

/** R1 with other values for some inputs. */
export const r1With = (changes: Partial<Record<InputName, number | Distribution>>): RiskCase => ({
  ...r1,
  inputs: {
    ...r1.inputs,
    ...Object.fromEntries(
      Object.entries(changes).map(([name, value]) => [name, judged(typeof value === 'number' ? fixed(value) : value)]),
    ),
  },
})

/** R1 with every option of the table, and the inputs that those need which it leaves out. */
export const everything = (changes: Partial<Record<InputName, number | Distribution>> = {}): RiskCase => ({
  ...r1With({
    revertDays: 1,
    revertExposedFraction: 0.1,
    revertCostPerDay: 3000,
    vendorDays: 20,
    replacementDays: 6,
    replacementCost: 40_000,
    rolledOutFraction: 0.25,
    ...changes,
  }),
  options: OPTIONS,
})
