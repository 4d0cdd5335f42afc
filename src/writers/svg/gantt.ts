import { scaleLinear } from 'd3-scale'
import { bottomAxis, CHARACTER, extent, marks, roomFor, type Tick } from './axis.ts'
import { boxSample, legend } from './legend.ts'
import { BLUE, GREEN, VERMILLION } from './palette.ts'
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

/** A plan with its uncertainty. Moments are milliseconds since 1970. */
export interface Gantt extends About {
  readonly tasks: readonly GanttTask[]
  readonly finish: Finish
  /** Vertical lines with a name: now, the date that was planned. */
  readonly marks: readonly Tick[]
  /** A moment as it is to be read, in the zone of whoever reads it. */
  readonly format: (at: number) => string
  /** Where the axis has its ticks: the midnights of that zone, say. */
  readonly ticks: readonly Tick[]
}

export interface Finish {
  readonly p50: number
  readonly p80: number
  readonly p95: number
}

export interface GanttTask {
  readonly label: string
  readonly state: 'finished' | 'started' | 'open'
  readonly start: number
  readonly finish: Finish
  /** Share of simulated schedules in which the end waited for it, 0 … 1. */
  readonly criticality: number
}

const ROW = 30
const share = (criticality: number) => `${Math.round(criticality * 100)} %`

export function ganttSvg(gantt: Gantt, theme: Theme): string {
  const { tasks, finish, format } = gantt
  const left =
    MARGIN +
    roomFor(
      tasks.map(({ label }) => label),
      230,
    )
  const right = WIDTH - MARGIN - 62
  const key = legend(KEY, MARGIN, WIDTH - MARGIN, TOP + 4)
  const top = TOP + key.height + 34
  const bottom = top + (tasks.length + 1) * ROW
  const moments = [...tasks.map(({ start }) => start), ...gantt.marks.map(({ at }) => at)]
  const [from, until] = extent(moments, finish.p50, finish.p95)
  const x = scaleLinear()
    .domain([from, Math.max(until, from + 1)])
    .range([left, right])
  const rowY = (row: number) => top + row * ROW + ROW / 2
  return picture(gantt, bottom + 24, theme, [
    key.markup,
    ...bottomAxis(
      gantt.ticks.filter(({ at }) => at >= from && at <= until),
      x,
      top,
      bottom,
    ),
    ...tasks.flatMap((task, i) => [
      words(left - 10, rowY(i) + 4, fit(task.label, Math.floor((left - MARGIN - 10) / CHARACTER)), {
        'text-anchor': 'end',
      }),
      ...taskBar(task, x, rowY(i)),
      words(WIDTH - MARGIN, rowY(i) + 4, task.state === 'finished' ? 'done' : share(task.criticality), {
        'text-anchor': 'end',
        'fill-opacity': 0.8,
      }),
    ]),
    words(WIDTH - MARGIN, top - 6, 'critical', { 'text-anchor': 'end', 'font-size': 11, 'fill-opacity': 0.8 }),
    words(left - 10, rowY(tasks.length) + 4, 'Release possible', { 'text-anchor': 'end', 'font-weight': 'bold' }),
    rule(MARGIN, bottom - ROW, WIDTH - MARGIN, bottom - ROW, { 'stroke-opacity': 0.4 }),
    ...releaseBar(finish, x, rowY(tasks.length)),
    releaseDate(`P80: ${format(finish.p80)}`, x(finish.p50) - 14, x(finish.p95) + 14, left, rowY(tasks.length) + 4),
    ...marks(gantt.marks, x, top, bottom - ROW),
  ])
}

/** Solid to the median, then fainter to P80 and P95, each with an edge: told apart in grey as well. */
function taskBar({ state, start, finish, criticality }: GanttTask, x: (at: number) => number, y: number): Markup[] {
  const box = (from: number, until: number, attributes: Record<string, string | number>) =>
    element('rect', { x: x(from), y: y - 8, width: Math.max(0, x(until) - x(from)), height: 16, ...attributes })
  if (state === 'finished') return [box(start, finish.p50, { fill: 'currentColor', 'fill-opacity': 0.35 })]
  const fill = criticality >= 0.5 ? VERMILLION : BLUE
  return [
    box(start, finish.p50, { fill }),
    box(finish.p50, finish.p80, { fill, 'fill-opacity': 0.45 }),
    box(finish.p80, finish.p95, { fill, 'fill-opacity': 0.15, stroke: fill, 'stroke-width': 0.75 }),
  ]
}

function releaseBar({ p50, p80, p95 }: Finish, x: (at: number) => number, y: number): Markup[] {
  const diamond = (at: number, size: number, attributes: Record<string, string>) =>
    element('path', {
      d: `M${x(at).toFixed(2)} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`,
      ...attributes,
    })
  return [
    rule(x(p50), y, x(p95), y, { stroke: GREEN, 'stroke-width': 2 }),
    diamond(p50, 6, { fill: 'none', stroke: GREEN }),
    diamond(p80, 8, { fill: GREEN }),
    diamond(p95, 6, { fill: 'none', stroke: GREEN }),
  ]
}

/** The date in words, before the diamonds where there is room, else behind them. */
const releaseDate = (date: string, before: number, behind: number, left: number, y: number): Markup =>
  before - longest([date]) * CHARACTER > left
    ? words(before, y, date, { 'text-anchor': 'end', 'font-weight': 'bold' })
    : words(behind, y, date, { 'font-weight': 'bold' })

const KEY = [
  { label: 'to P50, an even chance', sample: boxSample({ fill: BLUE }) },
  { label: 'to P80, four in five', sample: boxSample({ fill: BLUE, 'fill-opacity': 0.45 }) },
  { label: 'to P95', sample: boxSample({ fill: BLUE, 'fill-opacity': 0.15, stroke: BLUE, 'stroke-width': 0.75 }) },
  { label: 'the end mostly waits for it', sample: boxSample({ fill: VERMILLION }) },
]

export const ganttTable = ({ tasks, finish, format }: Gantt): Table => ({
  columns: ['task', 'state', 'starts (median)', 'P50', 'P80', 'P95', 'decides the end in'],
  rows: [
    ...tasks.map((t) => [
      t.label,
      t.state,
      format(t.start),
      format(t.finish.p50),
      format(t.finish.p80),
      format(t.finish.p95),
      t.state === 'finished' ? '' : share(t.criticality),
    ]),
    ['Release possible', '', '', format(finish.p50), format(finish.p80), format(finish.p95), ''],
  ],
})

/** For the terminal: █ to P50, ▓ to P80, ░ to P95. */
export function ganttText({ tasks, finish, format }: Gantt, width = 80): string {
  const name = Math.min(28, Math.max(16, longest(tasks.map(({ label }) => label))))
  const room = width - name - 2
  const begin = Math.min(finish.p50, ...tasks.map(({ start }) => start))
  const column = (at: number) => Math.round(((at - begin) / Math.max(1, finish.p95 - begin)) * room)
  return [...tasks, { label: 'Release possible', start: finish.p50, finish }]
    .map(({ label, start, finish: { p50, p80, p95 } }) => {
      const [a, b, c, d] = [column(start), column(p50), column(p80), column(p95)]
      return `${cell(label, name)}  ${' '.repeat(a)}${'█'.repeat(b - a)}${'▓'.repeat(c - b)}${'░'.repeat(d - c)}`.trimEnd()
    })
    .concat(`${' '.repeat(name)}  P50 ${format(finish.p50)}, P80 ${format(finish.p80)}, P95 ${format(finish.p95)}`)
    .join('\n')
}
