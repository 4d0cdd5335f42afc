import { unpatchedDays } from './exposure.ts'
import type { Theta } from './inputs.ts'
import type { Measure, Option, Remedy } from './options.ts'

/** A dated step in the cost of delay: paid once the release is later than `afterDays`. */
export interface Milestone {
  readonly name: string
  readonly afterDays: number
  readonly amount: number
}

/** The window that is looked at, and what a late release misses in it. */
export interface Window {
  readonly horizonDays: number
  readonly milestones: readonly Milestone[]
}

/** What an option comes to with the inputs known. Days count from the planned release. */
export interface Course {
  /** Until when the first and the second share are exposed; from the second on the remedy is there. */
  containedDay: number
  remedyDay: number
  shareBefore: number
  shareContained: number
  /** The share of attempts for which the remedied release is still open. */
  openAfterRemedy: number
  releaseDay: number
  /** A: days of full exposure within the horizon, days after publication weighted. */
  exposureDays: number
  delayCost: number
  measureCost: number
  regressionChance: number
  rollBackFailureChance: number
}

export const blankCourse = (): Course => ({
  containedDay: 0,
  remedyDay: 0,
  shareBefore: 0,
  shareContained: 0,
  openAfterRemedy: 0,
  releaseDay: 0,
  exposureDays: 0,
  delayCost: 0,
  measureCost: 0,
  regressionChance: 0,
  rollBackFailureChance: 0,
})

/** Follows an option through the window. Writes into `course`, which is given so that a simulation allocates nothing. */
export function follow(option: Option, theta: Theta, window: Window, course: Course): Course {
  timing(option, theta, course)
  shares(option, theta, course)
  course.exposureDays = exposure(theta, window.horizonDays, course)
  course.delayCost = delay(option, theta, window, course)
  course.measureCost = measures(option, theta, window.horizonDays, course)
  course.regressionChance =
    option.remedy === 'none'
      ? 0
      : option.remedy === 'limited'
        ? theta.regressionChanceLimited
        : theta.regressionChanceFull
  course.rollBackFailureChance = option.measures.includes('previous-release') ? theta.rollBackFailureChance : 0
  return course
}

const later = (days: number): number => Math.max(0, days)

function timing(option: Option, theta: Theta, course: Course): void {
  const preparation = preparationDays(option.measures, theta)
  const work = workDays(option.remedy, theta)
  const held = later(work - theta.slackDays)
  switch (option.ships) {
    case 'vulnerable':
      course.releaseDay = course.containedDay = preparation
      course.remedyDay = Math.max(preparation, work, option.promised ? theta.patchDays * theta.overrunFactor : 0)
      break
    case 'reverted':
      course.releaseDay = course.containedDay = later(theta.revertDays * theta.overrunFactor - theta.slackDays)
      course.remedyDay = Math.max(course.releaseDay, work)
      break
    case 'fixed':
    case 'part':
      // returning production takes the same people, and uses up the slack
      course.releaseDay = option.measures.includes('previous-release') ? work + preparation : held
      course.containedDay = Math.min(preparation, course.releaseDay)
      course.remedyDay = course.releaseDay
  }
}

/** Measures are prepared side by side. */
function preparationDays(measures: readonly Measure[], theta: Theta): number {
  let days = 0
  for (const measure of measures)
    days = Math.max(
      days,
      measure === 'control' ? theta.controlDays : measure === 'feature-off' ? theta.featureOffDays : theta.rollBackDays,
    )
  return days * theta.overrunFactor
}

function workDays(remedy: Remedy, theta: Theta): number {
  switch (remedy) {
    case 'none':
      return Infinity
    case 'full':
      return (theta.fixDays + theta.fullRegressionDays) * theta.overrunFactor
    case 'limited':
      return (theta.fixDays + theta.limitedRegressionDays) * theta.overrunFactor
    case 'vendor':
      return (theta.vendorDays + theta.fullRegressionDays) * theta.overrunFactor
    case 'replacement':
      return (theta.replacementDays + theta.fullRegressionDays) * theta.overrunFactor
  }
}

/** The share of production that is exposed before and with the measures. */
function shares(option: Option, theta: Theta, course: Course): void {
  const prior = theta.alreadyExposedFraction
  let contained =
    option.ships === 'vulnerable'
      ? 1
      : option.ships === 'reverted'
        ? theta.revertExposedFraction
        : option.ships === 'part'
          ? theta.rolledOutFraction + (1 - theta.rolledOutFraction) * prior
          : prior
  course.shareBefore = option.ships === 'part' ? contained : prior
  for (const measure of option.measures)
    contained *=
      measure === 'control'
        ? 1 - theta.controlEffectiveness
        : measure === 'feature-off'
          ? theta.featureOffExposedFraction
          : theta.previousExposedFraction
  course.shareContained = contained
  course.openAfterRemedy = option.remedy === 'limited' ? theta.openAfterFixLimited : theta.openAfterFixFull
}

function exposure(theta: Theta, horizonDays: number, course: Course): number {
  const contained = Math.min(course.containedDay, horizonDays)
  const remedied = Math.min(course.remedyDay, horizonDays)
  const left = horizonDays - remedied
  const unpatched = unpatchedDays(left, theta.adoptionHalfLifeDays)
  return (
    course.shareBefore * contained +
    course.shareContained * (remedied - contained) +
    // a fix can be read: from here on attempts are likelier where it is missing or does not hold
    theta.publicFactor * (course.openAfterRemedy * (left - unpatched) + course.shareContained * unpatched)
  )
}

function delay(option: Option, theta: Theta, window: Window, course: Course): number {
  let cost = theta.costOfDelayPerDay * course.releaseDay
  for (const { afterDays, amount } of window.milestones) if (course.releaseDay > afterDays) cost += amount
  return option.ships === 'part' ? cost * (1 - theta.rolledOutFraction) : cost
}

function measures(option: Option, theta: Theta, horizonDays: number, course: Course): number {
  const days = later(Math.min(course.remedyDay, horizonDays) - course.containedDay)
  let cost = option.ships === 'reverted' ? theta.revertCostPerDay * days : 0
  for (const measure of option.measures) {
    if (measure === 'control') cost += theta.controlCost + theta.controlCostPerDay * days
    if (measure === 'feature-off') cost += theta.featureOffCostPerDay * days
  }
  return option.remedy === 'replacement' ? cost + theta.replacementCost : cost
}
