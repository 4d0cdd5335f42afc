import { scaleSymlog } from 'd3-scale'
import { axisTitle, bottomAxis, CHARACTER, decades, roomFor } from './axis.ts'
import { boxSample, legend, lineSample } from './legend.ts'
import { BLUE, GREEN } from './palette.ts'
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

/** What each way out costs: expected, and on a bad day. */
export interface OptionRanges extends About {
  readonly options: readonly OptionRange[]
  /** What the axis measures: `cost within 60 days, EUR`. */
  readonly axis: string
  readonly format: (cost: number) => string
}

export interface OptionRange {
  readonly label: string
  /** Costs of 0 or more. Not there: the option was dropped, for the reason given. */
  readonly cost?: { readonly expected: number; readonly p50: number; readonly p95: number; readonly p99: number }
  readonly dropped?: string
  /** Has the lowest expected cost of those that are left. */
  readonly lowest?: boolean
}

const ROW = 34
const COLUMN = 74
const COLUMNS = ['expected', 'P95', 'P99'] as const

export function optionsSvg(data: OptionRanges, theme: Theme): string {
  const { options, axis, format } = data
  const left =
    MARGIN +
    roomFor(
      options.map(({ label }) => label),
      210,
    )
  const right = WIDTH - MARGIN - COLUMN * COLUMNS.length - 12
  const key = legend(KEY, MARGIN, WIDTH - MARGIN, TOP + 4)
  const top = TOP + key.height + 24
  const bottom = top + options.length * ROW
  const costs = options.flatMap(({ cost }) => (cost ? Object.values(cost) : []))
  const most = Math.max(1, ...costs)
  const least = Math.min(most / 10, ...costs.filter((cost) => cost > 0))
  const x = scaleSymlog().constant(least).domain([0, most]).range([left, right])
  const ticks = [0, ...decades(least, most)].map((at) => ({ at, label: format(at) }))
  const rowY = (row: number) => top + row * ROW + ROW / 2
  return picture(data, bottom + 40, theme, [
    key.markup,
    ...bottomAxis(ticks, x, top, bottom),
    ...COLUMNS.map((name, i) =>
      words(columnX(i), top - 6, name, { 'text-anchor': 'end', 'font-size': 11, 'fill-opacity': 0.8 }),
    ),
    ...options.flatMap((option, i) => [
      words(left - 12, rowY(i) + 4, fit(option.label, Math.floor((left - MARGIN - 12) / CHARACTER)), {
        'text-anchor': 'end',
        ...(option.lowest && { 'font-weight': 'bold' }),
        ...(!option.cost && { 'fill-opacity': 0.6 }),
      }),
      ...optionRow(option, x, rowY(i), format, left),
    ]),
    axisTitle((left + right) / 2, bottom + 34, `${axis} (logarithmic scale)`),
  ])
}

const columnX = (i: number) => WIDTH - MARGIN - COLUMN * (COLUMNS.length - 1 - i)

function optionRow(
  { cost, dropped = '', lowest }: OptionRange,
  x: (at: number) => number,
  y: number,
  format: OptionRanges['format'],
  left: number,
): Markup[] {
  if (!cost)
    return [words(left, y + 4, `not open: ${fit(dropped, 70)}`, { 'font-style': 'italic', 'fill-opacity': 0.75 })]
  const { expected, p50, p95, p99 } = cost
  const colour = lowest ? GREEN : BLUE
  return [
    rule(x(p95), y, x(p99), y, { stroke: colour, 'stroke-width': 1.5 }),
    rule(x(p99), y - 6, x(p99), y + 6, { stroke: colour, 'stroke-width': 1.5 }),
    element('rect', {
      x: x(p50),
      y: y - 6,
      width: x(p95) - x(p50),
      height: 12,
      fill: colour,
      'fill-opacity': 0.4,
      stroke: colour,
    }),
    element('circle', { cx: x(expected), cy: y, r: 5, fill: 'currentColor' }),
    ...[expected, p95, p99].map((value, i) =>
      words(columnX(i), y + 4, format(value), {
        'text-anchor': 'end',
        ...(lowest && i === 0 && { 'font-weight': 'bold' }),
      }),
    ),
  ]
}

const KEY = [
  {
    label: 'expected cost',
    sample: (x: number, y: number) => element('circle', { cx: x + 9, cy: y, r: 5, fill: 'currentColor' }),
  },
  {
    label: 'from an even chance (P50) to a bad day (P95)',
    sample: boxSample({ fill: BLUE, 'fill-opacity': 0.4, stroke: BLUE }),
  },
  { label: 'up to one in a hundred (P99)', sample: lineSample({ stroke: BLUE, 'stroke-width': 1.5 }) },
  { label: 'lowest expected cost', sample: boxSample({ fill: GREEN, 'fill-opacity': 0.4, stroke: GREEN }) },
]

export const optionsTable = ({ options, format }: OptionRanges): Table => ({
  columns: ['option', 'expected', 'P50', 'P95', 'P99', ''],
  rows: options.map(({ label, cost, dropped = '', lowest }) =>
    cost
      ? [
          label,
          format(cost.expected),
          format(cost.p50),
          format(cost.p95),
          format(cost.p99),
          lowest ? 'lowest expected cost' : '',
        ]
      : [label, '', '', '', '', `not open: ${dropped}`],
  ),
})

/** For the terminal: █ to the expected cost, ─ on to P95; the scale is linear and ends at the largest expected cost or P95. */
export function optionsText({ options, format }: OptionRanges, width = 80): string {
  const name = Math.min(30, longest(options.map(({ label }) => label)))
  const amounts = options.flatMap(({ cost }) => (cost ? [format(cost.expected), format(cost.p95)] : []))
  const amount = Math.max(8, longest(amounts))
  const room = Math.max(10, width - name - 2 * amount - 6)
  const most = Math.max(1, ...options.flatMap(({ cost }) => (cost ? [cost.expected, cost.p95] : [])))
  const columns = (value: number) => Math.round((value / most) * room)
  const row = ({ label, cost, dropped = '' }: OptionRange) => {
    if (!cost) return `${cell(label, name)}  not open: ${fit(dropped, width - name - 12)}`
    const bar = '█'.repeat(columns(cost.expected)) + '─'.repeat(Math.max(0, columns(cost.p95) - columns(cost.expected)))
    return `${cell(label, name)}  ${format(cost.expected).padStart(amount)}  ${format(cost.p95).padStart(amount)}  ${bar}`.trimEnd()
  }
  return [`${' '.repeat(name)}  ${'expected'.padStart(amount)}  ${'P95'.padStart(amount)}`, ...options.map(row)].join(
    '\n',
  )
}
