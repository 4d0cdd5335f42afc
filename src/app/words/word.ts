import type { WishType } from '../../core/case/command.ts'
import type { Result } from '../../core/problem.ts'
import type { PickName } from './picks.ts'
import type { SeenCase } from './seen.ts'

/** What somebody gives behind a flag, and what becomes of it. */
export interface Option {
  /** `in-production`; what it gives is called `in_production`, unless `field` says otherwise. */
  readonly flag: string
  readonly field?: string
  /** As --help shows it: `<yes|no>`. */
  readonly shown: string
  readonly about: string
  readonly as: Form
  /** Several times. */
  readonly many?: true
  /** Refused without it. */
  readonly needed?: true
  readonly fallback?: unknown
}

/** How a text is read. A file becomes its digest, once it is sent and attached; a pick is the one that is open, where only one is. */
export type Form =
  | { readonly is: 'text' | 'yes-or-no' | 'moment' | 'number' | 'digest' | 'file' | 'product' | 'set' }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'pick'; readonly from: PickName }

/** By field, after reading. */
export type Given = Readonly<Record<string, unknown>>

/** A command on a case that wishes one thing. */
export interface Word {
  readonly wish: Exclude<WishType, 'open' | 'reconcile_override'>
  readonly options: readonly Option[]
  /** What stands behind the case, without a flag. */
  readonly argument?: Option
  /** What is said of it to the server, where that is not just what was given. */
  readonly says?: (given: Given, seen: SeenCase) => Result<object | Instead>
  /** What happened, in a sentence. */
  readonly done: (given: Given, after: SeenCase, entries: readonly number[]) => string
}

/** Another wish was meant. */
export class Instead {
  readonly wish: Word['wish']
  readonly body: object
  constructor(wish: Word['wish'], body: object) {
    this.wish = wish
    this.body = body
  }
}

type More = Partial<Pick<Option, 'field' | 'many' | 'needed' | 'fallback' | 'shown'>>
const option =
  (as: Form, shown: string) =>
  (flag: string, about: string, more: More = {}): Option => ({ flag, shown, about, as, ...more })

export const text = option({ is: 'text' }, '<text>')
export const person = option({ is: 'text' }, '<person>')
export const yesOrNo = option({ is: 'yes-or-no' }, '<yes|no>')
export const moment = option({ is: 'moment' }, '<when>')
export const number = option({ is: 'number' }, '<n>')
export const digest = option({ is: 'digest' }, '<digest>')
export const file = option({ is: 'file' }, '<file>')
export const set = option({ is: 'set' }, '')
export const word = (flag: string, words: readonly string[], about: string, more: More = {}): Option => ({
  flag,
  shown: `<${flag}>`,
  about: `${about}: ${words.join(', ')}`,
  as: { is: 'word', words },
  ...more,
})
/** Named by its entry; left out where only one is open. */
export const pick = (flag: string, from: PickName, more: More = {}): Option => ({
  flag,
  shown: '<entry>',
  about: 'which one, where several are open',
  as: { is: 'pick', from },
  ...more,
})

/** A moment as people read it, to the minute. */
export const short = (at: unknown): string => String(at).replace(/:\d\d\.\d{3}Z$/, 'Z')

export const NEEDED = { needed: true } as const
export const MANY = { many: true } as const
export const PRODUCT: Option = {
  flag: 'product',
  shown: '<name>',
  about: 'which one, where the case holds several; or say HP-7/payments',
  as: { is: 'product' },
}
export const EVIDENCE = file(
  'evidence',
  'what shows it, sent and attached; or the digest of what is; may be given again',
  {
    ...MANY,
    fallback: [],
  },
)
export const REASON = text('reason', 'why', NEEDED)
