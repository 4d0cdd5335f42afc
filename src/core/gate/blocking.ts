import type { Key } from '../finding/finding.ts'
import { FingerprintMap } from '../finding/fingerprint-map.ts'
import { addKey, Fingerprint } from '../finding/fingerprint.ts'

export type Weight = 'held' | 'unknown'

/** What keeps a release from being clear, in numbers: 16 bytes for each way to recognise a finding, nothing else of it. */
export class Blocking {
  readonly #print = new Fingerprint()
  readonly #seed: Uint32Array
  #words = new Uint32Array(1 << 10)
  #end = 0
  /** Of each finding, how many keys it has and what it weighs: `2 * keys + (held ? 1 : 0)`. */
  readonly #findings: number[] = []

  /** @param seed  the same for all that are counted together */
  constructor(seed: Uint32Array) {
    this.#seed = seed
  }

  add(keys: readonly Key[], weight: Weight): void {
    for (const key of keys) this.#push(addKey(key, this.#print.start(this.#seed)).end())
    this.#findings.push(2 * keys.length + (weight === 'held' ? 1 : 0))
  }

  /** Calls with the place of each finding of this weight within `words`, from and to. */
  each(weight: Weight, visit: (words: Uint32Array, from: number, to: number) => void): void {
    let from = 0
    for (const finding of this.#findings) {
      const to = from + 4 * (finding >> 1)
      if ((finding & 1) === (weight === 'held' ? 1 : 0)) visit(this.#words, from, to)
      from = to
    }
  }

  #push(print: Uint32Array): void {
    if (this.#end === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2)
      larger.set(this.#words)
      this.#words = larger
    }
    this.#words.set(print, this.#end)
    this.#end += 4
  }
}

/** Each weakness once, however many findings name it by any of their keys; of two accounts the graver one counts. */
export function countWeaknesses(all: readonly Blocking[]): { held: number; unknown: number; repeated: number } {
  const known = new FingerprintMap()
  const count = { held: 0, unknown: 0, repeated: 0 }
  for (const weight of ['held', 'unknown'] as const)
    for (const blocking of all)
      blocking.each(weight, (words, from, to) => {
        let met = false
        for (let at = from; at < to; at += 4) {
          if (known.get(words, at) !== 0) met = true
        }
        count[met ? 'repeated' : weight]++
        for (let at = from; at < to; at += 4) known.set(words, 1, at)
      })
  return count
}
