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
    KEPT.set(state, is)
    for (const [key, row] of is) if (!was.has(key)) added.push(row)
    for (const [key, row] of was) if (!is.has(key)) gone.push(row)
  }
  return {
    cases: changed.map(caseRow),
    holds: changed.flatMap((state) => {
      const was = holdRows(before(state.id))
      return holdRows(state).filter((row) => !was.some(same(row)))
    }),
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

/** What the table has of a case as this process left it: most of a case's rows are looked at again with its next entry. */
const KEPT = new WeakMap<Case, ReadonlyMap<string, DueRow>>()

const dueRows = (state: Case, rules: Rules): ReadonlyMap<string, DueRow> =>
  KEPT.get(state) ?? new Map(untold(state, rules).map((due) => [dueKey(due), { case: state.id, ...due }]))
