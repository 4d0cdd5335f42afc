import { uniformAt } from './chance.ts'
import type { InputName } from './inputs.ts'
import { inputStream, type OptionDraws, type Simulation } from './simulate.ts'
import { meanOf } from './statistics.ts'

/** What it is worth to know more before deciding, at most. */
export interface Information {
  /** EVPI: to know every input exactly. */
  readonly everything: number
  /** EVPPI: to know one input exactly; the most valuable first. */
  readonly inputs: readonly { readonly name: InputName; readonly worth: number }[]
}

const MOST_BINS = 200
const FEWEST_PER_BIN = 100

/**
 * Computed on expected costs given the inputs, not on outcomes: knowing how luck will turn out cannot be bought.
 * @source Raiffa, Schlaifer: Applied Statistical Decision Theory (1961); by bins of the input's own quantile
 */
export function valueOfInformation(simulation: Simulation, open: readonly OptionDraws[]): Information {
  if (open.length === 0) return { everything: 0, inputs: [] }
  const best = Math.min(...open.map(({ conditional }) => meanOf(conditional)))
  const inputs = simulation.uncertain.map((name) => ({ name, worth: worthOf(name, simulation, open, best) }))
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

function worthOf(
  name: InputName,
  { seed, iterations }: Simulation,
  open: readonly OptionDraws[],
  best: number,
): number {
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(iterations / FEWEST_PER_BIN)))
  const stream = inputStream(seed, name)
  const bin = new Uint8Array(iterations)
  for (let i = 0; i < iterations; i++) bin[i] = uniformAt(stream, i) * bins
  const least = new Float64Array(bins).fill(Infinity)
  for (const { conditional } of open) {
    const sum = new Float64Array(bins)
    for (let i = 0; i < iterations; i++) sum[bin[i]!]! += conditional[i]!
    for (let k = 0; k < bins; k++) least[k] = Math.min(least[k]!, sum[k]!)
  }
  const total = least.reduce((a, b) => a + b, 0)
  return gain(best, total / iterations)
}

/** What is saved; a rounding error is not worth anything. */
const gain = (before: number, after: number): number => (after < before * (1 - 1e-12) ? before - after : 0)
