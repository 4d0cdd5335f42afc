/** Seeded chance: the same seed makes the same run, on any machine. @source Tommy Ettinger, mulberry32, public domain */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 … n - 1; n up to 2³². */
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let z = this.#state
    z = Math.imul(z ^ (z >>> 15), z | 1)
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61)
    return Math.floor((((z ^ (z >>> 14)) >>> 0) / 2 ** 32) * n)
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** Once in n times. */
  once(n: number): boolean {
    return this.below(n) === 0
  }
}
