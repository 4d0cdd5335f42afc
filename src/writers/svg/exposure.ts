import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
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
import { cell, fit, longest, percent } from './text.ts'

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
  /** The exposed share, 0 … 1, over rising days from 0 on, straight in between; it jumps where a day stands twice. */
  readonly points: readonly ExposedShare[]
}

export interface ExposedShare {
  readonly day: number
  readonly share: number
}

const ROW = 46

/** Days of full exposure: the area below the points. */
export const exposureDays = ({ points }: ExposedOption): number =>
  points.slice(1).reduce((sum, { day, share }, i) => sum + ((day - points[i]!.day) * (share + points[i]!.share)) / 2, 0)

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
      words(WIDTH - MARGIN, top + (i + 1) * ROW - 14, rounded(exposureDays(option)), { 'text-anchor': 'end' }),
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

function profile({ points }: ExposedOption, days: number, x: (at: number) => number, bottom: number): Markup[] {
  const y = scaleLinear()
    .domain([0, 1])
    .range([bottom, bottom - ROW + 10])
  const drawn = points.map(({ day, share }) => [x(day), y(share)] as const)
  const filled = area()
    .digits(2)
    .y0(bottom)
    .y1(([, top]) => top)
  return [
    element('path', { d: filled(drawn) ?? '', fill: VERMILLION, 'fill-opacity': 0.35 }),
    element('path', { d: line().digits(2)(drawn) ?? '', fill: 'none', stroke: VERMILLION, 'stroke-width': 2 }),
    rule(x(0), bottom, x(days), bottom, { 'stroke-opacity': 0.5 }),
  ]
}

/** The share on a day: after the jump where there is one. */
function shareOn({ points }: ExposedOption, day: number): number {
  const i = points.findLastIndex((point) => point.day <= day)
  const [before, after] = [points[i], points[i + 1]]
  if (!before) return 0
  return after
    ? before.share + ((after.share - before.share) * (day - before.day)) / (after.day - before.day)
    : before.share
}

export const exposureTable = ({ options, days }: Exposure): Table => {
  const quarters = [0, 0.25, 0.5, 0.75, 1].map((part) => part * days)
  return {
    columns: ['option', ...quarters.map((day) => `day ${rounded(day)}`), 'exposure-days'],
    rows: options.map((option) => [
      option.label,
      ...quarters.map((day) => percent(shareOn(option, day))),
      rounded(exposureDays(option)),
    ]),
  }
}

/** For the terminal: the higher the block, the more is exposed. */
export function exposureText({ options, days }: Exposure, width = 80): string {
  const name = Math.min(30, longest(options.map(({ label }) => label)))
  const room = width - name - 10
  const blocks = ' ▁▂▃▄▅▆▇█'
  return options
    .map((option) => {
      const bar = Array.from({ length: room }, (_, i) => {
        const share = shareOn(option, ((i + 0.5) / room) * days)
        return blocks[share > 0 ? Math.max(1, Math.round(share * 8)) : 0]
      })
      return `${cell(option.label, name)}  ${bar.join('')}  ${rounded(exposureDays(option)).padStart(5)}`
    })
    .concat(`${' '.repeat(name)}  day 0 to ${rounded(days)}; exposure-days on the right`)
    .join('\n')
}
