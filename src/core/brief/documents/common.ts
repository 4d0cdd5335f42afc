import type { Composer } from '../compose.ts'
import { strong } from '../compose.ts'
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

/** The ways out: a picture and the same figures as a table; or that there are none, and who could give them. */
export function waysOut({ price, noPrice }: Facts, { say, show, lean }: Composer): readonly Block[] {
  if (!price) return [p([...say('options.none'), ...lean(noPrice)])]
  const label = (row: OptionFacts) => (row === price.best ? strong(show(row.label)) : show(row.label))
  const remark = (row: OptionFacts): Spans => [
    ...(row === price.best ? say('options.lowest') : []),
    ...(row === price.best && row.shipsRisk ? say('options.and') : []),
    ...(row.shipsRisk ? say(row.inReach ? 'options.needs-acceptance' : 'options.out-of-reach') : []),
  ]
  const priced = price.rows.filter(({ expected }) => expected !== undefined)
  return [
    table(
      [say('options.way-out'), say('options.cost'), say('options.remark')],
      ...price.rows.map((row) => [label(row), show(row.cost), remark(row)]),
    ),
    {
      kind: 'figure',
      caption: say('options.caption'),
      figure: {
        currency: price.currency,
        rows: priced.map((row) => ({
          label: show(row.label),
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
  p(say('clocks.none-runs')),
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
