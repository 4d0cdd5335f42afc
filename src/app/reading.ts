import type { Case } from '../core/case/case.ts'
import type { Digest } from '../core/ids.ts'
import { ok, type Result } from '../core/problem.ts'
import { mayRead } from './access.ts'
import type { Looks } from './looks.ts'
import type { Principal } from './ports/principal.ts'
import type { Under } from './verdict.ts'

/** What of a case somebody wants to see. */
export type Wanted =
  | { readonly part: 'outline' }
  | { readonly part: 'words' }
  /** `kind`: executive, engineering … */
  | { readonly part: 'document'; readonly kind: string }
  | { readonly part: 'evidence'; readonly digest: Digest }

/** The one way to the parts of a case: asks whether this one may, and notes that they looked. */
export interface Reading {
  /** Whoever is refused learns no more than they knew. What shows how to exploit it is noted before it is shown. */
  look(who: Principal, state: Case, wanted: Wanted): Promise<Result<void>>
}

export interface ReadingPorts {
  readonly looks: Looks
  readonly under: () => Pick<Under, 'rules'>
}

export const reading = ({ looks, under }: ReadingPorts): Reading => ({
  async look(who, state, wanted) {
    const isSensitive = wanted.part === 'evidence' && state.sensitive.has(wanted.digest)
    const level = isSensitive ? 'sensitive' : wanted.part === 'outline' ? 'outline' : 'words'
    const may = mayRead(who, state, level, under().rules)
    if (!may.ok || wanted.part === 'outline') return may.ok ? ok(undefined) : may
    const look = { case: state.id, by: who.actor, what: whatOf(wanted) }
    return isSensitive ? looks.noteFirst(look) : looks.note(look)
  },
})

function whatOf(wanted: Exclude<Wanted, { part: 'outline' }>): string {
  switch (wanted.part) {
    case 'words':
      return 'words'
    case 'document':
      return `document:${wanted.kind}`
    case 'evidence':
      return `evidence:${wanted.digest}`
  }
}
