import { scaleLinear } from 'd3-scale'
import { textOf, type CostFigure } from '../../core/brief/tree.ts'
import { CHARACTER, roomFor } from '../svg/axis.ts'
import { BLUE, GREEN } from '../svg/palette.ts'
import { element, MARGIN, picture, rule, WIDTH, words, type Theme } from '../svg/svg.ts'
import { fit } from '../svg/text.ts'

const ROW = 30
const TOP = 44

/** What each way out costs: a dot on average, a line to a bad day. Linear, so that a length is an amount. */
export function costPicture({ rows, currency }: CostFigure, theme: Theme): string {
  const labels = rows.map(({ label }) => textOf(label))
  const left = MARGIN + roomFor(labels, 330)
  const right = WIDTH - MARGIN - 10
  const most = Math.max(1, ...rows.map(({ expected, badDay = 0 }) => Math.max(expected, badDay)))
  const x = scaleLinear().domain([0, most]).range([left, right])
  const description = rows.map(({ cost }, i) => `${labels[i]}: ${textOf(cost)}`).join('; ')
  const bottom = TOP + rows.length * ROW
  return picture({ title: `${currency}`, description }, bottom + 6, theme, [
    rule(left, TOP - 6, left, bottom, { 'stroke-opacity': 0.5 }),
    ...rows.flatMap(({ expected, badDay = expected, best }, i) => {
      const y = TOP + i * ROW + ROW / 2
      const colour = best ? GREEN : BLUE
      return [
        words(left - 12, y + 4, fit(labels[i]!, Math.floor((left - MARGIN - 12) / CHARACTER)), {
          'text-anchor': 'end',
          ...(best && { 'font-weight': 'bold' }),
        }),
        rule(x(Math.min(expected, badDay)), y, x(Math.max(expected, badDay)), y, { stroke: colour, 'stroke-width': 2 }),
        rule(x(badDay), y - 6, x(badDay), y + 6, { stroke: colour, 'stroke-width': 2 }),
        element('circle', { cx: x(expected), cy: y, r: 5, fill: colour }),
      ]
    }),
  ])
}
