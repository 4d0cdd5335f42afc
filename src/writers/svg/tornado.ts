import { scaleLinear } from 'd3-scale'
import { axisTitle, bottomAxis, CHARACTER, extent, marks, roomFor } from './axis.ts'
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

/** What the result depends on most: each input alone, moved through its range. */
export interface Tornado extends About {
  /** The result with every input at its middle. */
  readonly base: number
  readonly inputs: readonly TornadoInput[]
  /** What the result is: `fix first minus ship now, expected cost, EUR`. */
  readonly axis: string
  readonly format: (result: number) => string
}

export interface TornadoInput {
  readonly label: string
  readonly low: Swing
  readonly high: Swing
}

/** The input's value as it is to be read, and the result there. */
export interface Swing {
  readonly value: string
  readonly result: number
}

const ROW = 32
const swing = ({ low, high }: TornadoInput) => Math.abs(high.result - low.result)
const sorted = (inputs: readonly TornadoInput[]) => inputs.toSorted((a, b) => swing(b) - swing(a))

export function tornadoSvg(data: Tornado, theme: Theme): string {
  const { base, axis, format } = data
  const inputs = sorted(data.inputs)
  const key = legend(
    [
      { label: 'input at its low end', sample: boxSample({ fill: BLUE, stroke: BLUE }) },
      {
        label: 'input at its high end',
        sample: boxSample({ fill: VERMILLION, 'fill-opacity': 0.25, stroke: VERMILLION, 'stroke-width': 1.5 }),
      },
    ],
    MARGIN,
    WIDTH - MARGIN,
    TOP + 4,
  )
  const values = roomFor(
    inputs.flatMap(({ low, high }) => [low.value, high.value]),
    90,
  )
  const left =
    MARGIN +
    roomFor(
      inputs.map(({ label }) => label),
      210,
    ) +
    values
  const right = WIDTH - MARGIN - values
  const top = TOP + key.height + 26
  const bottom = top + inputs.length * ROW
  const results = [base, ...inputs.flatMap(({ low, high }) => [low.result, high.result])]
  const [least, most] = extent(results)
  const x = scaleLinear()
    .domain([least, most === least ? least + 1 : most])
    .nice()
    .range([left, right])
  const rowY = (row: number) => top + row * ROW + ROW / 2
  return picture(data, bottom + 40, theme, [
    key.markup,
    ...bottomAxis(
      x.ticks(5).map((at) => ({ at, label: format(at) })),
      x,
      top,
      bottom,
    ),
    ...(least < 0 && most > 0 ? [rule(x(0), top, x(0), bottom, { 'stroke-width': 1.5 })] : []),
    ...inputs.flatMap((input, i) => [
      words(left - values - 4, rowY(i) + 4, fit(input.label, Math.floor((left - values - MARGIN) / CHARACTER)), {
        'text-anchor': 'end',
      }),
      ...bars(input, base, x, rowY(i)),
    ]),
    ...marks([{ at: base, label: `as estimated: ${format(base)}` }], x, top, bottom),
    axisTitle((left + right) / 2, bottom + 34, axis),
  ])
}

function bars({ low, high }: TornadoInput, base: number, x: (at: number) => number, y: number): Markup[] {
  const bar = ({ result }: Swing, attributes: Record<string, string | number>) => {
    const [from, until] = [Math.min(x(base), x(result)), Math.max(x(base), x(result))]
    return element('rect', { x: from, y: y - 8, width: until - from, height: 16, ...attributes })
  }
  // Both ends may lie on the same side of the base: then their names stand at the outer ends, the lower result left.
  const [left, right] = low.result <= high.result ? [low, high] : [high, low]
  return [
    bar(low, { fill: BLUE, stroke: BLUE }),
    bar(high, { fill: VERMILLION, 'fill-opacity': 0.25, stroke: VERMILLION, 'stroke-width': 1.5 }),
    words(Math.min(x(left.result), x(base)) - 6, y + 4, fit(left.value, 14), { 'text-anchor': 'end', 'font-size': 11 }),
    words(Math.max(x(right.result), x(base)) + 6, y + 4, fit(right.value, 14), { 'font-size': 11 }),
  ]
}

export const tornadoTable = ({ inputs, format }: Tornado): Table => ({
  columns: ['input', 'low end', 'result', 'high end', 'result'],
  rows: sorted(inputs).map(({ label, low, high }) => [
    label,
    low.value,
    format(low.result),
    high.value,
    format(high.result),
  ]),
})

/** For the terminal: the length of the bar is how far the result moves. */
export function tornadoText({ inputs, format }: Tornado, width = 80): string {
  const name = Math.min(24, longest(inputs.map(({ label }) => label)))
  const ends = sorted(inputs).map(
    ({ low, high }) => `${fit(low.value, 12)} → ${format(low.result)}, ${fit(high.value, 12)} → ${format(high.result)}`,
  )
  const room = Math.max(8, width - name - longest(ends) - 4)
  const most = Math.max(...inputs.map(swing), Number.MIN_VALUE)
  return sorted(inputs)
    .map(
      (input, i) =>
        `${cell(input.label, name)}  ${cell('█'.repeat(Math.round((swing(input) / most) * room)), room)}  ${ends[i]}`,
    )
    .join('\n')
}
