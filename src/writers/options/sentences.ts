import { FIX_FIRST } from '../../core/risk/options.ts'
import { INPUTS, type Input } from '../../core/risk/inputs.ts'
import type { BreakEven } from '../../core/risk/break-even.ts'
import type { RiskCase } from '../../core/risk/case.ts'
import type { Comparison, Recommendation } from '../../core/risk/compare.ts'
import type { OptionResult } from '../../core/risk/result.ts'
import { amount, belief, percent } from './amounts.ts'
import { optionNamed, type OptionsReport } from './report.ts'
import { inputWords, named, type Harmless } from './words.ts'

/** What a report says about one thing, without figures that nobody computed. */
export type Sentences = (report: OptionsReport, harmless: Harmless) => readonly string[]

/** What the figures say, against halting too. */
export const recommendation: Sentences = ({ comparison, risk }, harmless) => {
  const { recommendation: chosen, currency } = comparison
  if (!chosen) return ['Law, safety, policy, contract and tolerance leave none of these ways out.']
  const option = optionNamed(comparison, chosen.id)
  return [
    `${named(option, harmless)}: it has the lowest expected cost, ${currency} ${amount(option.expectedCost)}.`,
    ...(chosen.againstHalting
      ? ['These figures speak against halting the release.', allowed(risk)]
      : ['These figures speak for halting the release.']),
    ...(isNeverFixed(risk, chosen.id)
      ? [`It never fixes the flaw: what happens after the ${comparison.horizonDays} days is not in these figures.`]
      : []),
    ...nextBest(chosen, comparison.options, harmless),
    ...(chosen.lowestChance < 1
      ? [
          `Given what is not known, the chance that no other has a lower expected cost is ${percent(chosen.lowestChance)}.`,
        ]
      : []),
  ]
}

/** Rules come before any cost; a rule that nobody named was not looked at. */
const allowed = ({ constraints }: RiskCase): string =>
  constraints.length > 0
    ? 'The rules that were named allow it.'
    : 'No law, policy, contract or tolerance was named that could forbid it: make sure that there is none.'

const isNeverFixed = ({ options }: RiskCase, id: string): boolean =>
  options.some((option) => option.id === id && option.remedy === 'none')

function nextBest(
  { runnerUp }: Recommendation,
  options: readonly OptionResult[],
  harmless: Harmless,
): readonly string[] {
  if (!runnerUp) return []
  const name = named(
    options.find(({ id }) => id === runnerUp.id)!,
    harmless,
  )
  return runnerUp.withinNoise
    ? [`${name} is level with it: the difference is within what the simulation can tell.`]
    : [`Next best: ${name}, ${amount(runnerUp.difference)} more.`]
}

/** From which chance of an attack fixing first pays, said before any other figure. */
export const breakEven: Sentences = ({ comparison, risk }, harmless) => {
  const rival = rivalOf(comparison)
  const versus = rival?.versusFixFirst
  if (!rival || !versus) return []
  const name = named(rival, harmless)
  const chance = risk.inputs.attackChance30Days!
  return [pays(versus.breakEven, name), believed(chance, harmless)]
}

/** A default is nobody's belief: it stands there with where it comes from. */
function believed({ value, basis, by, source, dated }: Input, harmless: Harmless): string {
  const chance = belief(value, 'chance of an attack')
  return basis === 'default' && source !== undefined
    ? `Nobody has said how likely it is; taken as default: ${chance}, from ${harmless(source)}${dated === undefined ? '' : `, of ${dated}`}.`
    : `Believed: ${chance}, by ${harmless(by)}.`
}

/** The recommended way out; where that is fixing first, the best one that would not halt the release. */
function rivalOf(comparison: Comparison): OptionResult | undefined {
  const order = comparison.ranking.map((id) => optionNamed(comparison, id))
  const others = order.filter(({ id }) => id !== FIX_FIRST)
  return order[0]?.id === FIX_FIRST ? (others.find(({ halts }) => !halts) ?? others[0]) : order[0]
}

