import { scaleLinear, scaleLog } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import { axisTitle, bottomAxis, decades, extent, leftAxis } from './axis.ts'
import { legend, lineSample } from './legend.ts'
import { lineStyle } from './palette.ts'
import { element, MARGIN, picture, TOP, WIDTH, words, type About, type Table, type Theme } from './svg.ts'
import { cell, longest, percent } from './text.ts'

/** The chance that the loss is above an amount, for each option. */
export interface LossCurve extends About {
  readonly curves: readonly Curve[]
  /** What the organisation tolerates, in the same terms: each point holds until the next, the last one for ever. */
  readonly tolerance?: Curve
  /** What the horizontal axis measures: `loss within 60 days, EUR`. */
  readonly axis: string
  readonly format: (loss: number) => string
}

export interface Curve {
  readonly label: string
  /** Rising amounts of 0 or more; the chance of a loss above each, falling, 0 … 1. An amount of 0 stands at the left edge. */
  readonly points: readonly { readonly amount: number; readonly chance: number }[]
}

const HEIGHT = 300

export function lossCurveSvg(data: LossCurve, theme: Theme): string {
  const { curves, tolerance, axis, format } = data
  const drawn = [
    ...curves.map((curve, i) => ({ curve, style: { ...lineStyle(i), 'stroke-width': 2 } })),
    ...(tolerance ? [{ curve: tolerance, style: { stroke: 'currentColor', 'stroke-width': 1.5 } }] : []),
  ]
  const [least, most] = amountsOf(data)
  const [, likeliest] = extent(
    drawn.flatMap(({ curve }) => curve.points.map(({ chance }) => chance)),
    0.001,
  )
  const key = legend(
    drawn.map(({ curve, style }) => ({ label: curve.label, sample: lineSample(style) })),
    MARGIN,
    WIDTH - MARGIN,
    TOP + 4,
  )
  const [left, right, top] = [MARGIN + 52, WIDTH - MARGIN, TOP + key.height + 22]
  const bottom = top + HEIGHT
  const x = scaleLog().domain([least, most]).range([left, right])
  const y = scaleLinear().domain([0, likeliest]).nice().range([bottom, top])
  const path = (curve: Curve) => {
    const points = curve.points.map(({ amount, chance }) => [x(Math.max(amount, least)), y(chance)] as const)
    return curve === tolerance
      ? line().curve(curveStepAfter).digits(2)([
          ...points,
          ...points.slice(-1).map(([, last]) => [right, last] as const),
        ])
      : line().digits(2)(points)
  }
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
    ...drawn.map(({ curve, style }) => element('path', { d: path(curve) ?? '', fill: 'none', ...style })),
    words(MARGIN, top - 8, 'chance of a larger loss', { 'font-size': 11, 'fill-opacity': 0.8 }),
    axisTitle((left + right) / 2, bottom + 34, `${axis} (logarithmic scale)`),
  ])
}

/** From the smallest amount above 0 to the largest. */
function amountsOf({ curves, tolerance }: LossCurve): readonly [least: number, most: number] {
  const amounts = [...curves, ...(tolerance ? [tolerance] : [])].flatMap(({ points }) =>
    points.map(({ amount }) => amount),
  )
  const [least, most] = extent(amounts.filter((amount) => amount > 0))
  return least < most ? [least, most] : [Math.min(least, 1), Math.max(most, 10)]
}

/** The chances at up to eight amounts of the axis. */
export function lossCurveTable(data: LossCurve): Table {
  const { curves, tolerance, format } = data
  const amounts = decades(...amountsOf(data)).slice(-8)
  return {
    columns: ['chance of a loss above', ...amounts.map(format)],
    rows: [...curves, ...(tolerance ? [tolerance] : [])].map((curve) => [
      curve.label,
      ...amounts.map((amount) => chanceAbove(curve, amount)),
    ]),
  }
}

/** The chance at the last point before: never less than drawn. Nothing is said below the first point. */
function chanceAbove({ points }: Curve, above: number): string {
  const point = points.findLast(({ amount }) => amount <= above)
  return point ? percent(point.chance) : ''
}

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
