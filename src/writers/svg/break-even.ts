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
  /** 0 … 1; or the option costs less (more) than the other at any chance. */
  readonly breakEven: number | 'always less' | 'always more'
}

const ROW = 32
/** Two digits, but never rounded up to certainty. */
const percent = (chance: number) =>
  chance > 0.99 && chance < 1
    ? `${Math.floor(chance * 10_000) / 100} %`
    : `${Number((chance * 100).toPrecision(chance < 0.1 ? 2 : 3))} %`
const pointOf = ({ breakEven }: BreakEvenRow) =>
  breakEven === 'always less' ? 1 : breakEven === 'always more' ? 0 : breakEven
const says = ({ breakEven }: BreakEvenRow) => (typeof breakEven === 'number' ? percent(breakEven) : breakEven)

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
      { label: 'the option costs less', sample: boxSample({ fill: BLUE, 'fill-opacity': 0.35, stroke: BLUE }) },
      {
        label: `${against} costs less`,
        sample: boxSample({ fill: VERMILLION, 'fill-opacity': 0.7, stroke: VERMILLION }),
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
      ...bars(x(0), x(pointOf(row)), x(1), rowY(i)),
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

function bars(from: number, at: number, until: number, y: number): Markup[] {
  const box = (x: number, width: number, colour: string, opacity: number) =>
    element('rect', {
      x,
      y: y - 8,
      width,
      height: 16,
      fill: colour,
      'fill-opacity': opacity,
      stroke: colour,
      'stroke-width': 0.75,
    })
  return [
    ...(at > from ? [box(from, at - from, BLUE, 0.35)] : []),
    ...(until > at ? [box(at, until - at, VERMILLION, 0.7)] : []),
    ...(at > from && until > at ? [rule(at, y - 12, at, y + 12, { 'stroke-width': 2 })] : []),
  ]
}

export const breakEvenTable = ({ rows, against, belief }: BreakEven): Table => ({
  columns: ['option', `${against} costs less from`, belief.label],
  rows: rows.map((row) => [
    row.label,
    says(row),
    pointOf(row) > belief.high ? 'below' : pointOf(row) < belief.low ? 'above' : 'not clear',
  ]),
})

/** For the terminal: ░ where the option costs less, █ where the other does, │ what is believed. */
export function breakEvenText({ rows, belief, against }: BreakEven, width = 80): string {
  const name = Math.min(30, longest(rows.map(({ label }) => label)))
  const room = width - name - 16
  const column = (chance: number) => Math.min(room - 1, Math.floor(chance * room))
  return rows
    .map((row) => {
      const at = Math.round(pointOf(row) * room)
      const bar = [...('░'.repeat(at) + '█'.repeat(room - at))]
      bar[column(belief.point)] = '│'
      return `${cell(row.label, name)}  ${bar.join('')}  ${says(row)}`
    })
    .concat(
      `${' '.repeat(name)}  0 to 100 %, │ ${percent(belief.point)} believed`,
      `${' '.repeat(name)}  ░ the option costs less, █ ${fit(against, 24)} costs less`,
    )
    .join('\n')
}
