import type { RiskCase } from './case.ts'
import { dropReasons, type Dropped } from './constraints.ts'
import type { OptionDraws, Simulation } from './simulate.ts'
import { exceedanceOf, meanOf } from './statistics.ts'

/** An option after the constraints have had their say. */
export interface Judged {
  readonly draws: OptionDraws
  readonly expectedCost: number
  /** The losses above 0, sorted. */
  readonly losses: Float64Array
  /** Empty where the option is open. */
  readonly dropped: readonly Dropped[]
}

/** Law, policy, contract and tolerance first; what they drop stays in the list. */
export const judge = (risk: RiskCase, simulation: Simulation): readonly Judged[] =>
  simulation.options.map((draws) => {
    const losses = draws.loss.filter((loss) => loss > 0).sort()
    return {
      draws,
      expectedCost: meanOf(draws.conditional),
      losses,
      dropped: dropReasons(draws.option, risk.constraints, (amount) =>
        exceedanceOf(losses, simulation.iterations, amount),
      ),
    }
  })

/** The open options, the lowest expected cost first; equal ones by id, so that their order in the case tells nothing. */
export const ranked = (judged: readonly Judged[]): readonly Judged[] =>
  judged
    .filter(({ dropped }) => dropped.length === 0)
    .sort((a, b) => a.expectedCost - b.expectedCost || (a.draws.option.id < b.draws.option.id ? -1 : 1))

export const rankedIds = (judged: readonly Judged[]): readonly string[] =>
  ranked(judged).map(({ draws }) => draws.option.id)
