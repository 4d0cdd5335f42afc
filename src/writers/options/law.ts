import type { ClockProposal, Deadline } from '../../core/risk/regulation/clock-table.ts'
import { amount } from './amounts.ts'
import type { OptionsReport } from './report.ts'

type Law = NonNullable<OptionsReport['law']>

/** What applies or may apply, its maxima one by one (never added up), and the clocks that nobody has started. */
export function lawLines({ exposure, clocks }: Law): readonly string[] {
  const regimes = exposure
    .filter(({ applies }) => applies !== 'no')
    .flatMap(({ regime, applies, because, maxima }) => [
      `${regime}${applies === 'ask' ? ', perhaps' : ''}: ${because}`,
      ...maxima.map(
        ({ tier, currency, amount: most, how }) =>
          `${regime}, ${tier}: ${most === undefined ? how : `up to ${currency} ${amount(most)} (${how})`}`,
      ),
    ])
  const none = exposure.filter(({ applies }) => applies === 'no').map(({ regime }) => regime)
  return [
    ...regimes,
    ...(none.length > 0 ? [`Not, by the profile: ${none.join(', ')}.`] : []),
    ...clocks.filter(({ applies }) => applies !== 'no').map(clockLine),
    'Maxima are not forecasts and are not added up. No clock runs: privacy or legal declares what starts one.',
  ]
}

const clockLine = ({ regime, due, startsAt, deadline, applies }: ClockProposal): string =>
  `${regime}${applies === 'ask' ? ', perhaps' : ''}: ${due}, ${within(deadline)} ${startsAt}`

const within = (deadline: Deadline): string =>
  deadline.unit === 'disputed' ? `${deadline.why}; after` : `${deadline.count} ${deadline.unit} after`
