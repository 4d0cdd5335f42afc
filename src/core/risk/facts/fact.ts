/** The day on which every fact here was last compared with its source. */
export const CHECKED = '2026-11-21'

/**
 * Something from outside, with what is needed to doubt it. What could not be confirmed has no place here: the type leaves no
 * room for it, so it can never be shown as a fact.
 */
export interface Fact {
  readonly value: unknown
  readonly unit: string
  readonly source: string
  /** When the source was published; a day where known, else what is known. */
  readonly published: string
  readonly url: string
  /** Primary: the source itself was read. Secondary: a report on it was. */
  readonly verified: 'primary' | 'secondary'
  readonly note?: string
}
