import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Role } from '../../core/policy/role.ts'
import { mayLook, mayRead } from '../access.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Under } from '../verdict.ts'
import { caseIdOf, caseOf } from './case-of.ts'
import type { Json } from './json.ts'

export interface LookService {
  /** Who looked at the words and the sensitive evidence of a case. */
  looks(who: Principal, id: string): Promise<Result<Json>>
}

/** Whoever keeps the data folder is not one of them. */
const READS_LOOKS: readonly Role[] = ['auditor', 'security-manager']

export const lookService = ({
  store: { shelf, looks },
  under,
}: {
  readonly store: Pick<Store, 'shelf' | 'looks'>
  readonly under: () => Omit<Under, 'validMinutes'>
}): LookService => ({
  async looks(who, text) {
    const may = mayLook(who)
    if (!may.ok) return may
    const id = caseIdOf(text)
    if (!id.ok) return id
    const state = await caseOf(id.value, shelf)
    if (!state.ok) return state
    const known = mayRead(who, state.value, 'outline', under().rules)
    if (!known.ok) return known
    if (!who.roles.some((role) => READS_LOOKS.includes(role))) return NOT_YOURS(who)
    const reads = mayRead(who, state.value, 'words', under().rules)
    if (!reads.ok) return reads
    const found = await looks.of(id.value)
    return found.ok
      ? ok({ case: id.value, looks: found.value.map(({ by, what, hour }) => ({ by, what, hour })) })
      : found
  },
})

const NOT_YOURS = ({ actor }: Principal): Result<never> =>
  refuse('access/not-yours', `${actor} does not read who looked.`, `Ask one of: ${READS_LOOKS.join(', ')}.`)
