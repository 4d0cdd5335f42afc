import { scaleLinear, scaleLog } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import { axisTitle, bottomAxis, decades, extent, leftAxis } from './axis.ts'
import { legend, lineSample } from './legend.ts'
import { lineStyle } from './palette.ts'
import { element, MARGIN, picture, TOP, WIDTH, words, type About, type Table, type Theme } from './svg.ts'
import { cell, longest } from './text.ts'

/** The chance that the loss is above an amount, for each option. */
export interface LossCurve extends About {
  readonly curves: readonly Curve[]
  /** What the organisation tolerates, in the same terms: each point holds until the next. */
  readonly tolerance?: Curve
  /** What the horizontal axis measures: `loss within 60 days, EUR`. */
  readonly axis: string
  readonly format: (loss: number) => string
}

export interface Curve {
  readonly label: string
  /** Losses above 0, rising; the chance of each being exceeded, falling, 0 … 1. */
  readonly points: readonly { readonly loss: number; readonly chance: number }[]
}

const HEIGHT = 300
const percent = (chance: number) => `${Number((chance * 100).toPrecision(2))} %`

export function lossCurveSvg(data: LossCurve, theme: Theme): string {
  const { curves, tolerance, axis, format } = data
  const drawn = [
    ...curves.map((curve, i) => ({ curve, style: { ...lineStyle(i), 'stroke-width': 2 } })),
    ...(tolerance ? [{ curve: tolerance, style: { stroke: 'currentColor', 'stroke-width': 1.5 } }] : []),
  ]
  const points = drawn.flatMap(({ curve }) => curve.points)
  const losses = points.map(({ loss }) => loss)
  const most = extent(
    points.map(({ chance }) => chance),
    0.001,
  )[1]
  const key = legend(
    drawn.map(({ curve, style }) => ({ label: curve.label, sample: lineSample(style) })),
    MARGIN,
    WIDTH - MARGIN,
    TOP + 4,
  )
  const [left, right, top] = [MARGIN + 52, WIDTH - MARGIN, TOP + key.height + 22]
  const bottom = top + HEIGHT
  const x = scaleLog()
    .domain(losses.length ? extent(losses) : [1, 10])
    .range([left, right])
  const y = scaleLinear().domain([0, most]).nice().range([bottom, top])
  const path = line().digits(2)
  const steps = line().curve(curveStepAfter).digits(2)
  return picture(data, bottom + 40, theme, [
    key.markup,
    ...leftAxis(
      y.ticks(5).map((at) => ({ at, label: percent(at) })),
      y,
      left,
      right,
    ),
    ...bottomAxis(
      decades(...x.domain()).map((at) => ({ at, label: format(at) })),
      x,
      top,
      bottom,
    ),
    ...drawn.map(({ curve, style }) =>
      element('path', {
        d: (curve === tolerance ? steps : path)(curve.points.map(({ loss, chance }) => [x(loss), y(chance)])) ?? '',
        fill: 'none',
        ...style,
      }),
    ),
    words(MARGIN, top - 8, 'chance of a larger loss', { 'font-size': 11, 'fill-opacity': 0.8 }),
    axisTitle((left + right) / 2, bottom + 34, `${axis} (logarithmic scale)`),
  ])
}

/** The chances at up to eight amounts of the axis. */
export function lossCurveTable({ curves, tolerance, format }: LossCurve): Table {
  const all = [...curves, ...(tolerance ? [tolerance] : [])]
  const losses = all.flatMap(({ points }) => points.map(({ loss }) => loss))
  const amounts = losses.length ? decades(...extent(losses)).slice(0, 8) : []
  return {
    columns: ['chance of a loss above', ...amounts.map(format)],
    rows: all.map((curve) => [curve.label, ...amounts.map((amount) => percent(chanceAbove(curve, amount)))]),
  }
}

/** The chance at the last point before: never less than drawn. */
const chanceAbove = ({ points }: Curve, amount: number): number =>
  (points.findLast(({ loss }) => loss <= amount) ?? points[0])?.chance ?? 0

/** For the terminal: the table, with as many of its amounts as there is room for. */
export function lossCurveText(data: LossCurve, width = 80): string {
  const { columns, rows } = lossCurveTable(data)
  const name = Math.min(30, longest([columns[0]!, ...rows.map(([label]) => label!)]))
  const amount = Math.max(7, longest(columns.slice(1))) + 2
  const shown = Math.floor((width - name) / amount)
  return [columns, ...rows]
    .map(
      ([label, ...cells]) =>
        cell(label!, name) +
        cells
          .slice(0, shown)
          .map((text) => text.padStart(amount))
          .join(''),
    )
    .join('\n')
}
