import { inputsInUse, valueOf, windowOf, type RiskCase } from './case.ts'
import { streamOf, uniformAt } from './chance.ts'
import { sideCostOf, thetaAtMeans } from './closed-form.ts'
import { blankCourse, follow, type Course } from './course.ts'
import { isCertain, sampler } from './distribution.ts'
import { hazardPerDay } from './exposure.ts'
import type { InputName, Theta } from './inputs.ts'
import { poissonQuantile } from './laws/poisson.ts'
import { lossSampler, meanLoss, type LossSampler } from './loss.ts'
import type { Option } from './options.ts'

export interface Settings {
  /** A whole number, 0 … 2^53 - 1: the same one gives the same figures. */
  readonly seed: number
  readonly iterations: number
}

/** What one option came to, iteration by iteration. Money in whole units of the case's currency. */
export interface OptionDraws {
  readonly option: Option
  /** E[cost | inputs]: what it costs on average if the inputs are as drawn. Means rest on these. */
  readonly conditional: Float64Array
  /** What it turned out to cost, luck included. Quantiles rest on these; they do not say which option is better. */
  readonly outcome: Float64Array
  /** The part of `outcome` that came from loss events. */
  readonly loss: Float64Array
  /** P(at least one loss event), averaged over the inputs. */
  readonly lossEventChance: number
  /** Mean cost apart from loss events. */
  readonly otherCost: number
  /** Mean loss per unit of the attack rate: the expected cost is a straight line in that rate. */
  readonly lossPerHazard: number
}

export interface Simulation extends Settings {
  /** The inputs that are ranges: what the result may depend on. */
  readonly uncertain: readonly Uncertain[]
  readonly options: readonly OptionDraws[]
}

export interface Uncertain {
  readonly name: InputName
  readonly draws: Float64Array
  /** In which two-hundredth of its range each draw lies, 0 … 199. */
  readonly bins: Uint8Array
}

export const BINS = 200

/**
 * Every option under the same draws: one set of inputs and one set of luck an iteration. The case must be valid.
 * A lower rate of events never meets more of them.
 */
export function simulate(risk: RiskCase, { seed, iterations }: Settings): Simulation {
  const names = inputsInUse(risk.options).filter((name) => !isCertain(valueOf(risk, name)))
  const uncertain = names.map((name) => drawInput(risk, name, seed, iterations))
  const theta = thetaAtMeans(risk)
  const luck = luckOf(risk, seed)
  const accounts = risk.options.map((option) => new Account(option, iterations))
  const window = windowOf(risk)
  const loss = meanLoss(risk.loss)
  const course = blankCourse()
  for (let i = 0; i < iterations; i++) {
    for (const { name, draws } of uncertain) theta[name] = draws[i]!
    luck.turn(i)
    const hazard = hazardPerDay(theta.attackChance30Days)
    for (const account of accounts)
      account.book(i, follow(account.option, theta, window, course), theta, hazard, loss * theta.lossScale, luck)
  }
  return { seed, iterations, uncertain, options: accounts.map((account) => account.draws()) }
}

function drawInput(risk: RiskCase, name: InputName, seed: number, iterations: number): Uncertain {
  const stream = streamOf(seed, `input/${name}`)
  const draw = sampler(valueOf(risk, name))
  const draws = new Float64Array(iterations)
  const bins = new Uint8Array(iterations)
  for (let i = 0; i < iterations; i++) {
    const u = uniformAt(stream, i)
    draws[i] = draw(u)
    // a quantile never falls with its uniform, so this sorts the draws without sorting them
    bins[i] = u * BINS
  }
  return { name, draws, bins }
}

/** The luck of one iteration, the same for every option. */
interface Luck {
  events: number
  regression: number
  rollBack: number
  turn(iteration: number): void
  /** The loss of the first `count` events together. */
  lossOf(count: number): number
}

function luckOf(risk: RiskCase, seed: number): Luck {
  const [events, regression, rollBack] = ['events', 'regression', 'roll-back'].map((name) => streamOf(seed, name))
  const draw: LossSampler = lossSampler(risk.loss, seed)
  let iteration = 0
  const running = [0]
  return {
    events: 0,
    regression: 0,
    rollBack: 0,
    turn(i) {
      iteration = i
      running.length = 1
      this.events = uniformAt(events!, i)
      this.regression = uniformAt(regression!, i)
      this.rollBack = uniformAt(rollBack!, i)
    },
    lossOf(count) {
      while (running.length <= count) running.push(running.at(-1)! + draw(iteration, running.length - 1))
      return running[count]!
    },
  }
}

/** Books what an option costs, iteration by iteration. Means run along: of equal numbers they are exact. */
class Account {
  readonly option: Option
  readonly #conditional: Float64Array
  readonly #outcome: Float64Array
  readonly #loss: Float64Array
  #chance = 0
  #other = 0
  #lossPerHazard = 0

  constructor(option: Option, iterations: number) {
    this.option = option
    this.#conditional = new Float64Array(iterations)
    this.#outcome = new Float64Array(iterations)
    this.#loss = new Float64Array(iterations)
  }

  book(i: number, course: Course, theta: Theta, hazard: number, meanLoss: number, luck: Luck): void {
    const certain = course.delayCost + course.measureCost
    const other = certain + sideCostOf(course, theta)
    const lossPerHazard = theta.vulnerability * course.exposureDays * meanLoss
    const rate = hazard * theta.vulnerability * course.exposureDays
    const quiet = Math.exp(-rate)
    this.#conditional[i] = other + hazard * lossPerHazard
    this.#chance += (1 - quiet - this.#chance) / (i + 1)
    this.#other += (other - this.#other) / (i + 1)
    this.#lossPerHazard += (lossPerHazard - this.#lossPerHazard) / (i + 1)
    let outcome = certain
    if (luck.regression < course.regressionChance) outcome += theta.regressionCost
    if (luck.rollBack < course.rollBackFailureChance) outcome += theta.rollBackFailureCost
    if (luck.events > quiet) {
      const loss = theta.lossScale * luck.lossOf(poissonQuantile(rate, luck.events))
      this.#loss[i] = loss
      outcome += loss
    }
    this.#outcome[i] = outcome
  }

  draws(): OptionDraws {
    return {
      option: this.option,
      conditional: this.#conditional,
      outcome: this.#outcome,
      loss: this.#loss,
      lossEventChance: this.#chance,
      otherCost: this.#other,
      lossPerHazard: this.#lossPerHazard,
    }
  }
}
