import { SEVERITIES, type Severity } from '../finding/severity.ts'

/** What became of a finding: a release may go in spite of it, somebody excuses it, or it weighs against the release. */
export const OUTCOMES = ['clear', 'excused', 'held', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What was said of each finding of a part, in order, in three bytes: enough to count it, or to take it back. */
export class Minutes {
  #bytes: Uint8Array<ArrayBufferLike>
  #length: number

  /** @param bytes  those of another one, to be read */
  constructor(bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0)) {
    this.#bytes = bytes
    this.#length = bytes.length
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  get size(): number {
    return this.#length / 3
  }

  add(stated: Severity, judged: Severity, outcome: Outcome): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length + 3 * 1024)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = SEVERITIES.indexOf(stated)
    this.#bytes[this.#length++] = SEVERITIES.indexOf(judged)
    this.#bytes[this.#length++] = OUTCOMES.indexOf(outcome)
  }

  /** Of the n-th finding, from 0. */
  of(n: number): { readonly stated: Severity; readonly judged: Severity; readonly outcome: Outcome } {
    const [bytes, at] = [this.#bytes, 3 * n]
    return {
      stated: SEVERITIES[bytes[at]!]!,
      judged: SEVERITIES[bytes[at + 1]!]!,
      outcome: OUTCOMES[bytes[at + 2]!]!,
    }
  }

  /** Which findings weigh against the release, by their numbers. */
  weighing(): readonly number[] {
    const found: number[] = []
    for (let n = 0; n < this.size; n++) if (!MILD.has(this.of(n).outcome)) found.push(n)
    return found
  }
}

const MILD: ReadonlySet<Outcome> = new Set(['clear', 'excused'])
