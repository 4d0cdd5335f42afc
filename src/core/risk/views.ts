import type { RiskCase } from './case.ts'
import type { Input } from './inputs.ts'
import { judge, rankedIds } from './judge.ts'
import { simulate, type Settings } from './simulate.ts'

/** The case as one side sees it: their figures where they gave one, the common ones elsewhere. */
export interface View {
  readonly by: string
  /** Ids of the open options, the lowest expected cost first. */
  readonly ranking: readonly string[]
  readonly expectedCosts: readonly { readonly id: string; readonly expectedCost: number }[]
  readonly changesRanking: boolean
  readonly changesRecommendation: boolean
}

/** One view for everybody who disputes an input, in the order of their names, on the same draws. */
export function viewsOf(risk: RiskCase, settings: Settings, ranking: readonly string[]): readonly View[] {
  const disputants = Object.values(risk.inputs).flatMap((input) => input.disputed?.map(({ by }) => by) ?? [])
  return [...new Set(disputants)].sort().map((by) => {
    const theirs = asSeenBy(risk, by)
    const judged = judge(theirs, simulate(theirs, settings))
    const order = rankedIds(judged)
    return {
      by,
      ranking: order,
      expectedCosts: judged.map(({ draws, expectedCost }) => ({ id: draws.option.id, expectedCost })),
      changesRanking: order.join('\n') !== ranking.join('\n'),
      changesRecommendation: order[0] !== ranking[0],
    }
  })
}

function asSeenBy(risk: RiskCase, by: string): RiskCase {
  const inputs = Object.entries(risk.inputs).map(([name, input]): [string, Input] => [
    name,
    input.disputed?.find((estimate) => estimate.by === by) ?? input,
  ])
  return { ...risk, inputs: Object.fromEntries(inputs) }
}
