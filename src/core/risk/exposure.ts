/**
 * From "the chance within 30 days" to a rate and back, and the part of a window in which one is exposed.
 * The rate is taken as constant: p(N) = 1 - (1 - p30)^(N / 30). The linear p30 · N / 30 is wrong in both directions.
 */
export const hazardPerDay = (chance30Days: number): number => -Math.log1p(-chance30Days) / 30

/** The chance of at least one attempt within `days`. */
export const windowChance = (chance30Days: number, days: number): number =>
  -Math.expm1(-hazardPerDay(chance30Days) * days)

/** The chance within 30 days that belongs to a rate. */
export const chance30DaysOf = (perDay: number): number => -Math.expm1(-30 * perDay)

/**
 * The same for a rate that falls (shape < 1) or rises with the age of the vulnerability: a Weibull hazard whose first
 * 30 days have the given chance. A shape of 1 is the constant rate.
 */
export function agedWindowChance(window: {
  readonly chance30Days: number
  readonly ageDays: number
  readonly days: number
  readonly shape: number
}): number {
  const { chance30Days, ageDays, days, shape } = window
  const age = (t: number) => (t / 30) ** shape
  return -Math.expm1(Math.log1p(-chance30Days) * (age(ageDays + days) - age(ageDays)))
}

/** Days of full exposure left over `days` while installations take up a patch, half of the rest every `halfLifeDays`. */
export function unpatchedDays(days: number, halfLifeDays: number): number {
  if (days <= 0 || halfLifeDays === 0) return 0
  const meanDays = halfLifeDays / Math.LN2
  return -meanDays * Math.expm1(-days / meanDays)
}

/** The share that does not carry the patch yet, `days` after it came out. */
export const unpatchedShare = (days: number, halfLifeDays: number): number =>
  halfLifeDays === 0 ? 0 : 2 ** (-days / halfLifeDays)
