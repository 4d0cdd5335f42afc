import type { Case } from '../../core/case/case.ts'
import { dueKey, untold } from '../../core/case/due.ts'
import { isLineInForce } from '../../core/case/hold.ts'
import type { Rules } from '../../core/case/rules.ts'
import type { CaseId } from '../../core/ids.ts'
import type { Batch, CaseRow, DueRow, HoldRow } from '../ports/ledger.ts'

/** What the read models say of the cases that a batch touched, as far as it is new. */
export function rowsOf(
  states: readonly Case[],
  before: (id: CaseId) => Case,
  rules: Rules,
): Pick<Batch, 'cases' | 'holds' | 'due'> {
  const changed = states.filter((state) => state.n > before(state.id).n)
  const added: DueRow[] = []
  const gone: DueRow[] = []
  for (const state of changed) {
    const [was, is] = [dueRows(before(state.id), rules), dueRows(state, rules)]
    for (const [key, row] of is) if (!was.has(key)) added.push(row)
    for (const [key, row] of was) if (!is.has(key)) gone.push(row)
  }
  return {
    cases: changed.map(caseRow),
    holds: changed.flatMap((state) => holdRows(state).filter((row) => !holdRows(before(state.id)).some(same(row)))),
    due: { added, gone },
  }
}

export function caseRow({ id, n, opened, closed }: Case): CaseRow {
  return { id, n, name: opened!.name, openedAt: opened!.at, closed: closed !== undefined }
}

export const holdRows = (state: Case): readonly HoldRow[] =>
  [...state.holds.values()].map((hold) => ({
    case: state.id,
    product: hold.product,
    inForce: isLineInForce(state, hold),
  }))

const same = (a: HoldRow) => (b: HoldRow) => a.product === b.product && a.inForce === b.inForce

const dueRows = (state: Case, rules: Rules): ReadonlyMap<string, DueRow> =>
  new Map(untold(state, rules).map((due) => [dueKey(due), { case: state.id, ...due }]))
