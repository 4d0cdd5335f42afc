import type { Key } from '../finding/finding.ts'
import { FingerprintSet } from '../finding/fingerprint-set.ts'
import { addKey, Fingerprint } from '../finding/fingerprint.ts'
import { Words } from '../finding/words.ts'

export type Weight = 'held' | 'unknown'

/** All of it in plain values, to be handed to another thread. */
export interface PlainBlocking {
  /** A fingerprint of each key, four words each. */
  readonly words: Uint32Array
  /** Of each finding, how many keys it has and what it weighs: `2 * keys + (held ? 1 : 0)`. */
  readonly findings: Uint32Array
}

/** What keeps a release from being clear, in numbers: 16 bytes for each way to recognise a finding, nothing else of it. */
export class Blocking {
  readonly #print = new Fingerprint()
  readonly #seed: Uint32Array
  readonly #words = new Words()
  readonly #findings = new Words()

  /** @param seed  the same for all that are counted together */
  constructor(seed: Uint32Array) {
    this.#seed = seed
  }

  add(keys: readonly Key[], weight: Weight): void {
    for (const key of keys) this.#words.push(addKey(key, this.#print.start(this.#seed)).end())
    this.#findings.add(2 * keys.length + BIT[weight])
  }

  /** How many ways there are to recognise its findings. */
  get size(): number {
    return this.#words.all.length / 4
  }

  /** Takes over what another one with the same seed had. @param isLeft  which of its findings to leave out */
  append({ words, findings }: PlainBlocking, isLeft?: (finding: number) => boolean): void {
    if (!isLeft) {
      this.#words.push(words)
      this.#findings.push(findings)
      return
    }
    let from = 0
    for (const [n, finding] of findings.entries()) {
      const to = from + 4 * (finding >> 1)
      if (!isLeft(n)) {
        this.#words.push(words, from, to)
        this.#findings.add(finding)
      }
      from = to
    }
  }

  /** Views, good until the next finding is added. */
  plain(): PlainBlocking {
    return { words: this.#words.all, findings: this.#findings.all }
  }

  /** Calls with the place of each finding of this weight within `words`, from and to. */
  each(weight: Weight, visit: (words: Uint32Array, from: number, to: number) => void): void {
    const words = this.#words.all
    let from = 0
    for (const finding of this.#findings.all) {
      const to = from + 4 * (finding >> 1)
      if ((finding & 1) === BIT[weight]) visit(words, from, to)
      from = to
    }
  }
}

const BIT: Readonly<Record<Weight, number>> = { held: 1, unknown: 0 }

/** Each weakness once, however many findings name it by any of their keys; of two accounts the graver one counts. */
export function countWeaknesses(all: readonly Blocking[]): { held: number; unknown: number; repeated: number } {
  const known = new FingerprintSet(all.reduce((sum, blocking) => sum + blocking.size, 0))
  const count = { held: 0, unknown: 0, repeated: 0 }
  for (const weight of ['held', 'unknown'] as const)
    for (const blocking of all)
      blocking.each(weight, (words, from, to) => {
        const before = known.size
        let isNew = true
        for (let at = from; at < to; at += 4) if (known.number(words, at) < before) isNew = false
        count[isNew ? weight : 'repeated']++
      })
  return count
}
