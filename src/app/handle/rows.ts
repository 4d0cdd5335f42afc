import type { Case } from '../../core/case/case.ts'
import { dueKey, untold } from '../../core/case/due.ts'
import { isLineInForce } from '../../core/case/hold.ts'
import type { Rules } from '../../core/case/rules.ts'
import type { CaseId } from '../../core/ids.ts'
import type { Batch, CaseRow, DueRow, HoldRow } from '../ports/ledger.ts'

/**
 * What the read models say of the cases that a batch touched, as far as it is new.
 *
 * @param was the rules by which the rows stand there, where the batch changed them
 */
export function rowsOf(
  states: readonly Case[],
  before: (id: CaseId) => Case,
  rules: Rules,
  was: Rules = rules,
): Pick<Batch, 'cases' | 'holds' | 'due'> {
  const changed = states.filter((state) => state.n > before(state.id).n)
  const due = changed.map((state) => {
    const is = dueRows(state, rules)
    const moved = difference(dueRows(before(state.id), was), is)
    KEPT.set(state, is)
    return moved
  })
  return {
    cases: changed.map(caseRow),
    holds: changed.flatMap((state) => {
      const was = holdRows(before(state.id))
      return holdRows(state).filter((row) => !was.some(same(row)))
    }),
    due: { added: due.flatMap(({ added }) => added), gone: due.flatMap(({ gone }) => gone) },
  }
}

/** What another policy asks of time in cases that nobody touched. Nothing is remembered: it may be asked again. */
export function duesUnder(states: readonly Case[], rules: Rules, was: Rules): Batch['due'] {
  const due = states.map((state) => {
    const before = dueRows(state, was)
    KEPT.delete(state)
    return difference(before, dueRows(state, rules))
  })
  return { added: due.flatMap(({ added }) => added), gone: due.flatMap(({ gone }) => gone) }
}

const difference = (was: ReadonlyMap<string, DueRow>, is: ReadonlyMap<string, DueRow>): Batch['due'] => ({
  added: [...is].flatMap(([key, row]) => (was.has(key) ? [] : [row])),
  gone: [...was].flatMap(([key, row]) => (is.has(key) ? [] : [row])),
})

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
