import type { Course } from './course.ts'
import { unpatchedShare } from './exposure.ts'
import type { Theta } from './inputs.ts'

/** The exposed share over time: a step at each change, and the curve on which installations take up the remedy. */
export function exposureTimeline(course: Course, theta: Theta, horizonDays: number): readonly ExposurePoint[] {
  const points: ExposurePoint[] = []
  const step = (from: number, until: number, share: number) => {
    if (from < Math.min(until, horizonDays))
      points.push({ day: from, share }, { day: Math.min(until, horizonDays), share })
  }
  step(0, course.containedDay, course.shareBefore)
  step(course.containedDay, course.remedyDay, course.shareContained)
  if (course.remedyDay < horizonDays)
    for (let i = 0; i <= CURVE_STEPS; i++) {
      const day = course.remedyDay + ((horizonDays - course.remedyDay) * i) / CURVE_STEPS
      const unpatched = unpatchedShare(day - course.remedyDay, theta.adoptionHalfLifeDays)
      points.push({ day, share: course.openAfterRemedy * (1 - unpatched) + course.shareContained * unpatched })
    }
  return points
}

export interface ExposurePoint {
  readonly day: number
  /** Of full exposure, 0 … 1. */
  readonly share: number
}

const CURVE_STEPS = 20
