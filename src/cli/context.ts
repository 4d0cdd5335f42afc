import { InvalidArgumentError } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { ServingPorts } from '../app/ports/serving.ts'

/** What every command is given: the outside world, the program's version, and where its answer goes. */
export interface Context {
  readonly ports: ServingPorts
  readonly version: string
  answered(answer: Answer): void
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number, from 0.')
  return Number(text)
}

/** For an option that may be given again. */
export function collect(value: string, before: readonly string[]): string[] {
  if (value === '') throw new InvalidArgumentError('It is empty.')
  return [...before, value]
}
