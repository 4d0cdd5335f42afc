import { Words } from './words.ts'

/** All of a set in plain values, to be handed to another thread. */
export interface PlainSet {
  /** In the order in which they came, four words each. */
  readonly words: Uint32Array
  readonly table: Uint32Array
}

/**
 * Fingerprints of 128 bits in typed arrays: about 24 bytes each, where a Set of texts takes a hundred. They stand one after
 * another as they came, and a table of their numbers finds them: open addressing, linear probing, at most half full.
 */
export class FingerprintSet {
  readonly #words: Words
  /** 0: nothing here; else one more than the number of a fingerprint. */
  #table: Uint32Array
  #size: number

  /** @param from  how many will come, where that is known: the table then need not grow; or what another one held: its memory becomes this one's */
  constructor(from: number | PlainSet = 1000) {
    const { words, table } =
      typeof from === 'object'
        ? from
        : { words: undefined, table: new Uint32Array(2 ** Math.ceil(Math.log2(2 * from + 2))) }
    this.#words = new Words(words)
    this.#table = table
    this.#size = (words?.length ?? 0) / 4
  }

  get size(): number {
    return this.#size
  }

  /** Views, good until the next one is added. */
  plain(): PlainSet {
    return { words: this.#words.all, table: this.#table }
  }

  /** Which of these are in it, by their numbers. */
  among(words: Uint32Array): number[] {
    const found: number[] = []
    for (let at = 0; at < words.length; at += 4) if (this.#table[this.#slot(words, at)] !== 0) found.push(at / 4)
    return found
  }

  /** @returns false where it was in already */
  add(words: Uint32Array, at = 0): boolean {
    const size = this.#size
    return this.number(words, at) === size
  }

  /** Its number, from 0: the next one where it was not in yet, as it is from now on. */
  number(words: Uint32Array, at = 0): number {
    const slot = this.#slot(words, at)
    const found = this.#table[slot]!
    if (found !== 0) return found - 1
    this.#words.push(words, at, at + 4)
    this.#table[slot] = ++this.#size
    if (this.#size * 2 > this.#table.length) this.#grow()
    return this.#size - 1
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
