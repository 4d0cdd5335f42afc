/** 32-bit words one after another, as many as come: for fingerprints, four words each. */
export class Words {
  #words: Uint32Array
  #length: number

  /** @param words  those of another one, to begin with */
  constructor(words?: Uint32Array) {
    this.#words = words ?? new Uint32Array(1 << 10)
    this.#length = words?.length ?? 0
  }

  /** What was pushed so far; a view, good until the next push. */
  get all(): Uint32Array {
    return this.#words.subarray(0, this.#length)
  }

  /** Do four words here equal four there? */
  equal(own: number, words: Uint32Array, at: number): boolean {
    const here = this.#words
    return (
      here[own] === words[at] &&
      here[own + 1] === words[at + 1] &&
      here[own + 2] === words[at + 2] &&
      here[own + 3] === words[at + 3]
    )
  }

  push(words: Uint32Array, from = 0, to = words.length): void {
    this.#makeRoom(to - from)
    // To copy so few one by one takes less than a view of them.
    if (to - from > 64) this.#words.set(words.subarray(from, to), this.#length)
    else for (let i = from; i < to; i++) this.#words[this.#length + i - from] = words[i]!
    this.#length += to - from
  }

  add(word: number): void {
    this.#makeRoom(1)
    this.#words[this.#length++] = word
  }

  #makeRoom(more: number): void {
    const length = this.#length + more
    if (length <= this.#words.length) return
    const larger = new Uint32Array(Math.max(this.#words.length * 2, length))
    larger.set(this.#words)
    this.#words = larger
  }
}
