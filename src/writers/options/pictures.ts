import { FIX_FIRST } from '../../core/risk/options.ts'
import { INPUTS } from '../../core/risk/inputs.ts'
import { mean, quantile } from '../../core/risk/distribution.ts'
import type { TornadoBar } from '../../core/risk/sensitivity.ts'
import type { Tolerance } from '../../core/risk/constraints.ts'
import { breakEvenSvg, type BreakEven, type BreakEvenRow } from '../svg/break-even.ts'
import { exposureSvg, type Exposure } from '../svg/exposure.ts'
import { lossCurveSvg, type LossCurve } from '../svg/loss-curve.ts'
import { optionsSvg, type OptionRanges } from '../svg/options.ts'
import { tornadoSvg, type Tornado } from '../svg/tornado.ts'
import type { Theme } from '../svg/svg.ts'
import { amount, percent, quantity } from './amounts.ts'
import { UPPER_END } from './depends.ts'
import { inOrder, optionNamed, type OptionsReport } from './report.ts'
import { inputWords, shortName } from './words.ts'

/** Every picture of a comparison, under the name of its file. */
export function optionsPictures(report: OptionsReport, theme: Theme): ReadonlyMap<string, string> {
  const breakEven = breakEvenPicture(report)
  const tornado = tornadoPicture(report)
  return new Map([
    ['options', optionsSvg(rangesPicture(report), theme)],
    ...(breakEven ? [['break-even', breakEvenSvg(breakEven, theme)] as const] : []),
    ...(tornado ? [['tornado', tornadoSvg(tornado, theme)] as const] : []),
    ['loss', lossCurveSvg(lossPicture(report), theme)],
    ['exposure', exposureSvg(exposurePicture(report), theme)],
  ])
}

const noteOf = ({ comparison: { seed, iterations }, kept }: OptionsReport) =>
  `Seed ${seed}, ${iterations.toLocaleString('en-US')} iterations, ${kept.program}; inputs ${kept.inputs.slice(0, 19)}…`

export function rangesPicture(report: OptionsReport): OptionRanges {
  const { comparison } = report
  const { currency, horizonDays, ranking } = comparison
  const lowest = ranking[0] === undefined ? undefined : optionNamed(comparison, ranking[0])
  return {
    title: 'What each way out costs',
    description: lowest
      ? `${lowest.name} has the lowest expected cost, ${currency} ${amount(lowest.expectedCost)}.`
      : 'No way out is left open.',
    note: noteOf(report),
    axis: `cost within ${horizonDays} days, ${currency}`,
    format: amount,
    options: inOrder(comparison).map((option) => ({
      label: shortName(option),
      ...(option.dropped[0]
        ? { dropped: option.dropped[0].reason }
        : { cost: { expected: option.expectedCost, p50: option.p50, p95: option.p95, p99: option.p99 } }),
      lowest: option === lowest,
    })),
  }
}

export function breakEvenPicture(report: OptionsReport): BreakEven | undefined {
  const { comparison, risk } = report
  const options = inOrder(comparison).filter(({ versusFixFirst }) => versusFixFirst)
  if (options.length === 0) return undefined
  const { value } = risk.inputs.attackChance30Days!
  const [low, high] = [quantile(value, 0.05), quantile(value, 0.95)]
  return {
    title: 'From which chance of an attack fixing first pays',
    description: `Believed: ${percent(mean(value))}, from ${percent(low)} to ${percent(high)}.`,
    note: noteOf(report),
    against: 'fixing first',
    axis: 'chance of an attack within 30 days',
    belief: { low, point: mean(value), high, label: 'believed' },
    rows: options.map((option): BreakEvenRow => {
      const at = option.versusFixFirst!.breakEven
      return {
        label: shortName(option),
        breakEven:
          at.kind === 'equal'
            ? 'always equal'
            : at.kind === 'never'
              ? at.always === FIX_FIRST
                ? 'always more'
                : 'always less'
              : { at: at.value, less: at.above === FIX_FIRST ? 'below' : 'above' },
      }
    }),
  }
}

const MOST_BARS = 8

export function tornadoPicture(report: OptionsReport): Tornado | undefined {
  const { comparison } = report
  const { recommendation, currency } = comparison
  const runnerUp = recommendation?.runnerUp
  if (!runnerUp) return undefined
  const [best, next] = [optionNamed(comparison, recommendation.id), optionNamed(comparison, runnerUp.id)]
  const value = ({ name }: TornadoBar, end: number) =>
    name === UPPER_END ? `${end} ×` : quantity(end, INPUTS[name].domain)
  return {
    title: 'What the choice between the first two depends on',
    description: `The difference between "${best.name}" and "${next.name}" as each input moves through what is believed.`,
    note: noteOf(report),
    axis: `${shortName(best)} minus ${shortName(next)}, ${currency}; below 0 the first costs less`,
    format: amount,
    base: -runnerUp.difference,
    inputs: runnerUp.tornado.slice(0, MOST_BARS).map((bar) => ({
      label: bar.name === UPPER_END ? bar.name : inputWords(bar.name),
      low: { value: value(bar, bar.low), result: bar.differenceAtLow },
      high: { value: value(bar, bar.high), result: bar.differenceAtHigh },
    })),
  }
}

export function lossPicture(report: OptionsReport): LossCurve {
  const { comparison, risk } = report
  const tolerances = risk.constraints.filter((one): one is Tolerance => one.kind === 'tolerance')
  return {
    title: 'Chance of a larger loss',
    description: 'For each way out, the chance that loss events within the window cost more than an amount.',
    note: noteOf(report),
    axis: `loss within ${comparison.horizonDays} days, ${comparison.currency}`,
    format: amount,
    curves: inOrder(comparison).map((option) => ({ label: shortName(option), points: option.lossExceedance })),
    ...(tolerances.length > 0 && {
      tolerance: {
        label: 'tolerated',
        points: tolerances.map(({ amount, chance }) => ({ amount, chance })).sort((a, b) => a.amount - b.amount),
      },
    }),
  }
}

export function exposurePicture(report: OptionsReport): Exposure {
  const { comparison } = report
  return {
    title: 'How long it stays open',
    description: 'The share of full exposure over the days from the planned release, with every input at its mean.',
    note: noteOf(report),
    days: comparison.horizonDays,
    marks: [],
    options: inOrder(comparison).map((option) => ({ label: shortName(option), points: option.timeline })),
  }
}
