import type { CaseId } from '../../core/ids.ts'
import { ok, type Result } from '../../core/problem.ts'
import { mayLook } from '../access.ts'
import type { Principal } from '../ports/principal.ts'
import type { Shelf } from '../ports/shelf.ts'
import type { Reading, Wanted } from '../reading.ts'
import { caseIdOf, type ToldCase, toldCase } from './case-of.ts'

export interface Readable extends ToldCase {
  readonly id: CaseId
}

export interface ReadablePorts {
  readonly store: { readonly shelf: Pick<Shelf, 'streams'> }
  readonly reading: Reading
}

/** A case with all that happened to it, for whoever may see this of it; that they looked is noted. */
export async function readable(
  who: Principal,
  text: string,
  wanted: Wanted,
  { store, reading }: ReadablePorts,
): Promise<Result<Readable>> {
  const look = mayLook(who)
  if (!look.ok) return look
  const id = caseIdOf(text)
  if (!id.ok) return id
  const told = await toldCase(id.value, store.shelf)
  if (!told.ok) return told
  const may = await reading.look(who, told.value.state, wanted)
  return may.ok ? ok({ id: id.value, ...told.value }) : may
}
