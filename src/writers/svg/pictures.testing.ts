import { HOUR } from '../../core/instant.ts'
import { breakEvenSvg, breakEvenTable, breakEvenText, type BreakEven } from './break-even.ts'
import { exposureSvg, exposureTable, exposureText, type Exposure } from './exposure.ts'
import { ganttSvg, ganttTable, ganttText, type Gantt } from './gantt.ts'
import { lossCurveSvg, lossCurveTable, lossCurveText, type LossCurve } from './loss-curve.ts'
import { optionsSvg, optionsTable, optionsText, type OptionRanges } from './options.ts'
import type { Table, Theme } from './svg.ts'
import { tornadoSvg, tornadoTable, tornadoText, type Tornado } from './tornado.ts'

/** One picture in all its forms, with every label under the test's control. */
export interface Sample {
  readonly name: string
  readonly svg: (theme: Theme) => string
  readonly table: Table
  readonly text: string
}

const about = (label: string) => ({
  title: `Title ${label}`,
  description: `Description ${label}`,
  note: `Note ${label}`,
})
const format = (n: number) => String(Math.round(n))

export const lossCurve = (label: string): LossCurve => ({
  ...about(label),
  axis: `loss, EUR ${label}`,
  format,
  curves: [
    {
      label: `ship now ${label}`,
      points: [
        { amount: 1e4, chance: 0.14 },
        { amount: 1e5, chance: 0.12 },
        { amount: 1e7, chance: 0.002 },
      ],
    },
    {
      label: 'fix first',
      points: [
        { amount: 1e4, chance: 0.003 },
        { amount: 1e7, chance: 0 },
      ],
    },
  ],
  tolerance: {
    label: 'tolerance',
    points: [
      { amount: 1e4, chance: 0.1 },
      { amount: 1e6, chance: 0.01 },
    ],
  },
})

export const options = (label: string): OptionRanges => ({
  ...about(label),
  axis: `cost, EUR ${label}`,
  format,
  options: [
    { label: `ship now ${label}`, cost: { expected: 204_327, p50: 0, p95: 938_000, p99: 4_260_000 } },
    { label: 'with a control', lowest: true, cost: { expected: 38_425, p50: 12_500, p95: 17_500, p99: 217_500 } },
    { label: 'wait', dropped: `policy ${label}` },
  ],
})

export const breakEven = (label: string): BreakEven => ({
  ...about(label),
  against: `fix first ${label}`,
  axis: `chance ${label}`,
  belief: { low: 0.03, point: 0.12, high: 0.35, label: `believed ${label}` },
  rows: [
    { label: `ship now ${label}`, breakEven: { at: 0.0642, less: 'below' } },
    { label: 'feature off', breakEven: { at: 0.99993, less: 'below' } },
    { label: 'roll back', breakEven: 'always more' },
    { label: 'flag', breakEven: 'always less' },
    { label: 'twin', breakEven: 'always equal' },
    { label: 'odd', breakEven: { at: 0.5, less: 'above' } },
  ],
})

export const tornado = (label: string): Tornado => ({
  ...about(label),
  axis: `difference ${label}`,
  format,
  base: -96_500,
  inputs: [
    { label: 'days to fix', low: { value: '3', result: -121_000 }, high: { value: '9', result: -40_000 } },
    {
      label: `loss ${label}`,
      low: { value: `50 k ${label}`, result: 90_000 },
      high: { value: '5 M', result: -610_000 },
    },
  ],
})

export const exposure = (label: string): Exposure => ({
  ...about(label),
  days: 60,
  marks: [{ day: 4, label: `fix ${label}` }],
  options: [
    {
      label: `patch in 14 days ${label}`,
      points: [
        { day: 0, share: 1 },
        { day: 14, share: 1 },
        { day: 14, share: 0.03 },
        { day: 60, share: 0.03 },
      ],
    },
    {
      label: 'staged',
      points: [
        { day: 0, share: 0 },
        { day: 60, share: 1 },
      ],
    },
  ],
})

export const gantt = (label: string): Gantt => ({
  ...about(label),
  format: (at) => `${at / HOUR} h`,
  ticks: [0, 24, 48].map((hours) => ({ at: hours * HOUR, label: `day ${hours / 24} ${label}` })),
  marks: [
    { at: 2 * HOUR, label: 'now' },
    { at: 3 * HOUR, label: `planned ${label}` },
  ],
  finish: { p50: 30 * HOUR, p80: 40 * HOUR, p95: 50 * HOUR },
  tasks: [
    {
      label: `reproduce ${label}`,
      state: 'finished',
      start: 0,
      finish: { p50: HOUR, p80: HOUR, p95: HOUR },
      criticality: 0,
    },
    {
      label: 'fix',
      state: 'started',
      start: HOUR,
      finish: { p50: 8 * HOUR, p80: 9 * HOUR, p95: 12 * HOUR },
      criticality: 1,
    },
    {
      label: 'notes',
      state: 'open',
      start: 8 * HOUR,
      finish: { p50: 10 * HOUR, p80: 11 * HOUR, p95: 12 * HOUR },
      criticality: 0.2,
    },
  ],
})

export const samples = (label: string): readonly Sample[] => [
  of('loss curve', lossCurve(label), lossCurveSvg, lossCurveTable, lossCurveText),
  of('options', options(label), optionsSvg, optionsTable, optionsText),
  of('break-even', breakEven(label), breakEvenSvg, breakEvenTable, breakEvenText),
  of('tornado', tornado(label), tornadoSvg, tornadoTable, tornadoText),
  of('exposure', exposure(label), exposureSvg, exposureTable, exposureText),
  of('gantt', gantt(label), ganttSvg, ganttTable, ganttText),
]

const of = <Data>(
  name: string,
  data: Data,
  svg: (data: Data, theme: Theme) => string,
  table: (data: Data) => Table,
  text: (data: Data) => string,
): Sample => ({ name, svg: (theme) => svg(data, theme), table: table(data), text: text(data) })
