import type { CaseId } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { mayLook, mayTouchCase, readsWords } from '../access.ts'
import type { Principal } from '../ports/principal.ts'
import type { Shelf } from '../ports/shelf.ts'
import { caseIdOf, type ToldCase, toldCase } from './case-of.ts'

export interface Readable extends ToldCase {
  readonly id: CaseId
}

/** A case with its words, for whoever may read them. */
export async function readable(who: Principal, text: string, shelf: Pick<Shelf, 'streams'>): Promise<Result<Readable>> {
  const look = mayLook(who)
  if (!look.ok) return look
  const id = caseIdOf(text)
  if (!id.ok) return id
  const told = await toldCase(id.value, shelf)
  if (!told.ok) return told
  const may = mayTouchCase(who, told.value.state)
  if (!may.ok) return may
  return readsWords(who) ? ok({ id: id.value, ...told.value }) : NO_WORDS(who, id.value)
}

const NO_WORDS = ({ actor }: Principal, id: CaseId) =>
  refuse('access/no-words', `${actor} may not read the words of ${id}.`, 'Its holds and next steps: GET /api/cases.')
