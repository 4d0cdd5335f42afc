import type { Composer } from '../compose.ts'
import { capital, strong } from '../compose.ts'
import { callout, list, p, table } from '../blocks.ts'
import type { Facts } from '../facts.ts'
import type { OptionFacts } from '../facts/money.ts'
import { isMissing } from '../fact.ts'
import type { Block, Spans } from '../tree.ts'

/** What several documents say in the same way. */

/** Which release of what is stopped, since when. */
export const stopped = ({ holds }: Facts, { say }: Composer): readonly Spans[] =>
  holds.map(({ product, affected, state, placedAt, environments, is }) => {
    switch (is) {
      case 'in-force':
        return say('stop.line', { product, affected, state, placedAt, environments })
      case 'lifted':
        return say('stop.lifted', { product, affected, placedAt })
      case 'ended':
        return say('stop.ended', { product, state, placedAt })
    }
  })

/** How grave it is, in words for everybody. */
export const gravity = ({ risk }: Facts, { say, lean }: Composer): Spans =>
  isMissing(risk.score)
    ? [...say('risk.rated-only', { severity: risk.severity }), ...lean(risk.score)]
    : say('risk.rated', { severity: risk.severity, score: risk.score })

export const stakes = ({ risk }: Facts, { say }: Composer): Spans =>
  say('risk.harm', { wayIn: risk.wayIn, harm: risk.harm })

/** What is live already is not helped by a hold: said before anybody has to ask. */
export const live = ({ risk, anyInForce }: Facts, { say }: Composer): Spans =>
  risk.inProduction && anyInForce ? say('risk.live') : []

/** The ways out with what each costs, the lowest average first; or that there are none yet, and who could give them. */
export function waysOut({ price, noPrice }: Facts, { say, show, lean }: Composer): readonly Block[] {
  if (!price) return [p([...say('options.none'), ...lean(noPrice)])]
  const row = (option: OptionFacts): readonly Spans[] => [
    option === price.best ? strong(capital(show(option.label))) : capital(show(option.label)),
    show(option.average),
    show(option.bad),
    option.shipsRisk
      ? say(option.inReach ? 'options.needs-acceptance' : 'options.out-of-reach')
      : say('options.proven'),
  ]
  const columns = [say('options.way-out'), say('options.average'), say('options.bad-day'), say('options.remark')]
  const { breakEven, against, belief } = price
  const even = breakEven && against && belief ? [p(say('options.break-even', { breakEven, against, belief }))] : []
  return [...even, table(columns, ...price.rows.map(row))]
}

/** The same as a picture. */
export function picture({ price }: Facts, { say, show }: Composer): readonly Block[] {
  const rows = (price?.rows ?? []).filter(({ expected }) => expected !== undefined)
  if (!price || rows.length < 2) return []
  return [
    {
      kind: 'figure',
      caption: say('options.caption'),
      figure: {
        currency: price.currency,
        rows: rows.map((row) => ({
          label: capital(show(row.label)),
          cost: show(row.cost),
          expected: row.expected!,
          ...(row.badDay !== undefined && { badDay: row.badDay }),
          best: row === price.best,
        })),
      },
    },
  ]
}

/** Reporting duties that could begin, and that none begins by itself. */
export const clocks = ({ duty }: Facts, { say }: Composer): readonly Block[] => [
  p(say(duty.clocks.length > 0 ? 'clocks.none-runs' : 'clocks.none-known')),
  list(...duty.clocks.map(({ regime, hours, trigger }) => say('clocks.one', { regime, hours, trigger }))),
]

export const limits = ({ say }: Composer): Block => callout('note', say('limits.title'), p(say('limits.text')))

/** Somebody accepts the risk: who, how many of them, for how long. */
export const acceptanceRule = ({ duty }: Facts, { say, seats }: Composer): Spans =>
  say('policy.acceptance', { roles: seats(duty.accepters), days: duty.acceptanceDays })

/** The interim measures that are in place. */
export const interim = ({ fix }: Facts, { say }: Composer): readonly Spans[] =>
  fix.containments
    .filter(({ active }) => active)
    .map(({ kind, state, since }) => say('interim.one', { kind, state, since }))

/** What the corrected build still lacks. */
export function lacking({ fix }: Facts, { say, show, lean }: Composer): readonly Block[] {
  const { latest } = fix
  if (!latest) return [p([...say('fix.no-candidate'), ...lean(fix.candidate)])]
  const first = p(say('fix.candidate', { name: latest.name, state: latest.state }))
  return latest.lacks.length > 0 ? [first, p(say('fix.lacks')), list(...latest.lacks.map(show))] : [first]
}

export const openFollowUps = ({ talk }: Facts, { say }: Composer): readonly Spans[] =>
  talk.followUps.filter(({ held }) => !held).map(({ due, about, by }) => say('follow-up.one', { due, about, by }))
