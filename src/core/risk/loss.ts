import { cappedMean, mean, sampler, type Distribution } from './distribution.ts'
import { streamOf, uniformAt } from './chance.ts'
import type { Estimate } from './inputs.ts'

/** The six forms of loss, and an estimate that does not tell them apart. @source Open FAIR, O-RT 3.0.1 (2021) */
export type LossForm =
  | 'productivity'
  | 'response'
  | 'replacement'
  | 'fines and judgments'
  | 'competitive advantage'
  | 'reputation'
  | 'all forms'

/**
 * One part of what a loss event costs.
 * Primary loss comes with every event; secondary loss with the share of events to which customers, regulators or courts react.
 */
export interface LossPart {
  /** Names its draws: unique within a case. */
  readonly id: string
  readonly form: LossForm
  /** Money per event, or per unit where `units` is given. */
  readonly amount: Estimate
  /** How many records, people, hours or contracts an event touches. */
  readonly units?: { readonly what: 'records' | 'people' | 'hours' | 'contracts'; readonly count: number }
  /** Secondary loss: the chance that an event sets it off. */
  readonly secondaryChance?: Estimate
  /** Money: what a fine cannot exceed. */
  readonly cap?: number
}

const perEvent = ({ amount, units }: LossPart): Distribution =>
  units === undefined ? amount.value : { kind: 'scaled', factor: units.count, of: amount.value }

/** The mean loss of one event, in closed form: secondary parts weigh with their chance. */
export const meanLoss = (parts: readonly LossPart[]): number => parts.reduce((sum, part) => sum + meanOfPart(part), 0)

/** What one part adds to the mean loss of an event. */
export function meanOfPart(part: LossPart): number {
  const amount = perEvent(part)
  const size = part.cap === undefined ? mean(amount) : cappedMean(amount, part.cap)
  return (part.secondaryChance === undefined ? 1 : mean(part.secondaryChance.value)) * size
}

/** The loss of the `event`-th event (from 0) of an iteration. */
export type LossSampler = (iteration: number, event: number) => number

/** Draws losses part by part from streams of their own: a part that is added changes no other. */
export function lossSampler(parts: readonly LossPart[], seed: number): LossSampler {
  const draws = parts.map((part) => partSampler(part, seed))
  return (iteration, event) => {
    let loss = 0
    for (const draw of draws) loss += draw(iteration, event)
    return loss
  }
}

function partSampler(part: LossPart, seed: number): LossSampler {
  const size = sampler(perEvent(part))
  const sizes = streamOf(seed, `loss/${part.id}`)
  const occurs = streamOf(seed, `loss/${part.id}/occurs`)
  const chance = part.secondaryChance === undefined ? 1 : mean(part.secondaryChance.value)
  const cap = part.cap ?? Infinity
  return (iteration, event) =>
    chance < 1 && uniformAt(occurs, iteration, event) >= chance
      ? 0
      : Math.min(cap, size(uniformAt(sizes, iteration, event)))
}

/** Open FAIR's chain for one window: attempts, the share of them that succeeds, loss events. All are expected numbers. */
export interface Frequency {
  /** TEF */
  readonly threatEvents: number
  /** FAIR vulnerability */
  readonly vulnerability: number
  /** LEF = TEF × vulnerability */
  readonly lossEvents: number
}

export const frequency = (threatEvents: number, vulnerability: number): Frequency => ({
  threatEvents,
  vulnerability,
  lossEvents: threatEvents * vulnerability,
})
