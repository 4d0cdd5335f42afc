/** A score times ten: a whole number, 0 … 100. */
export type Tenths = number

/** For each metric of a version, in its order, the level that it is set to: 1 … for its values, 0 where not defined. */
export type Levels = readonly number[]

/** The three equations of v2 and v3, in whole numbers. Each is a function of the metrics alone. */
export interface Equations {
  base(levels: Levels): Tenths
  temporal(base: Tenths, levels: Levels): Tenths
  /** All metrics of the vector, the temporal ones among them. */
  environmental(levels: Levels): Tenths
}

/*
 * The quotient of two whole numbers below 2^53 is rounded correctly by the machine, and one that is not whole lies at
 * least 1/denominator from the next whole number. With quotients up to 100 and denominators up to 1e13 that is more
 * than the machine's error of 1e-14, so that these two are exact.
 */

/** Rounded up to a whole number, exactly: `ceiling(41, 10) === 5`. */
export const ceiling = (numerator: number, denominator: number): Tenths => Math.ceil(numerator / denominator)

/** Rounded half up to a whole number, exactly: `halfUp(45, 10) === 5`. */
export const halfUp = (numerator: number, denominator: number): Tenths =>
  Math.floor((numerator + denominator / 2) / denominator)
