import type { Case } from '../case/case.ts'
import { RULES } from '../case/case.testing.ts'
import { evolve } from '../case/evolve.ts'
import type { CaseEvent, Fact as Happening } from '../case/event.ts'
import { noCase } from '../case/case.ts'
import type { Actor, CaseId, Digest, Uuid } from '../ids.ts'
import { addMillis, type Instant } from '../instant.ts'
import type { Sealed } from '../log/entry.ts'
import type { Material } from './material.ts'

/** Words behind seals, for tests: a seal is the number of its words. */
export class Words {
  readonly #texts: string[] = []

  seal(text: string): Sealed {
    this.#texts.push(text)
    return { sealed: String(this.#texts.length - 1).padStart(64, '0') }
  }

  open = ({ sealed }: Sealed): string | undefined => this.#texts[Number(sealed)]
}

export const START = '2026-11-20T09:00:00.000Z' as Instant
const POLICY = `sha256:${'9'.repeat(64)}` as Digest

/** A case in which these things happened one minute apart, by whom they say; what no rule allowed may stand in it as well. */
export function caseOf(happenings: readonly (Happening & { readonly by?: string })[], id = 'HP-7' as CaseId): Case {
  return happenings.reduce<Case>((state, { by = 'ana', type, ...data }, i) => {
    const event = {
      v: 1,
      stream: id,
      n: i + 1,
      type,
      at: addMillis(START, i * 60_000),
      actor: by as Actor,
      command: `0193e5f0-7c1a-7b3e-8a5d-${String(i).padStart(12, '0')}` as Uuid,
      data: { ...data, policy: POLICY },
    } as unknown as CaseEvent
    return evolve(state, event)
  }, noCase(id))
}

export const materialOf = (state: Case, words: Words, now: Instant = addMillis(START, 3_600_000)): Material => ({
  state,
  open: words.open,
  rules: RULES,
  now,
})
