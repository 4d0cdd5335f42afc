import type { Distribution } from './distribution.ts'
import type { Domain } from './domain.ts'

/** What a figure rests on. */
export type Basis = 'data' | 'judgement' | 'default'

/** A figure and who stands behind it. */
export interface Estimate {
  readonly value: Distribution
  readonly basis: Basis
  /** Who gave it: a person, a role, a team, a tool. */
  readonly by: string
  /** Where it comes from: a report, a measurement, a citation; absent where it is somebody's word. */
  readonly source?: string
  /** The day of the source, YYYY-MM-DD. */
  readonly dated?: string
  /** Of an amount of money, where it was given with one; it must be the case's. */
  readonly currency?: string
}

/** An estimate, and what others in the room hold instead. */
export interface Input extends Estimate {
  readonly disputed?: readonly Estimate[]
}

/** What an input means: for the form that asks for it and for every table that shows it. */
export interface InputMeaning {
  readonly domain: Domain
  readonly unit: string
  readonly label: string
}

const of = (domain: Domain, unit: string, label: string): InputMeaning => ({ domain, unit, label })

/**
 * Every number of a case that may be uncertain, by name; days count from the planned release.
 * The symbols of the model stand in the comments beside them.
 */
export const INPUTS = {
  /** p30 */
  attackChance30Days: of(
    'chance of an attack',
    'chance within 30 days',
    'chance that somebody who could reach it tries to exploit it against us within 30 days, unprotected',
  ),
  /** V */
  vulnerability: of('probability', 'chance per attempt', 'chance that an attempt becomes a loss event'),
  /** g */
  publicFactor: of('factor', 'times', 'how much likelier attempts become once the fix is public'),
  /** m, in multiples of its estimate */
  lossScale: of('factor', 'times', 'how far the whole loss range may be off'),
  costOfDelayPerDay: of('money', 'money per day', 'cost of each day that the release is late'),
  /** s */
  slackDays: of('days', 'days', 'days left until the planned release, in which the fix may already run'),
  /** factor on every duration below */
  overrunFactor: of('factor', 'times', 'how much longer work takes than estimated'),
  fixDays: of('days', 'days', 'days to write and review the fix'),
  fullRegressionDays: of('days', 'days', 'days of full regression'),
  limitedRegressionDays: of('days', 'days', 'days of limited regression'),
  /** N */
  patchDays: of('days', 'days', 'days after the release by which a patch is promised'),
  controlDays: of('days', 'days', 'days until a compensating control works'),
  featureOffDays: of('days', 'days', 'days until the feature is off'),
  revertDays: of('days', 'days', 'days to revert the change and test the rest'),
  rollBackDays: of('days', 'days', 'days to return production to the previous release'),
  vendorDays: of('days', 'days', 'days until the vendor delivers a fixed component'),
  replacementDays: of('days', 'days', "days to replace the vendor's component"),
  adoptionHalfLifeDays: of(
    'days',
    'days',
    'days until half of the installations carry a patch; 0 where we run them all',
  ),
  /** c */
  controlEffectiveness: of('probability', 'share of attempts', 'share of attempts that the control stops'),
  controlCost: of('money', 'money', 'cost of the control, once'),
  controlCostPerDay: of('money', 'money per day', 'legitimate use that the control stops'),
  /** eps */
  featureOffExposedFraction: of('fraction', 'share', 'exposure left with the feature off'),
  featureOffCostPerDay: of('money', 'money per day', 'what the feature earns'),
  revertExposedFraction: of('fraction', 'share', 'exposure left with the change reverted'),
  revertCostPerDay: of('money', 'money per day', 'what the reverted change would earn'),
  replacementCost: of('money', 'money', "cost of replacing the vendor's component, once"),
  /** phi */
  rolledOutFraction: of('fraction', 'share', 'share of users whom the roll-out has reached'),
  /** R */
  regressionCost: of('money', 'money', 'cost of a regression that reaches users'),
  /** r_full */
  regressionChanceFull: of('probability', 'chance', 'chance of a regression after full regression testing'),
  /** r_lim */
  regressionChanceLimited: of('probability', 'chance', 'chance of a regression after limited regression testing'),
  /** w_full */
  openAfterFixFull: of('probability', 'chance', 'chance that the fix leaves the hole open, tested in full'),
  /** w_lim */
  openAfterFixLimited: of('probability', 'chance', 'chance that the fix leaves the hole open, tested in part'),
  rollBackFailureChance: of('probability', 'chance', 'chance that returning to the previous release fails'),
  rollBackFailureCost: of('money', 'money', 'cost of a failed return to the previous release'),
  /** prior */
  alreadyExposedFraction: of('fraction', 'share', 'share of production that has the flaw already'),
  previousExposedFraction: of('fraction', 'share', 'share of it that still has the flaw in the previous release'),
} satisfies Record<string, InputMeaning>

export type InputName = keyof typeof INPUTS
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[]

/** One value of every input: the means, one iteration's draws, or a what-if. */
export type Theta = Record<InputName, number>
