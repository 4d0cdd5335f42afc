/** 32-bit words one after another, as many as come: for fingerprints, four words each. */
export class Words {
  #words = new Uint32Array(1 << 10)
  #length = 0

  /** What was pushed so far; a view, good until the next push. */
  get all(): Uint32Array {
    return this.#words.subarray(0, this.#length)
  }

  push(words: Uint32Array, from = 0, to = words.length): void {
    if (this.#length + to - from > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2)
      larger.set(this.#words)
      this.#words = larger
    }
    for (let i = from; i < to; i++) this.#words[this.#length++] = words[i]!
  }
}
