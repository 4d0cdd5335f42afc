import type { Key } from '../finding/finding.ts'
import { FingerprintSet } from '../finding/fingerprint-set.ts'
import { addKey, Fingerprint } from '../finding/fingerprint.ts'
import { Words } from '../finding/words.ts'

export type Weight = 'held' | 'unknown'

/** What keeps a release from being clear, in numbers: 16 bytes for each way to recognise a finding, nothing else of it. */
export class Blocking {
  readonly #print = new Fingerprint()
  readonly #seed: Uint32Array
  readonly #words = new Words()
  /** Of each finding, how many keys it has and what it weighs: `2 * keys + (held ? 1 : 0)`. */
  readonly #findings: number[] = []

  /** @param seed  the same for all that are counted together */
  constructor(seed: Uint32Array) {
    this.#seed = seed
  }

  add(keys: readonly Key[], weight: Weight): void {
    for (const key of keys) this.#words.push(addKey(key, this.#print.start(this.#seed)).end())
    this.#findings.push(2 * keys.length + (weight === 'held' ? 1 : 0))
  }

  /** How many ways there are to recognise its findings. */
  get size(): number {
    return this.#words.all.length / 4
  }

  /** A finding of another one with the same seed. */
  addWords(words: Uint32Array, from: number, to: number, weight: Weight): void {
    this.#words.push(words, from, to)
    this.#findings.push((to - from) / 2 + (weight === 'held' ? 1 : 0))
  }

  /** Its fingerprints, and how many of them each finding has. */
  plain(): { readonly words: Uint32Array; readonly findings: readonly number[] } {
    return { words: this.#words.all, findings: this.#findings.map((finding) => finding >> 1) }
  }

  /** Calls with the place of each finding of this weight within `words`, from and to. */
  each(weight: Weight, visit: (words: Uint32Array, from: number, to: number) => void): void {
    const words = this.#words.all
    let from = 0
    for (const finding of this.#findings) {
      const to = from + 4 * (finding >> 1)
      if ((finding & 1) === (weight === 'held' ? 1 : 0)) visit(words, from, to)
      from = to
    }
  }
}

/** Each weakness once, however many findings name it by any of their keys; of two accounts the graver one counts. */
export function countWeaknesses(all: readonly Blocking[]): { held: number; unknown: number; repeated: number } {
  const known = new FingerprintSet(all.reduce((sum, blocking) => sum + blocking.size, 0))
  const count = { held: 0, unknown: 0, repeated: 0 }
  for (const weight of ['held', 'unknown'] as const)
    for (const blocking of all)
      blocking.each(weight, (words, from, to) => {
        let isNew = true
        for (let at = from; at < to; at += 4) if (known.has(words, at)) isNew = false
        for (let at = from; at < to; at += 4) known.add(words, at)
        count[isNew ? weight : 'repeated']++
      })
  return count
}
