import { optionOf } from '../../core/risk/options.ts'
import { snake } from '../../core/risk/keys.ts'
import type { Asked, Kept } from './report.ts'

/** Strangers' text made harmless for where it goes: a terminal, Markdown. */
export type Harmless = (text: string) => string

/** Our own name of an option as it is; a name from a file made harmless. */
export const named = ({ id, name }: { readonly id: string; readonly name: string }, harmless: Harmless): string =>
  optionOf(id)?.name === name ? name : harmless(name)

/** For the narrow column of a picture. */
export const shortName = (option: { readonly id: string; readonly name: string }): string =>
  optionOf(option.id)?.name === option.name ? (SHORT[option.id] ?? option.name) : option.name

const SHORT: Readonly<Record<string, string | undefined>> = {
  'ship-with-control': 'Ship behind a control',
  'disable-feature': 'Ship, feature off',
  'revert-change': 'Revert it, ship the rest',
  'roll-back': 'Previous release, then fix',
  'stop-rollout': 'Stop the roll-out, then fix',
  'ship-then-patch': 'Ship, patch by a day',
  'replace-component': 'Replace the component',
  'contain-and-fix': 'Fix first, control meanwhile',
  'disable-and-control': 'Feature off and a control',
}

/** As it stands in a file, but in words: `control effectiveness`. */
export const inputWords = (name: string): string => snake(name).replaceAll('_', ' ')

/** Who could answer, by their trade. */
export const whoKnows = (input: Asked['input']): string => WHO[input] ?? 'whoever is nearest to it'

const WHO: { readonly [Input in Asked['input']]?: string } = {
  loss: 'product and finance, with privacy',
  alreadyExposedFraction: 'whoever runs production',
  attackChance30Days: 'security, as a 90 % range',
  vulnerability: 'security: whoever tried to exploit it',
  costOfDelayPerDay: 'the product manager',
  fixDays: 'the development lead',
  fullRegressionDays: 'the quality lead',
  limitedRegressionDays: 'the quality lead',
  regressionCost: 'the product manager',
  vendorDays: 'whoever speaks with the vendor',
  replacementDays: 'the development lead',
  rolledOutFraction: 'the release manager',
  controlEffectiveness: 'security: try the exploit against the control',
  featureOffCostPerDay: 'the product manager',
}

/** The feeds that a figure came from, each with its day. */
export const feedsUsed = ({ feeds }: Kept, harmless: Harmless): string =>
  feeds.length > 0 ? feeds.map(({ name, dated }) => `${harmless(name)} of ${dated}`).join(', ') : 'no feed was used'

/** What no figure here can know. Printed with every result. */
export const LIMITS: readonly string[] = [
  'The chance of an attack on a flaw without a CVE, whether one is a target of a flaw with a CVE, how often an attempt succeeds, and how far limited testing falls behind full testing are judgement.',
  'So are reputation, lost competition, and what a control stops once somebody adapts to it.',
  'Attacks are taken to come at a constant rate, independent of each other; a 30-day chance beyond 30 days is extrapolation.',
  'Means hang on the upper end of the loss, which nobody has seen: that is why it is halved and doubled above.',
  'Harm to people outside is not in the money. Legal maxima are maxima, not forecasts.',
]
