import { scaleLinear } from 'd3-scale'
import { textOf, type CostFigure } from '../../core/brief/tree.ts'
import { CHARACTER, roomFor } from '../svg/axis.ts'
import { element, MARGIN, rule, WIDTH, words } from '../svg/svg.ts'
import { fit } from '../svg/text.ts'

const ROW = 24
/** The one accent of a document for the way out that is meant; the others stand back, at 4.5 : 1 on white. */
const ACCENT = '#0b5cad'
const QUIET = '#6b7480'

/** What each way out costs: a dot on average, a line to a bad day. Linear, so that a length is an amount. Ink as around it. */
export function costPicture({ rows }: CostFigure): string {
  const labels = rows.map(({ label }) => textOf(label))
  const left = roomFor(labels, 330)
  const right = WIDTH - MARGIN
  const most = Math.max(1, ...rows.map(({ expected, badDay = 0 }) => Math.max(expected, badDay)))
  const x = scaleLinear().domain([0, most]).range([left, right])
  const height = rows.length * ROW + 8
  const description = rows.map(({ cost }, i) => `${labels[i]}: ${textOf(cost)}`).join('; ')
  const size = { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height }
  const look = { 'font-family': 'Source Sans 3, Helvetica, Arial, sans-serif', 'font-size': 12, fill: 'currentColor' }
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', role: 'img', 'aria-label': description, ...size, ...look },
    rule(left, 4, left, height - 4, { 'stroke-opacity': 0.5 }),
    ...rows.flatMap(({ expected, badDay = expected, best }, i) => {
      const y = 4 + i * ROW + ROW / 2
      const colour = best ? ACCENT : QUIET
      return [
        words(left - 12, y + 4, fit(labels[i]!, Math.floor((left - 12) / CHARACTER)), {
          'text-anchor': 'end',
          ...(best && { 'font-weight': 'bold' }),
        }),
        rule(x(Math.min(expected, badDay)), y, x(Math.max(expected, badDay)), y, { stroke: colour, 'stroke-width': 2 }),
        rule(x(badDay), y - 6, x(badDay), y + 6, { stroke: colour, 'stroke-width': 2 }),
        element('circle', { cx: x(expected), cy: y, r: 5, fill: colour }),
      ]
    }),
  )
}
