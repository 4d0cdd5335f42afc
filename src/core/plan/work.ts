import { HOUR, millisOf } from '../instant.ts'
import { problem, type Problem, type Result } from '../problem.ts'
import { streamOf, uniformAt } from '../risk/chance.ts'
import { around } from '../risk/distribution.ts'
import type { Network } from './network.ts'
import { factorsOf } from './overrun.ts'
import { pertTable, type PertTable } from './pert-table.ts'
import type { Overrun } from './plan.ts'
import { quote } from './quote.ts'
import { workedBetween } from './working.ts'

/** Fills `work` with what is left to do of each task in one possible future: milliseconds of working time. */
export type WorkDraws = (iteration: number, work: Float64Array) => void

/**
 * Draws the work of each task: its estimate × an overrun factor that all tasks of a future share. A task under way is
 * conditional on not being finished yet, and the longer it has taken, the likelier are the larger factors (Bayes).
 */
export function workDraws(network: Network, overrun: Overrun, seed: number): Result<WorkDraws, readonly Problem[]> {
  const estimates = network.estimates.map(({ low, likely, high }) =>
    pertTable(around(low * HOUR, likely * HOUR, high * HOUR)),
  )
  const spent = spentOn(network)
  const factors = factorsOf(overrun)
  const weights = factors.map((factor) => estimates.reduce((w, e, i) => w * stillOpen(e, spent[i]! / factor), 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) return { ok: false, problem: exceeded(network, estimates, spent, Math.max(...factors)) }

  const luck = network.tasks.map(({ id }) => streamOf(seed, `task ${id}`))
  const pace = streamOf(seed, 'overrun of the plan')
  const draws: WorkDraws = (iteration, work) => {
    const factor = factors[pick(weights, uniformAt(pace, iteration) * total)]!
    for (let i = 0; i < work.length; i++) {
      const estimate = estimates[i]!
      const u = uniformAt(luck[i]!, iteration)
      if (spent[i] === 0) work[i] = factor * estimate.quantile(u)
      else {
        const past = estimate.cdf(spent[i]! / factor)
        work[i] = Math.max(0, factor * estimate.quantile(past + u * (1 - past)) - spent[i]!)
      }
    }
  }
  return { ok: true, value: draws }
}

/** What is left of each task's low estimate, as if nothing overran: milliseconds of working time. */
export function workLeft(network: Network): Float64Array {
  const spent = spentOn(network)
  return Float64Array.from(network.estimates, ({ low }, i) => Math.max(0, low * HOUR - spent[i]!))
}

/** Working milliseconds that have gone into each task so far. */
const spentOn = ({ tasks, who, people, now }: Network): Float64Array =>
  Float64Array.from(tasks, ({ progress }, i) =>
    progress ? workedBetween(people[who[i]![0]!]!, millisOf(progress.started), now) : 0,
  )

const stillOpen = (estimate: PertTable, spent: number) => (spent === 0 ? 1 : 1 - estimate.cdf(spent))

function pick(weights: readonly number[], at: number): number {
  let rest = at
  for (let i = 0; i < weights.length - 1; i++) {
    rest -= weights[i]!
    if (rest < 0) return i
  }
  return weights.length - 1
}

/** A task that has taken longer than its estimate thought possible: only a new estimate can say how much longer. */
function exceeded(network: Network, estimates: readonly PertTable[], spent: Float64Array, factor: number): Problem[] {
  return network.tasks.flatMap(({ id }, i) =>
    stillOpen(estimates[i]!, spent[i]! / factor) > 0
      ? []
      : problem(
          'plan/estimate-exceeded',
          `Task ${quote(id)} has taken ${hours(spent[i]!)} h; at most ${hours(network.estimates[i]!.high * HOUR * factor)} h were thought possible.`,
          'Ask who is at it for a new estimate of the whole task.',
        ),
  )
}

const hours = (millis: number) => String(Math.round((millis / HOUR) * 100) / 100)
