import type { Severity } from '../finding/severity.ts'
import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Money } from '../money.ts'
import type { Role } from '../policy/role.ts'
import type { RegisteredProfile } from '../product/profile-at.ts'
import type { Position } from '../case/case.ts'
import type { MissingId } from './english/missing.ts'
import type { TermKey } from './english/terms.ts'

/** What a fact is called within its case: `option.fix-first.cost`. One id has one value in every document. */
export type FactId = string

/** The only thing that documents are made of. What nobody has said is a fact as well: who could say it, and what it would change. */
export type Fact<V extends Value = Value> = Known<V> | Missing

export interface Known<V extends Value = Value> {
  readonly id: FactId
  readonly value: V
  readonly source: Source
  readonly sensitivity: Sensitivity
}

export interface Missing {
  readonly id: FactId
  /** Which of the blanks of the catalogue it is: it says what is missing and what it would change. */
  readonly missing: MissingId
  readonly who: readonly Role[]
  readonly sensitivity: 'internal'
}

/** Who may read a fact, from everybody to those who fix the weakness. */
export const SENSITIVITIES = ['public', 'internal', 'need-to-know', 'exploit'] as const
export type Sensitivity = (typeof SENSITIVITIES)[number]
export const isAbove = (a: Sensitivity, b: Sensitivity): boolean => SENSITIVITIES.indexOf(a) > SENSITIVITIES.indexOf(b)

/** A value with its unit. How it reads is the catalogue's affair: numbers, money and dates follow the language. */
export type Value =
  /** Of limited letters, given by a person or a tool: a product, a version, an account. */
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'names'; readonly texts: readonly string[] }
  /** Anything at all, as somebody typed it; `undefined` once it was erased. */
  | { readonly kind: 'words'; readonly text: string | undefined }
  /** A sentence of ours: what a standard says of a value. */
  | { readonly kind: 'statement'; readonly text: string }
  /** A term of the catalogue, or several. */
  | { readonly kind: 'term'; readonly key: TermKey }
  | { readonly kind: 'terms'; readonly keys: readonly TermKey[] }
  | { readonly kind: 'severity'; readonly severity: Severity }
  /** CVSS, 0 … 10. */
  | { readonly kind: 'score'; readonly score: number }
  | { readonly kind: 'instant'; readonly at: Instant }
  /** A length of time in minutes. */
  | { readonly kind: 'minutes'; readonly minutes: number }
  /** Working hours: if all goes well, likely, if not. All the same where it is one figure. */
  | { readonly kind: 'hours'; readonly low: number; readonly likely: number; readonly high: number }
  /** What an option costs: on average, and on a bad day (worse one time in twenty). */
  | { readonly kind: 'cost'; readonly expected: Money; readonly badDay?: Money }
  | { readonly kind: 'money'; readonly money: Money }
  /** Shares in percent, 0 … 100: what was seen from the lowest to the highest, and the middle where there is one. */
  | { readonly kind: 'share'; readonly low: number; readonly middle?: number; readonly high: number }
  /** A chance or share, 0 … 1; with its 90 % range where there is one. */
  | { readonly kind: 'chance'; readonly p: number; readonly low?: number; readonly high?: number }
  /** A chance that is smaller than this: it was never seen. */
  | { readonly kind: 'chance-below'; readonly p: number }
  /** Times as much: 1.3 is three tenths more. */
  | { readonly kind: 'factor'; readonly factor: number }
  /** An amount that lies between two. */
  | { readonly kind: 'amounts'; readonly low: Money; readonly high: Money }
  | { readonly kind: 'count'; readonly n: number; readonly unit: Unit }

export type Unit = 'people' | 'tests' | 'tasks' | 'products' | 'objections' | 'findings' | 'hours' | 'days' | 'months'

/** Where a fact comes from, so that it can be doubted. */
export type Source =
  /** Said or done by somebody, in this entry of the case. */
  | { readonly kind: 'entry'; readonly n: Position; readonly by: Actor; readonly at: Instant; readonly as: EntryKind }
  /** Worked out by us from inputs that are kept: to be computed again to the same digits. */
  | {
      readonly kind: 'computation'
      /** Absent where it is not kept in the case. */
      readonly n?: Position
      readonly program: string
      readonly seed: number
      readonly inputs: Digest
      readonly at: Instant
      /** How often the future was drawn, where it was; the names of the files behind it, where it is not kept. */
      readonly draws?: number
      readonly files?: readonly string[]
      /** It rests on the profile that the register has. */
      readonly registered?: RegisteredProfile
    }
  /** Stands in the product's profile, or among the answers. */
  | {
      readonly kind: 'file'
      readonly of: 'profile' | 'answers'
      readonly product?: string
      /** The register has it, since this entry. */
      readonly registered?: RegisteredProfile
    }
  /** Given by somebody beside the case: in a profile, or as an answer. */
  | {
      readonly kind: 'given'
      readonly by: string
      readonly source?: string
      /** In the profile that the register has. */
      readonly registered?: RegisteredProfile
    }
  /** Worked out from what stands in these entries, by a rule that can be followed. */
  | { readonly kind: 'derived'; readonly from: readonly Position[]; readonly rule: TermKey }
  | { readonly kind: 'standard'; readonly name: string; readonly of: string }
  | { readonly kind: 'policy'; readonly digest: Digest }
  /** A law or a study, with what is needed to look it up. */
  | { readonly kind: 'publication'; readonly cites: string; readonly published: string; readonly url: string }
  /** Holdpoint's own default: nobody has decided it. */
  | { readonly kind: 'default' }

export type EntryKind = 'finding' | 'assessment' | 'evidence' | 'decision' | 'plan' | 'word'

export const known = <V extends Value>(
  id: FactId,
  value: V,
  source: Source,
  sensitivity: Sensitivity = 'internal',
): Known<V> => ({ id, value, source, sensitivity })

export const missing = (id: MissingId, ...who: readonly Role[]): Missing => ({
  id: `missing.${id}`,
  missing: id,
  who,
  sensitivity: 'internal',
})

export const isMissing = (fact: Fact): fact is Missing => 'missing' in fact
