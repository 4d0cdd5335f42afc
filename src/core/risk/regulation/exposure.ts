import { decimalsOf, type Money } from '../../money.ts'
import { REGULATORY } from '../facts/regulatory.ts'
import type { Profile } from '../profile.ts'
import { both, either, holds, inPlace, inSector, isProduct, type Applies } from './applies.ts'

export type RegulatoryFact = keyof typeof REGULATORY

/** What a regulator may impose at most. Neither a forecast nor advice; maxima of several rules are never added up. */
export interface RegulatoryExposure extends Applies {
  readonly regime: Regime
  /** Where it applies or may apply: its tiers, the likelier one first. */
  readonly maxima: readonly Maximum[]
}

export type Regime = 'GDPR' | 'UK GDPR' | 'CCPA' | 'HIPAA' | 'NIS2' | 'DORA' | 'CRA' | 'PCI DSS' | 'SEC'

export interface Maximum {
  readonly tier: string
  readonly currency: 'EUR' | 'GBP' | 'USD'
  /** In whole units; absent where a figure is missing, `how` says which. */
  readonly amount?: number
  /** The calculation in words. */
  readonly how: string
  readonly fact: RegulatoryFact
}

/** Every regime, those that do not apply included: each says why. @param today YYYY-MM-DD, for rules not yet in force */
export const regulatoryExposure = (profile: Profile, today: string): readonly RegulatoryExposure[] =>
  RULES.map(({ regime, applies, maxima }) => {
    const answer = applies(profile, today)
    return { regime, ...answer, maxima: answer.applies === 'no' ? [] : maxima(profile) }
  })

interface Rule {
  readonly regime: Regime
  readonly applies: (profile: Profile, today: string) => Applies
  readonly maxima: (profile: Profile) => readonly Maximum[]
}

export const RULES: readonly Rule[] = [
  {
    regime: 'GDPR',
    applies: (profile) => both(inPlace(profile, 'EU'), holds(profile, 'personal')),
    maxima: (profile) => [
      ofTurnover(profile, 'a failure of security (Art. 32) or of breach notice', 'EUR', 'gdpr.art83.lower'),
      ofTurnover(profile, 'outer maximum, by way of the principles of Art. 5 only', 'EUR', 'gdpr.art83.upper'),
    ],
  },
  {
    regime: 'UK GDPR',
    applies: (profile) => both(inPlace(profile, 'UK'), holds(profile, 'personal')),
    maxima: (profile) => [ofTurnover(profile, 'outer maximum', 'GBP', 'ukgdpr.upper')],
  },
  {
    regime: 'CCPA',
    applies: (profile) => both(inPlace(profile, 'US-CA'), holds(profile, 'personal')),
    maxima: (profile) => [perConsumer(profile)],
  },
  {
    regime: 'HIPAA',
    applies: (profile) => both(inSector(profile, 'health (HIPAA)'), holds(profile, 'health')),
    maxima: () => (['hipaa.tier1', 'hipaa.tier2', 'hipaa.tier3', 'hipaa.tier4'] as const).map(calendarYear),
  },
  {
    regime: 'NIS2',
    applies: (profile) =>
      both(
        inPlace(profile, 'EU'),
        either(inSector(profile, 'essential (NIS2)'), inSector(profile, 'important (NIS2)')),
      ),
    maxima: (profile) =>
      profile.sectors?.includes('important (NIS2)')
        ? [ofTurnover(profile, 'important entity; national law sets the amount', 'EUR', 'nis2.fine.important')]
        : [ofTurnover(profile, 'essential entity; national law sets the amount', 'EUR', 'nis2.fine.essential')],
  },
  {
    regime: 'DORA',
    applies: (profile) => both(inPlace(profile, 'EU'), inSector(profile, 'finance (DORA)')),
    maxima: () => [],
  },
  {
    regime: 'CRA',
    applies: (profile) => both(inPlace(profile, 'EU'), isProduct(profile)),
    maxima: (profile) => [ofTurnover(profile, 'essential requirements and reporting', 'EUR', 'cra.fine')],
  },
  {
    regime: 'PCI DSS',
    applies: (profile) => holds(profile, 'cardholder'),
    maxima: () => [
      {
        tier: 'per month, passed on by the acquirer',
        currency: 'USD',
        amount: REGULATORY['pci.monthly'].value.max,
        how: 'reported practice; the card brands publish no schedule, the contract with the acquirer decides',
        fact: 'pci.monthly',
      },
    ],
  },
  { regime: 'SEC', applies: (profile) => inSector(profile, 'listed in the US'), maxima: () => [] },
]

type OfTurnover =
  | 'gdpr.art83.lower'
  | 'gdpr.art83.upper'
  | 'ukgdpr.upper'
  | 'nis2.fine.essential'
  | 'nis2.fine.important'
  | 'cra.fine'

function ofTurnover(profile: Profile, tier: string, currency: 'EUR' | 'GBP', fact: OfTurnover): Maximum {
  const { amount, turnoverShare } = REGULATORY[fact].value
  const rule = `the higher of ${amount} ${currency} and ${percent(turnoverShare)} of worldwide annual turnover`
  const turnover = profile.annualTurnover
  if (turnover === undefined) return { tier, currency, how: `${rule}; the profile has no turnover`, fact }
  if (turnover.currency !== currency)
    return { tier, currency, how: `${rule}; the turnover is in ${turnover.currency}, no rate is assumed`, fact }
  return { tier, currency, amount: Math.max(amount, turnoverShare * wholeUnits(turnover)), how: rule, fact }
}

const wholeUnits = ({ minor, currency }: Money): number => minor / 10 ** decimalsOf(currency)
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

function perConsumer({ people }: Profile): Maximum {
  const { min, max } = REGULATORY['ccpa.statutory'].value
  const how = `${min} to ${max} USD per Californian consumer and incident`
  const tier = 'statutory damages, where data was neither encrypted nor redacted'
  return people === undefined
    ? { tier, currency: 'USD', how: `${how}; the profile does not say how many people`, fact: 'ccpa.statutory' }
    : {
        tier,
        currency: 'USD',
        amount: max * people,
        how: `${how}, were all ${people} people Californian`,
        fact: 'ccpa.statutory',
      }
}

function calendarYear(fact: 'hipaa.tier1' | 'hipaa.tier2' | 'hipaa.tier3' | 'hipaa.tier4'): Maximum {
  const { source, value } = REGULATORY[fact]
  return {
    tier: source.slice(source.indexOf('tier')),
    currency: 'USD',
    amount: value.calendarYearCap,
    how: `${value.min} to ${value.max} USD per violation, at most ${value.calendarYearCap} for identical ones in a calendar year`,
    fact,
  }
}
