/** Fractions of any size, for oracles that owe nothing to the code under test. Denominators are positive. */
export type Rational = readonly [numerator: bigint, denominator: bigint]

/** `rational('0.85')` */
export function rational(decimal: string): Rational {
  const [whole, decimals = ''] = decimal.split('.')
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)]
}

export const tenths = (n: number): Rational => [BigInt(n), 10n]

export const plus = ([a, b]: Rational, [c, d]: Rational): Rational => [a * d + c * b, b * d]
export const minus = (left: Rational, [c, d]: Rational): Rational => plus(left, [-c, d])
export const times = (...factors: readonly Rational[]): Rational =>
  factors.reduce(([a, b], [c, d]) => [a * c, b * d], [1n, 1n])
export const power = ([a, b]: Rational, exponent: bigint): Rational => [a ** exponent, b ** exponent]
export const least = (left: Rational, right: Rational): Rational =>
  left[0] * right[1] <= right[0] * left[1] ? left : right
export const isPositive = ([a]: Rational) => a > 0n

/** In tenths, rounded half up. */
export const halfUpTenths = ([a, b]: Rational): number => Number(floor(20n * a + b, 2n * b))
/** In tenths, rounded up. */
export const ceilingTenths = ([a, b]: Rational): number => Number(-floor(-10n * a, b))
/** In tenths, as v3.1 rounds up: by way of five decimals, rounded half up. */
export function roundupTenths([a, b]: Rational): number {
  const input = floor(200_000n * a + b, 2n * b)
  return Number(input % 10_000n === 0n ? input / 10_000n : floor(input, 10_000n) + 1n)
}

function floor(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}
