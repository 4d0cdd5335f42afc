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
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 0x85ebca77) ^ (b >>> 15)
      b = Math.imul(b ^ code, 0xc2b2ae3d) ^ (c >>> 13)
      c = Math.imul(c ^ code, 0x27d4eb2f) ^ (d >>> 17)
      d = Math.imul(d ^ code, 0x165667b1) ^ (a >>> 16)
    }
    this.#a = Math.imul(a ^ text.length, 0x9e3779b1)
    this.#b = b ^ this.#a
    this.#c = c
    this.#d = d
    return this
  }

  number(value: number | undefined): this {
    return this.add(value === undefined ? '\u0000' : String(value))
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

/** @source Murmur3's 32-bit finaliser */
function mixed(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
