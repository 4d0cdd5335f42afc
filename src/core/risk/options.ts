import type { InputName } from './inputs.ts'

/** What reaches users on the day of the release. */
export type Ships = 'vulnerable' | 'fixed' | 'reverted' | 'part'
/** What ends the exposure, and how it is tested. */
export type Remedy = 'none' | 'full' | 'limited' | 'vendor' | 'replacement'
/** What holds the exposure down until the remedy is there, on whatever runs. */
export type Measure = 'control' | 'feature-off' | 'previous-release'

/** A way out. Any combination of the four parts is one; the usual ones have names below. */
export interface Option {
  readonly id: string
  readonly name: string
  readonly ships: Ships
  readonly remedy: Remedy
  readonly measures: readonly Measure[]
  /** The remedy comes on the promised day, or later where the work takes longer; else as soon as the work is done. */
  readonly promised: boolean
}

const option = (id: string, name: string, ships: Ships, remedy: Remedy, ...rest: (Measure | 'promised')[]): Option => ({
  id,
  name,
  ships,
  remedy,
  measures: rest.filter((part) => part !== 'promised'),
  promised: rest.includes('promised'),
})

/** Against what every other way out is held. */
export const FIX_FIRST = 'fix-first'

export const OPTIONS: readonly Option[] = [
  option('ship-now', 'Ship now', 'vulnerable', 'none'),
  option('ship-with-control', 'Ship behind a control, patch later', 'vulnerable', 'full', 'control', 'promised'),
  option('disable-feature', 'Ship with the feature off', 'vulnerable', 'full', 'feature-off'),
  option('revert-change', 'Revert the change, ship the rest', 'reverted', 'full'),
  option('roll-back', 'Return production to the previous release, then fix', 'fixed', 'full', 'previous-release'),
  option('stop-rollout', 'Stop the roll-out here, then fix', 'part', 'full'),
  option('ship-then-patch', 'Ship now, patch by a promised day', 'vulnerable', 'full', 'promised'),
  option('fix-limited-regression', 'Fix first, test in part', 'fixed', 'limited'),
  option(FIX_FIRST, 'Fix first, test in full', 'fixed', 'full'),
  option('wait-for-vendor', "Wait for the vendor's fix", 'fixed', 'vendor'),
  option('replace-component', "Replace the vendor's component", 'fixed', 'replacement'),
  option('contain-and-fix', 'Fix first, with a control on production meanwhile', 'fixed', 'full', 'control'),
  option(
    'disable-and-control',
    'Ship with the feature off behind a control',
    'vulnerable',
    'full',
    'feature-off',
    'control',
  ),
]

export const optionOf = (id: string): Option | undefined => OPTIONS.find((one) => one.id === id)

/** ISO 31000 and NIST SP 800-39 speak of the response to a risk; keeping the flaw from users avoids it. */
export function responseOf({ ships, measures, remedy }: Option): 'accept' | 'avoid' | 'mitigate' {
  if (measures.includes('feature-off') || measures.includes('previous-release') || ships === 'reverted') return 'avoid'
  return ships === 'vulnerable' && remedy === 'none' && measures.length === 0 ? 'accept' : 'mitigate'
}

/** Whether the vulnerable release stays where it is. */
export const halts = ({ ships }: Option): boolean => ships !== 'vulnerable'

/** Whether people can reach the flaw in what is shipped: switched off or reverted, they cannot. */
export const shipsExploitable = ({ ships, measures }: Option): boolean =>
  ships === 'part' || (ships === 'vulnerable' && !measures.includes('feature-off'))

const ALWAYS: readonly InputName[] = [
  'attackChance30Days',
  'vulnerability',
  'lossScale',
  'costOfDelayPerDay',
  'alreadyExposedFraction',
]
const REMEDIED: readonly InputName[] = ['overrunFactor', 'publicFactor', 'adoptionHalfLifeDays', 'regressionCost']
const TESTED_IN_FULL: readonly InputName[] = ['fullRegressionDays', 'regressionChanceFull', 'openAfterFixFull']
const BY_REMEDY: Readonly<Record<Remedy, readonly InputName[]>> = {
  none: [],
  full: [...REMEDIED, ...TESTED_IN_FULL, 'fixDays'],
  limited: [...REMEDIED, 'fixDays', 'limitedRegressionDays', 'regressionChanceLimited', 'openAfterFixLimited'],
  vendor: [...REMEDIED, ...TESTED_IN_FULL, 'vendorDays'],
  replacement: [...REMEDIED, ...TESTED_IN_FULL, 'replacementDays', 'replacementCost'],
}
const BY_MEASURE: Readonly<Record<Measure, readonly InputName[]>> = {
  control: ['overrunFactor', 'controlDays', 'controlEffectiveness', 'controlCost', 'controlCostPerDay'],
  'feature-off': ['overrunFactor', 'featureOffDays', 'featureOffExposedFraction', 'featureOffCostPerDay'],
  'previous-release': [
    'overrunFactor',
    'rollBackDays',
    'previousExposedFraction',
    'rollBackFailureChance',
    'rollBackFailureCost',
  ],
}
const BY_SHIPS: Readonly<Record<Ships, readonly InputName[]>> = {
  vulnerable: [],
  fixed: ['slackDays'],
  reverted: ['slackDays', 'revertDays', 'revertExposedFraction', 'revertCostPerDay'],
  part: ['slackDays', 'rolledOutFraction'],
}

/** The inputs that an option's figures rest on. */
export const inputsOf = ({ ships, remedy, measures, promised }: Option): ReadonlySet<InputName> =>
  new Set<InputName>([
    ...ALWAYS,
    ...BY_SHIPS[ships],
    ...BY_REMEDY[remedy],
    ...measures.flatMap((measure) => BY_MEASURE[measure]),
    ...(promised ? (['patchDays'] as const) : []),
  ])
