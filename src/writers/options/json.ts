import type { Distribution } from '../../core/risk/distribution.ts'
import type { Estimate, Input } from '../../core/risk/inputs.ts'
import { snake } from '../../core/risk/keys.ts'
import type { BreakEven } from '../../core/risk/break-even.ts'
import type { OptionResult } from '../../core/risk/result.ts'
import { breakEven, outsiders, recommendation, upperEnds, views } from './sentences.ts'
import { inOrder, type OptionsReport } from './report.ts'
import { LIMITS } from './words.ts'

const asIs = (text: string) => text

/** The comparison for machines: every digit that was computed, and what it takes to compute them again. Nothing of where it was computed. */
export function optionsJson(report: OptionsReport): object {
  const { comparison, kept, title, caseId, risk } = report
  const { currency, horizonDays, seed, iterations, ranking, information } = comparison
  return {
    schema: 'holdpoint/options/v1',
    ...(caseId !== undefined && { case: caseId }),
    title,
    currency,
    horizon_days: horizonDays,
    computed: { inputs: kept.inputs, seed, iterations, program: kept.program, feeds: kept.feeds },
    says: {
      break_even: breakEven(report, asIs),
      recommendation: recommendation(report, asIs),
      upper_ends: upperEnds(report, asIs),
      outsiders: outsiders(report, asIs),
      views: views(report, asIs),
      limits: LIMITS,
    },
    recommendation: recommendationJson(report),
    ranking,
    options: inOrder(comparison).map(optionJson),
    assumptions: comparison.assumptions.map(({ name, label, unit, ...input }) => ({
      input: snake(name),
      label,
      unit,
      ...inputJson(input),
    })),
    loss: comparison.loss.map(({ id, form, amount, units, secondaryChance, cap, meanPerEvent }) => ({
      id,
      form,
      amount: estimateJson(amount),
      units,
      secondary_chance: secondaryChance && estimateJson(secondaryChance),
      cap,
      mean_per_event: meanPerEvent,
    })),
    ...(risk.outsiders && {
      outsiders: { harm: risk.outsiders.harm, people_per_event: estimateJson(risk.outsiders.peoplePerEvent) },
    }),
    information: {
      everything: information.everything,
      inputs: information.inputs.map(({ name, worth }) => ({ input: snake(name), worth })),
    },
    views: comparison.views.map((view) => ({
      by: view.by,
      ranking: view.ranking,
      changes_ranking: view.changesRanking,
      changes_recommendation: view.changesRecommendation,
      expected_costs: view.expectedCosts.map(({ id, expectedCost }) => ({ id, expected_cost: expectedCost })),
    })),
    upper_ends: report.upperEnds.map(({ factor, id, expectedCost }) => ({ factor, id, expected_cost: expectedCost })),
    facts: report.facts,
    open: report.open.map(({ input, question, unit }) => ({ input: snake(input), question, unit })),
    law: report.law && lawJson(report.law),
  }
}

const lawJson = ({ exposure, clocks }: NonNullable<OptionsReport['law']>): object => ({
  exposure,
  clocks: clocks.map(({ startsAt, ...clock }) => ({ ...clock, starts_at: startsAt })),
})

function recommendationJson({ comparison: { recommendation: chosen } }: OptionsReport): object | null {
  if (!chosen) return null
  const { id, againstHalting, lowestChance, runnerUp } = chosen
  return {
    id,
    against_halting: againstHalting,
    p_lowest_expected_cost: lowestChance,
    ...(runnerUp && {
      runner_up: {
        id: runnerUp.id,
        difference: runnerUp.difference,
        standard_error: runnerUp.standardError,
        within_noise: runnerUp.withinNoise,
        tornado: runnerUp.tornado.map(({ name, low, high, differenceAtLow, differenceAtHigh, flips }) => ({
          input: snake(name),
          low,
          high,
          difference_at_low: differenceAtLow,
          difference_at_high: differenceAtHigh,
          flips,
        })),
        thresholds: runnerUp.thresholds.map((one) => ({ input: snake(one.name), ...breakEvenJson(one.breakEven) })),
      },
    }),
  }
}

function optionJson(option: OptionResult): object {
  const versus = option.versusFixFirst
  return {
    id: option.id,
    name: option.name,
    response: option.response,
    halts: option.halts,
    dropped: option.dropped,
    expected_cost: option.expectedCost,
    standard_error: option.standardError,
    expected_loss: option.expectedLoss,
    expected_other_cost: option.expectedOtherCost,
    p50: option.p50,
    p95: option.p95,
    p99: option.p99,
    cvar95: option.cvar95,
    p_loss_event: option.lossEventChance,
    p_lowest_expected_cost: option.lowestChance,
    expected_opportunity_loss: option.opportunityLoss,
    expected_people_harmed: option.expectedPeopleHarmed,
    release_day: option.releaseDay,
    break_even_vs_fix_first: versus?.breakEven.kind === 'at' ? versus.breakEven.value : null,
    ...(versus && {
      versus_fix_first: {
        ...breakEvenJson(versus.breakEven),
        difference: versus.difference,
        standard_error: versus.standardError,
        p05: versus.p05,
        p95: versus.p95,
      },
    }),
    loss_exceedance: option.lossExceedance,
    exposure: option.timeline,
  }
}

/** Which of the two costs less below and above the value; on both sides the same where there is none. */
const breakEvenJson = (at: BreakEven): object =>
  at.kind === 'at'
    ? { break_even: at.value, less_below: at.below, less_above: at.above }
    : { break_even: null, ...(at.kind === 'never' && { less_below: at.always, less_above: at.always }) }

const inputJson = ({ disputed, ...estimate }: Input): object => ({
  ...estimateJson(estimate),
  ...(disputed && { disputed: disputed.map(estimateJson) }),
})

const estimateJson = ({ value, basis, by, source, dated }: Estimate): object => ({
  ...valueJson(value),
  basis,
  by,
  source,
  dated,
})

/** In the words of a risk case where it has them. */
function valueJson(value: Distribution): object {
  switch (value.kind) {
    case 'constant':
      return { value: value.value }
    case 'pert':
      return { low: value.low, likely: value.mode, high: value.high }
    case 'lognormal':
    case 'logit-normal':
      return { low: value.p05, high: value.p95 }
    case 'scaled':
      return { times: value.factor, ...valueJson(value.of) }
    default:
      return { distribution: value }
  }
}