function pays(at: BreakEven, rival: string): string {
  const chance = 'the chance of an attack within 30 days'
  switch (at.kind) {
    case 'at':
      return at.above === FIX_FIRST
        ? `Fixing first costs less than "${rival}" only if you believe ${chance} to be above ${percent(at.value)}.`
        : `Fixing first costs less than "${rival}" only if you believe ${chance} to be below ${percent(at.value)}.`
    case 'never':
      return at.always === FIX_FIRST
        ? `Whatever ${chance}, fixing first costs less than "${rival}".`
        : `Whatever ${chance}, "${rival}" costs less than fixing first.`
    case 'equal':
      return `Fixing first and "${rival}" cost the same, whatever ${chance}.`
  }
}

/** The break-even of a row of the table: from which chance of an attack fixing first costs less than this. */
export function breakEvenCell({ id, versusFixFirst }: OptionResult): string {
  if (id === FIX_FIRST) return ''
  const at = versusFixFirst?.breakEven
  if (!at) return 'not known'
  if (at.kind === 'equal') return 'equal'
  if (at.kind === 'never') return at.always === FIX_FIRST ? 'always' : 'never'
  return at.above === FIX_FIRST ? `above ${percent(at.value)}` : `below ${percent(at.value)}`
}

/** People outside: beside the money. */
export const outsiders: Sentences = ({ comparison, risk }, harmless) => {
  if (!risk.outsiders) return []
  const worst = [...comparison.options].sort(
    (a, b) => (b.expectedPeopleHarmed ?? 0) - (a.expectedPeopleHarmed ?? 0),
  )[0]!
  const { recommendation: chosen } = comparison
  const best = chosen && optionNamed(comparison, chosen.id)
  const on = (option: OptionResult) => `${people(option.expectedPeopleHarmed ?? 0)} with "${named(option, harmless)}"`
  return [
    harmless(risk.outsiders.harm),
    `On average ${[...(best && best !== worst ? [on(best)] : []), on(worst)].join(', ')}. Not in the money, and not netted against delay.`,
  ]
}

export const people = (count: number): string => (count >= 10 ? amount(count) : `${Number(count.toPrecision(2))}`)

/** Where the room disagrees, and whether it matters. */
export const views: Sentences = ({ comparison }, harmless) =>
  comparison.views.map(({ by, ranking, changesRecommendation, changesRanking }) => {
    const first = ranking[0] === undefined ? 'nothing is left' : named(optionNamed(comparison, ranking[0]), harmless)
    return changesRecommendation
      ? `With the figures of ${harmless(by)} another way out has the lowest expected cost: ${first}.`
      : `With the figures of ${harmless(by)} the recommendation stays${changesRanking ? ', the order below it changes' : ', and so does the order'}.`
  })

/** What the means hang on. */
export const upperEnds: Sentences = ({ comparison, upperEnds: ends }, harmless) => {
  const name = (id: string) => named(optionNamed(comparison, id), harmless)
  const chosen = comparison.recommendation?.id
  if (ends.length > 0 && ends.every(({ id }) => id === chosen))
    return [`Were the upper ends of the loss half or twice as high, it would still be "${name(chosen!)}".`]
  return ends.map(
    ({ factor, id, expectedCost }) =>
      `Were the upper ends of the loss ${factor < 1 ? 'half' : 'twice'} as high, it would ${id === chosen ? 'still ' : ''}be "${name(id)}", at ${amount(expectedCost)}.`,
  )
}

/** What one more look is worth. */
export const worthKnowing: Sentences = ({ comparison }) => {
  if (!comparison.recommendation) return []
  const [first] = comparison.information.inputs
  if (!first || first.worth < 1) return ['To know more about any one input would not change the choice on average.']
  const { label } = INPUTS[first.name]
  return [
    `Worth finding out before deciding: the ${label} (${inputWords(first.name)}). To know it exactly is worth up to ${comparison.currency} ${amount(first.worth)}.`,
  ]
}
