import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import { axisTitle, bottomAxis, CHARACTER, marks, roomFor } from './axis.ts'
import { VERMILLION } from './palette.ts'
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

/** How much stays open to an attacker, for how long, for each option. */
export interface Exposure extends About {
  readonly options: readonly ExposedOption[]
  /** Days that are looked at, from 0. */
  readonly days: number
  /** Vertical lines with a name: the fix, the planned date. */
  readonly marks: readonly { readonly day: number; readonly label: string }[]
}

export interface ExposedOption {
  readonly label: string
  /** From this day on, this share is exposed, 0 … 1; rising days, the first one 0. */
  readonly steps: readonly { readonly day: number; readonly exposed: number }[]
}

const ROW = 46

/** Days of full exposure: the area below the steps. */
export const exposureDays = ({ steps }: ExposedOption, days: number): number =>
  steps.reduce(
    (sum, { day, exposed }, i) => sum + exposed * Math.max(0, Math.min(days, steps[i + 1]?.day ?? days) - day),
    0,
  )

const rounded = (days: number) => `${Number(days.toPrecision(2))}`

export function exposureSvg(data: Exposure, theme: Theme): string {
  const { options, days } = data
  const left =
    MARGIN +
    roomFor(
      options.map(({ label }) => label),
      210,
    )
  const right = WIDTH - MARGIN - 70
  const top = TOP + 24
  const bottom = top + options.length * ROW
  const x = scaleLinear()
    .domain([0, Math.max(1, days)])
    .range([left, right])
  return picture(data, bottom + 40, theme, [
    ...bottomAxis(
      x.ticks(6).map((at) => ({ at, label: String(at) })),
      x,
      top,
      bottom,
    ),
    words(WIDTH - MARGIN, top - 6, 'exposure-days', { 'text-anchor': 'end', 'font-size': 11, 'fill-opacity': 0.8 }),
    ...options.flatMap((option, i) => [
      words(left - 12, top + (i + 1) * ROW - 14, fit(option.label, Math.floor((left - MARGIN - 12) / CHARACTER)), {
        'text-anchor': 'end',
      }),
      ...profile(option, days, x, top + (i + 1) * ROW),
      words(WIDTH - MARGIN, top + (i + 1) * ROW - 14, rounded(exposureDays(option, days)), { 'text-anchor': 'end' }),
    ]),
    ...marks(
      data.marks.map(({ day, label }) => ({ at: day, label })),
      x,
      top,
      bottom,
    ),
    axisTitle((left + right) / 2, bottom + 34, 'days from now; height: share that is exposed'),
  ])
}

function profile({ steps }: ExposedOption, days: number, x: (at: number) => number, bottom: number): Markup[] {
  const y = scaleLinear()
    .domain([0, 1])
    .range([bottom, bottom - ROW + 10])
  const shown = steps.filter(({ day }) => day < days)
  const last = shown.at(-1)?.exposed ?? 0
  const points = [...shown.map(({ day, exposed }) => [x(day), y(exposed)] as const), [x(days), y(last)] as const]
  const filled = area()
    .curve(curveStepAfter)
    .digits(2)
    .y0(bottom)
    .y1(([, top]) => top)
  const outline = line().curve(curveStepAfter).digits(2)
  return [
    element('path', { d: filled(points) ?? '', fill: VERMILLION, 'fill-opacity': 0.35 }),
    element('path', { d: outline(points) ?? '', fill: 'none', stroke: VERMILLION, 'stroke-width': 2 }),
    rule(x(0), bottom, x(days), bottom, { 'stroke-opacity': 0.5 }),
  ]
}

const percent = (exposed: number) => `${Number((exposed * 100).toPrecision(2))} %`

export const exposureTable = ({ options, days }: Exposure): Table => ({
  columns: ['option', 'exposed', 'exposure-days'],
  rows: options.map((option) => [
    option.label,
    option.steps.map(({ day, exposed }) => `from day ${rounded(day)}: ${percent(exposed)}`).join(', '),
    rounded(exposureDays(option, days)),
  ]),
})

/** For the terminal: the higher the block, the more is exposed. */
export function exposureText({ options, days }: Exposure, width = 80): string {
  const name = Math.min(30, longest(options.map(({ label }) => label)))
  const room = width - name - 10
  const blocks = ' ▁▂▃▄▅▆▇█'
  return options
    .map((option) => {
      const bar = Array.from({ length: room }, (_, i) => {
        const exposed = option.steps.findLast(({ day }) => day <= ((i + 0.5) / room) * days)?.exposed ?? 0
        return blocks[exposed > 0 ? Math.max(1, Math.round(exposed * 8)) : 0]
      })
      return `${cell(option.label, name)}  ${bar.join('')}  ${rounded(exposureDays(option, days)).padStart(5)}`
    })
    .concat(`${' '.repeat(name)}  day 0 to ${rounded(days)}; exposure-days on the right`)
    .join('\n')
}
