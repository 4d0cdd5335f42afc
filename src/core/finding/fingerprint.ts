import type { Key } from './finding.ts'

/**
 * A fast 128-bit hash of texts, for telling records apart within one evaluation. It is seeded and never leaves the process:
 * what others see and keep is {@link identityOf}, which is SHA-256.
 *
 * Four lanes of multiply-and-mix, each text followed by its length, so that parts cannot run into one another.
 */
export class Fingerprint {
  readonly words = new Uint32Array(4)
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  /** @param seed  four words that whoever wrote the texts could not know when writing them */
  start(seed: Uint32Array): this {
    this.#a = seed[0]! ^ 0x9e3779b9
    this.#b = seed[1]! ^ 0x85ebca6b
    this.#c = seed[2]! ^ 0xc2b2ae35
    this.#d = seed[3]! ^ 0x27d4eb2f
    return this
  }

  add(text: string): this {
    let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d]
    const { length } = text
    // Two characters of 16 bits at once; of an odd length the last one goes in with the length.
    const even = length & ~1
    for (let i = 0; i < even; i += 2) {
      const word = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16)
      a = Math.imul(a ^ word, 0x85ebca77) ^ (b >>> 15)
      b = Math.imul(b ^ word, 0xc2b2ae3d) ^ (c >>> 13)
      c = Math.imul(c ^ word, 0x27d4eb2f) ^ (d >>> 17)
      d = Math.imul(d ^ word, 0x165667b1) ^ (a >>> 16)
    }
    this.#a = a
    this.#b = b
    this.#c = c
    this.#d = d
    return this.#part(length, even < length ? text.charCodeAt(even) : 0)
  }

  /** A text that may be missing: that is another thing than an empty one. */
  optional(text: string | undefined): this {
    return text === undefined ? this.#part(-1, 0) : this.add(text)
  }

  /** A whole number from 0 to 2^53, or none. */
  number(value: number | undefined): this {
    return value === undefined ? this.#part(-1, 0) : this.#part(Math.floor(value / 2 ** 32), value | 0)
  }

  #part(kind: number, word: number): this {
    const [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d]
    this.#a = Math.imul(a ^ word, 0x85ebca77) ^ (b >>> 15)
    this.#b = Math.imul(b ^ word, 0xc2b2ae3d) ^ (c >>> 13)
    this.#c = Math.imul(c ^ kind, 0x27d4eb2f) ^ (d >>> 17)
    this.#d = Math.imul(d ^ kind, 0x165667b1) ^ (this.#a >>> 16)
    return this
  }

  /** The four words; valid until the next one is asked for. */
  end(): Uint32Array {
    const { words } = this
    words[0] = mixed(this.#a ^ (this.#c >>> 7))
    words[1] = mixed(this.#b ^ words[0])
    words[2] = mixed(this.#c ^ words[1])
    words[3] = mixed(this.#d ^ words[2])
    return words
  }
}

/** Two keys are one where basis and parts are. */
export function addKey({ basis, parts }: Key, print: Fingerprint): Fingerprint {
  print.add(basis).number(parts.length)
  for (const part of parts) print.add(part)
  return print
}

/** A seed out of texts, such as the digest of the report whose records are told apart. */
export const seedOf = (...texts: readonly string[]): Uint32Array =>
  texts.reduce((print, text) => print.add(text), new Fingerprint().start(new Uint32Array(4))).end()

/** @source Murmur3's 32-bit finaliser */
function mixed(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
