import { scaleLinear } from 'd3-scale'
import { axisTitle, bottomAxis, CHARACTER, marks, roomFor } from './axis.ts'
import { boxSample, legend } from './legend.ts'
import { BLUE, VERMILLION } from './palette.ts'
import {
  element,
  MARGIN,
  picture,
  rule,
  TOP,
  WIDTH,
  words,
  type About,
  type Markup,
  type Table,
  type Theme,
} from './svg.ts'
import { cell, fit, longest } from './text.ts'

/** From which chance of an attack on the option to compare with (fix first) costs less than each of the others. */
export interface BreakEven extends About {
  /** Named in the legend: `fix first`. */
  readonly against: string
  readonly rows: readonly BreakEvenRow[]
  /** What is believed: a point and a 90 % range. */
  readonly belief: { readonly low: number; readonly point: number; readonly high: number; readonly label: string }
  /** `chance of an attack within 30 days` */
  readonly axis: string
}

export interface BreakEvenRow {
  readonly label: string
  readonly breakEven: Point | 'always less' | 'always more' | 'always equal'
}

/** Where both cost the same. */
export interface Point {
  /** 0 … 1 */
  readonly at: number
  /** Whether it is below this chance, or above, that the option costs less. */
  readonly less: 'below' | 'above'
}

const ROW = 32
const LESS = { fill: BLUE, 'fill-opacity': 0.35, stroke: BLUE, 'stroke-width': 0.75 }
const MORE = { fill: VERMILLION, 'fill-opacity': 0.7, stroke: VERMILLION, 'stroke-width': 0.75 }
/** Two digits, but never rounded up to certainty. */
const percent = (chance: number) =>
  chance > 0.99 && chance < 1
    ? `${Math.floor(chance * 10_000) / 100} %`
    : `${Number((chance * 100).toPrecision(chance < 0.1 ? 2 : 3))} %`
const says = ({ breakEven }: BreakEvenRow) => (typeof breakEven === 'string' ? breakEven : percent(breakEven.at))

/** A stretch of chances in which the option costs less, or more. */
interface Stretch {
  readonly from: number
  readonly until: number
  readonly less: boolean
}

function stretchesOf({ breakEven }: BreakEvenRow): readonly Stretch[] {
  if (breakEven === 'always equal') return []
  if (typeof breakEven === 'string') return [{ from: 0, until: 1, less: breakEven === 'always less' }]
  const below = breakEven.less === 'below'
  return [
    { from: 0, until: breakEven.at, less: below },
    { from: breakEven.at, until: 1, less: !below },
  ].filter(({ from, until }) => from < until)
}

export function breakEvenSvg(data: BreakEven, theme: Theme): string {
  const { rows, belief, axis, against } = data
  const left =
    MARGIN +
    roomFor(
      rows.map(({ label }) => label),
      210,
    )
  const right = WIDTH - MARGIN - 84
  const key = legend(
    [
      { label: 'the option costs less', sample: boxSample(LESS) },
      {
        label: `${against} costs less`,
        sample: boxSample(MORE),
      },
      {
        label: `${belief.label}: ${percent(belief.point)}, from ${percent(belief.low)} to ${percent(belief.high)}`,
        sample: boxSample({ fill: 'currentColor', 'fill-opacity': 0.2 }),
      },
    ],
    MARGIN,
    WIDTH - MARGIN,
    TOP + 4,
  )
  const top = TOP + key.height + 26
  const bottom = top + rows.length * ROW
  const x = scaleLinear().domain([0, 1]).range([left, right])
  const rowY = (row: number) => top + row * ROW + ROW / 2
  return picture(data, bottom + 40, theme, [
    key.markup,
    ...bottomAxis(
      [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: percent(at) })),
      x,
      top,
      bottom,
    ),
    words(WIDTH - MARGIN, top - 6, 'break-even', { 'text-anchor': 'end', 'font-size': 11, 'fill-opacity': 0.8 }),
    ...rows.flatMap((row, i) => [
      words(left - 12, rowY(i) + 4, fit(row.label, Math.floor((left - MARGIN - 12) / CHARACTER)), {
        'text-anchor': 'end',
      }),
      ...bars(stretchesOf(row), x, rowY(i)),
      words(WIDTH - MARGIN, rowY(i) + 4, says(row), { 'text-anchor': 'end' }),
    ]),
    element('rect', {
      x: x(belief.low),
      y: top,
      width: x(belief.high) - x(belief.low),
      height: bottom - top,
      'fill-opacity': 0.2,
    }),
    ...marks([{ at: belief.point, label: percent(belief.point) }], x, top, bottom),
    axisTitle((left + right) / 2, bottom + 34, axis),
  ])
}

function bars(stretches: readonly Stretch[], x: (chance: number) => number, y: number): Markup[] {
  const boxes = stretches.map(({ from, until, less }) =>
    element('rect', { x: x(from), y: y - 8, width: x(until) - x(from), height: 16, ...(less ? LESS : MORE) }),
  )
  const turns = stretches.slice(1).map(({ from }) => rule(x(from), y - 12, x(from), y + 12, { 'stroke-width': 2 }))
  return [...boxes, ...turns]
}

export const breakEvenTable = ({ rows, against, belief }: BreakEven): Table => ({
  columns: ['option', 'break-even', `${belief.label}, ${percent(belief.low)} to ${percent(belief.high)}`],
  rows: rows.map((row) => [row.label, says(row), verdict(row, belief, against)]),
})

/** Who costs less over the whole believed range. */
function verdict(row: BreakEvenRow, { low, high }: BreakEven['belief'], against: string): string {
  if (row.breakEven === 'always equal') return 'no difference'
  const over = stretchesOf(row).find(({ from, until }) => from <= low && high <= until)
  return over ? `${over.less ? row.label : against} costs less` : 'depends on where in it'
}

/** For the terminal: ░ where the option costs less, █ where the other does, │ what is believed. */
export function breakEvenText({ rows, belief, against }: BreakEven, width = 80): string {
  const name = Math.min(30, longest(rows.map(({ label }) => label)))
  const room = width - name - 16
  const column = (chance: number) => Math.min(room - 1, Math.floor(chance * room))
  return rows
    .map((row) => {
      const bar = Array.from({ length: room }, (_, i): string => {
        const stretch = stretchesOf(row).findLast(({ from }) => Math.round(from * room) <= i)
        return stretch ? (stretch.less ? '░' : '█') : ' '
      })
      bar[column(belief.point)] = '│'
      return `${cell(row.label, name)}  ${bar.join('')}  ${says(row)}`
    })
    .concat(
      `${' '.repeat(name)}  0 to 100 %, │ ${percent(belief.point)} believed`,
      `${' '.repeat(name)}  ░ the option costs less, █ ${fit(against, 24)} costs less`,
    )
    .join('\n')
}
