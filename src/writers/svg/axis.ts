import { rule, words, type Markup } from './svg.ts'
import { longest } from './text.ts'

export interface Tick {
  readonly at: number
  readonly label: string
}

/** About how wide a character of size 12 is; nobody measures text here. */
export const CHARACTER = 6.2

/** Room for labels beside a picture, in pixels. */
export const roomFor = (labels: readonly string[], most: number): number =>
  Math.min(most, longest(labels) * CHARACTER + 16)

/** Ticks and grid lines below an area; one whose label would run into the one before is left out. */
export function bottomAxis(ticks: readonly Tick[], x: (at: number) => number, top: number, bottom: number): Markup[] {
  let taken = -Infinity
  return ticks.flatMap(({ at, label }) => {
    const half = (longest([label]) * CHARACTER) / 2
    if (x(at) - half < taken) return []
    taken = x(at) + half + 8
    return [
      rule(x(at), top, x(at), bottom, { 'stroke-opacity': 0.15 }),
      words(x(at), bottom + 17, label, { 'text-anchor': 'middle', 'fill-opacity': 0.8 }),
    ]
  })
}

/** Ticks and grid lines left of an area. */
export const leftAxis = (ticks: readonly Tick[], y: (at: number) => number, left: number, right: number): Markup[] =>
  ticks.flatMap(({ at, label }) => [
    rule(left, y(at), right, y(at), { 'stroke-opacity': 0.15 }),
    words(left - 8, y(at) + 4, label, { 'text-anchor': 'end', 'fill-opacity': 0.8 }),
  ])

/** What an axis measures. */
export const axisTitle = (x: number, y: number, label: string): Markup =>
  words(x, y, label, { 'text-anchor': 'middle', 'font-size': 11, 'fill-opacity': 0.8 })

/** Vertical lines across the picture, named above it. Names that would run into each other turn away, one in between rises. */
export function marks(named: readonly Tick[], x: (at: number) => number, top: number, bottom: number): Markup[] {
  const sorted = named.toSorted((a, b) => a.at - b.at)
  const half = ({ label }: Tick) => (longest([label]) * CHARACTER) / 2
  const crowded = (a?: Tick, b?: Tick) =>
    a !== undefined && b !== undefined && x(b.at) - x(a.at) < half(a) + half(b) + 6
  return sorted.flatMap((tick, i) => {
    const [before, behind] = [crowded(sorted[i - 1], tick), crowded(tick, sorted[i + 1])]
    const anchor = before === behind ? 'middle' : before ? 'start' : 'end'
    const rise = before && behind ? 14 : 0
    return [
      rule(x(tick.at), top - rise, x(tick.at), bottom, { 'stroke-dasharray': '4 3', 'stroke-width': 1.5 }),
      words(x(tick.at), top - 6 - rise, tick.label, { 'text-anchor': anchor, 'font-size': 11 }),
    ]
  })
}

/** Powers of ten, and where they are few, round numbers in between, within a domain of positive numbers. */
export function decades(low: number, high: number): number[] {
  const powers: number[] = []
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) powers.push(e)
  const steps = powers.length > 5 ? [1] : powers.length > 3 ? [1, 3] : [1, 2, 5]
  return powers.flatMap((e) => steps.map((step) => step * 10 ** e)).filter((n) => n >= low && n <= high)
}

/** The smallest and the largest of any number of values, and of those that must be in view. */
export const extent = (values: readonly number[], ...inView: readonly number[]): readonly [low: number, high: number] =>
  [...inView, ...values].reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )
