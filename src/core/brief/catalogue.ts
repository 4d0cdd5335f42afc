import type { ENGLISH_TEXTS } from './english/texts.ts'
import type { MissingId } from './english/missing.ts'
import type { TermKey } from './english/terms.ts'
import type { Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import type { Sensitivity, Source, Value } from './fact.ts'

export type TextKey = keyof typeof ENGLISH_TEXTS

/** The names in braces: `{product}` in a text is a place for a fact. */
export type Slots<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Slots<Rest>
  : never

/** One language: all that people read, apart from the rules that choose it. A second language is another value of this type. */
export interface Catalogue {
  /** BCP 47. */
  readonly language: string
  readonly texts: Readonly<Record<TextKey, string>>
  readonly terms: Readonly<Record<TermKey, string>>
  readonly roles: Readonly<Record<Role, string>>
  /** For whom a document is, by the gravest that it may say. */
  readonly clearances: Readonly<Record<Sensitivity, string>>
  /** What a blank is, and what filling it would change. */
  readonly missing: Readonly<Record<MissingId, { readonly what: string; readonly changes: string }>>
  /** What stands where words were erased, and where nobody has said something. */
  readonly erased: string
  readonly notKnown: string
  /** Before what is not known: `Not known yet: `. */
  readonly notKnownBefore: string
  readonly list: (items: readonly string[]) => string
  readonly or: (items: readonly string[]) => string
  /** Each seat is taken by another person, who has one of its roles. */
  readonly seats: (seats: readonly (readonly string[])[]) => string
  /** @param now a date of its year need not say the year */
  readonly value: (value: Value, now?: Instant) => string
  readonly source: (source: Source, now?: Instant) => string
}
