import type { Case } from '../../core/case/case.ts'
import { dueKey, untold } from '../../core/case/due.ts'
import { isLineInForce } from '../../core/case/hold.ts'
import type { Rules } from '../../core/case/rules.ts'
import type { CaseId, Digest } from '../../core/ids.ts'
import type { Batch, CaseRow, DueRow, HoldRow } from '../ports/ledger.ts'

/**
 * What the read models say of these cases, as far as it is new.
 *
 * @param was the rules by which the rows stand there: under another policy time asks other things, also of a case that nobody touched
 */
export function rowsOf(
  states: readonly Case[],
  before: (id: CaseId) => Case,
  rules: Rules,
  was: Rules = rules,
): Pick<Batch, 'cases' | 'holds' | 'due'> {
  const changed = states.filter((state) => state.n > before(state.id).n)
  const due = states.map((state) => difference(dueRows(before(state.id), was), dueRows(state, rules)))
  return {
    cases: changed.map(caseRow),
    holds: changed.flatMap((state) => {
      const was = holdRows(before(state.id))
      return holdRows(state).filter((row) => !was.some(same(row)))
    }),
    due: { added: due.flatMap(({ added }) => added), gone: due.flatMap(({ gone }) => gone) },
  }
}

const difference = (was: DueRows, is: DueRows): Batch['due'] => ({
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

/** What time asks of a case under a policy. It is worked out once: most of a case's rows are looked at again with its next entry. */
function dueRows(state: Case, rules: Rules): DueRows {
  const known = KNOWN.get(state)
  if (known?.policy === rules.policy) return known.rows
  const rows = new Map(untold(state, rules).map((due) => [dueKey(due), { case: state.id, ...due }]))
  KNOWN.set(state, { policy: rules.policy, rows })
  return rows
}

type DueRows = ReadonlyMap<string, DueRow>
const KNOWN = new WeakMap<Case, { readonly policy: Digest; readonly rows: DueRows }>()
