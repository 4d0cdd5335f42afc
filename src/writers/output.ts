import type { Clerk, Evaluation } from '../core/gate/evaluate.ts'

/** Where a writer writes. Nobody sees it before it is whole; what a broken report had brought is taken back by its mark. */
export interface Sheet {
  write(text: string): void
  readonly mark: number
  rewind(mark: number): void
}

/** One answer being written: findings as they are heard, where the form lists them all, and the verdict at the end. */
export interface Writing {
  readonly clerk?: Clerk
  end(evaluation: Evaluation): void
}

/** A form of output. */
export type OutputWriter = (sheet: Sheet) => Writing
