/**
 * Chance that can be asked again: the uniform number of (seed, variable, iteration, draw) is a pure function of these four.
 *
 * A generator with a running state would give every later variable other numbers as soon as one more is drawn. Here nothing
 * runs: adding an option or an input changes no other, options compared meet the same luck (common random numbers), and an
 * iteration can be looked at alone. Threefry is made for this: a counter hashed under a key, which passes the known batteries
 * of tests, and takes 32-bit additions, rotations and exclusive-ors only, so every engine gives the same bits.
 *
 * @source Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011 (Threefry-2x32, 20 rounds)
 */
export interface Stream {
  readonly key0: number
  readonly key1: number
}

/** The stream of one variable. @param seed a whole number, 0 … 2^53 - 1 */
export function streamOf(seed: number, variable: string): Stream {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`not a seed: ${seed}`)
  const state = new Int32Array([seed, Math.floor(seed / 2 ** 32)])
  for (let i = 0; i < variable.length; i++) threefry(state[0]!, state[1]!, variable.charCodeAt(i), i, state)
  // the length closes the name: 'a' and then 'b' is not 'ab'
  threefry(state[0]!, state[1]!, variable.length, -1, state)
  return { key0: state[0]!, key1: state[1]! }
}

const words = new Int32Array(2)
const UNIT = 2 ** -52

/**
 * A uniform number strictly between 0 and 1, a multiple of 2^-53: safe for logarithms and quantiles.
 * @param iteration, draw  whole numbers, 0 … 2^32 - 1
 */
export function uniformAt({ key0, key1 }: Stream, iteration: number, draw = 0): number {
  threefry(key0, key1, iteration, draw, words)
  return ((words[0]! >>> 0) * 1_048_576 + (words[1]! >>> 12) + 0.5) * UNIT
}

const PARITY = 0x1bd11bda

/** Hashes the counter (c0, c1) under the key (k0, k1) into two 32-bit words of `out`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Int32Array): void {
  let [a, b, c] = [k0 | 0, k1 | 0, PARITY ^ k0 ^ k1]
  let x = (c0 + a) | 0
  let y = (c1 + b) | 0
  for (let group = 1; group <= 5; group++) {
    if (group & 1) {
      x = (x + y) | 0
      y = rotate(y, 13) ^ x
      x = (x + y) | 0
      y = rotate(y, 15) ^ x
      x = (x + y) | 0
      y = rotate(y, 26) ^ x
      x = (x + y) | 0
      y = rotate(y, 6) ^ x
    } else {
      x = (x + y) | 0
      y = rotate(y, 17) ^ x
      x = (x + y) | 0
      y = rotate(y, 29) ^ x
      x = (x + y) | 0
      y = rotate(y, 16) ^ x
      x = (x + y) | 0
      y = rotate(y, 24) ^ x
    }
    const first = a
    a = b
    b = c
    c = first
    x = (x + a) | 0
    y = (y + b + group) | 0
  }
  out[0] = x
  out[1] = y
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))
