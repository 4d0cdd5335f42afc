/**
 * The natural logarithm of the gamma function, x > 0, about 15 digits.
 * @source Lanczos, SIAM Journal on Numerical Analysis B 1 (1964) 86-96 (g = 7, nine terms)
 */
export function logGamma(x: number): number {
  const base = x + 6.5
  let series = 0.99999999999980993
  for (const [i, coefficient] of LANCZOS.entries()) series += coefficient / (x + i)
  return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * series)
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln B(a, b) */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/** The beta distribution function I_x(a, b), 0 ≤ x ≤ 1. @source DLMF 8.17.22, by the modified Lentz method */
export function betaCdf(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // the fraction converges fast on this side of the mean only
  return x > (a + 1) / (a + b + 2) ? 1 - lowerTail(b, a, 1 - x) : lowerTail(a, b, x)
}

const lowerTail = (a: number, b: number, x: number): number =>
  (Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a) * continuedFraction(a, b, x)

function continuedFraction(a: number, b: number, x: number): number {
  const TINY = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY)
  let value = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d || TINY)
    c = 1 + even / c || TINY
    value *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d || TINY)
    c = 1 + odd / c || TINY
    const step = c * d
    value *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return value
}

/**
 * The x with I_x(a, b) = p: Newton's method, kept inside a bracket that halves where a step would leave it.
 * @param start a guess, where one is at hand
 */
export function betaQuantile(a: number, b: number, p: number, start = a / (a + b)): number {
  const scale = logBeta(a, b)
  let [low, high, x] = [0, 1, start]
  for (let i = 0; i < 200; i++) {
    const error = betaCdf(a, b, x) - p
    if (error > 0) high = x
    else low = x
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale)
    const newton = x - error / density
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - x) <= 1e-15 * next) return next
    x = next
  }
  return x
}
