/** What a command leaves to the edge: how to end, and what to say on standard error. Its output is delivered already. */
export interface Answer {
  readonly exit: number
  readonly complaints: readonly string[]
}
