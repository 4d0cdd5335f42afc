import { Words } from './words.ts'

/**
 * Fingerprints of 128 bits in typed arrays: about 24 bytes each, where a Set of texts takes a hundred. They stand one after
 * another as they came, and a table of their numbers finds them: open addressing, linear probing, at most half full.
 */
export class FingerprintSet {
  readonly #words = new Words()
  /** 0: nothing here; else one more than the number of a fingerprint. */
  #table: Uint32Array
  #size = 0

  /** @param expected  how many will come, where that is known: the table then need not grow */
  constructor(expected = 1000) {
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * expected + 2)))
  }

  get size(): number {
    return this.#size
  }

  /** In the order in which they came, four words each; a view, good until the next one is added. */
  get words(): Uint32Array {
    return this.#words.all
  }

  has(words: Uint32Array, at = 0): boolean {
    return this.#table[this.#slot(words, at)] !== 0
  }

  /** @returns false where it was in already */
  add(words: Uint32Array, at = 0): boolean {
    const slot = this.#slot(words, at)
    if (this.#table[slot] !== 0) return false
    this.#words.push(words, at, at + 4)
    this.#table[slot] = ++this.#size
    if (this.#size * 2 > this.#table.length) this.#grow()
    return true
  }

  #slot(words: Uint32Array, at: number): number {
    const mask = this.#table.length - 1
    let slot = words[at]! & mask
    for (let found = this.#table[slot]!; found !== 0; found = this.#table[slot]!) {
      if (this.#words.equal(4 * (found - 1), words, at)) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const table = new Uint32Array(this.#table.length * 2)
    const mask = table.length - 1
    const words = this.#words.all
    for (let n = 0; n < this.#size; n++) {
      let slot = words[4 * n]! & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = n + 1
    }
    this.#table = table
  }
}
