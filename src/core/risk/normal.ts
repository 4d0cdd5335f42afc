/** The upper end of a central 90 % interval of the standard normal, in standard deviations. */
export const Z95 = 1.6448536269514722

/**
 * The standard normal quantile, about 16 digits.
 * @param p strictly between 0 and 1
 * @source Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r)
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z =
    r <= 5
      ? polynomial(FLANK_ABOVE, r - 1.6) / polynomial(FLANK_BELOW, r - 1.6)
      : polynomial(TAIL_ABOVE, r - 5) / polynomial(TAIL_BELOW, r - 5)
  return q < 0 ? -z : z
}

/**
 * The standard normal distribution function, absolute error about 1e-15.
 * @source Hart, Computer Approximations (1968), algorithm 5666, and its continued fraction in the tail
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z)
  const density = Math.exp((-x * x) / 2)
  const tail =
    x < 7.071067811865475
      ? (density * polynomial(CDF_ABOVE, x)) / polynomial(CDF_BELOW, x)
      : density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / Math.sqrt(2 * Math.PI)
  return z > 0 ? 1 - tail : tail
}

/** Coefficients from the constant term upwards, by Horner's rule; all are of degree seven. */
type Coefficients = readonly [number, number, number, number, number, number, number, number]
const polynomial = (c: Coefficients, x: number): number =>
  ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0]

const CENTRE_ABOVE: Coefficients = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const CENTRE_BELOW: Coefficients = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const FLANK_ABOVE: Coefficients = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const FLANK_BELOW: Coefficients = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const TAIL_ABOVE: Coefficients = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
]
const TAIL_BELOW: Coefficients = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
  1.421511758316446e-7, 2.0442631033899397e-15,
]
const CDF_ABOVE: Coefficients = [
  220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688,
  0.0352624965998911, 0,
]
const CDF_BELOW: Coefficients = [
  440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
  1.75566716318264, 0.0883883476483184,
]
