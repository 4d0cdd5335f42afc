/** One surface that strangers' bytes meet, and what must hold of it whatever they are. */
export interface Target {
  /** `reader/sarif` */
  readonly name: string
  readonly seeds: readonly Uint8Array[]
  /** Does everything with an input that the program would. Throws a `Broken` where a promise is broken; anything else is a crash. */
  check(input: Uint8Array): void
  /** Mends what hides deeper faults (numbers that have to follow on each other); text as latin1. */
  mend?(text: string): string
}

/** A promise that did not hold. */
export class Broken extends Error {
  readonly promise: string

  constructor(promise: string, detail: string) {
    super(detail === '' ? promise : `${promise}: ${detail.slice(0, 500)}`)
    this.promise = promise
  }
}

export function must(holds: boolean, promise: string, detail: () => string = () => ''): asserts holds {
  if (!holds) throw new Broken(promise, detail())
}
