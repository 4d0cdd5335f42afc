import type { InputName } from './inputs.ts'
import { BINS, type OptionDraws, type Simulation, type Uncertain } from './simulate.ts'
import { meanOf } from './statistics.ts'

/** What it is worth to know more before deciding, at most. */
export interface Information {
  /** EVPI: to know every input exactly. */
  readonly everything: number
  /** EVPPI: to know one input exactly; the most valuable first. */
  readonly inputs: readonly { readonly name: InputName; readonly worth: number }[]
}

const FEWEST_PER_BIN = 100

/**
 * Computed on expected costs given the inputs, not on outcomes: knowing how luck will turn out cannot be bought.
 * @source Raiffa, Schlaifer: Applied Statistical Decision Theory (1961); by bins of the input's own quantile
 */
export function valueOfInformation(simulation: Simulation, open: readonly OptionDraws[]): Information {
  if (open.length === 0) return { everything: 0, inputs: [] }
  const best = Math.min(...open.map(({ conditional }) => meanOf(conditional)))
  const inputs = simulation.uncertain.map((input) => ({ name: input.name, worth: worthOf(input, open, best) }))
  return {
    everything: gain(best, meanOf(lowest(open, simulation.iterations))),
    inputs: inputs.sort((a, b) => b.worth - a.worth || (a.name < b.name ? -1 : 1)),
  }
}

/** For each iteration, what the option costs that is best for its inputs. */
export function lowest(open: readonly OptionDraws[], iterations: number): Float64Array {
  const least = new Float64Array(iterations).fill(Infinity)
  for (const { conditional } of open)
    for (let i = 0; i < iterations; i++) if (conditional[i]! < least[i]!) least[i] = conditional[i]!
  return least
}

function worthOf({ bins }: Uncertain, open: readonly OptionDraws[], best: number): number {
  // few draws in a bin would find a difference where there is only noise
  const width = Math.ceil((BINS * FEWEST_PER_BIN) / bins.length)
  const bin = bins.map((fine) => fine / width)
  const least = new Float64Array(BINS)
  for (const [k, { conditional }] of open.entries()) {
    const sum = new Float64Array(BINS)
    for (let i = 0; i < bin.length; i++) sum[bin[i]!]! += conditional[i]!
    for (let b = 0; b < BINS; b++) least[b] = k === 0 ? sum[b]! : Math.min(least[b]!, sum[b]!)
  }
  return gain(best, least.reduce((a, b) => a + b, 0) / bins.length)
}

/** What is saved; a rounding error is not worth anything. */
const gain = (before: number, after: number): number => (after < before * (1 - 1e-12) ? before - after : 0)
