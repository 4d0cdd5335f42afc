import { type CaseId, type HoldId, holdId, type Product } from '../../core/ids.ts'
import { ok, type Result } from '../../core/problem.ts'
import { concerns, mayLook } from '../access.ts'
import { facetsOf, outlineOf, sealsOf } from '../case-view.ts'
import type { Clock } from '../ports.ts'
import type { Reading } from '../reading.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Under } from '../verdict.ts'
import { caseIdOf, caseOf } from './case-of.ts'
import type { Json } from './json.ts'

export interface CaseService {
  /** The number of entries is its version. */
  case(who: Principal, id: string): Promise<Result<{ readonly version: number; readonly view: Json }>>
  /** @param cursor as the page before gave it */
  cases(who: Principal, page: { readonly cursor?: string | undefined; readonly limit: number }): Promise<Result<Json>>
  holds(
    who: Principal,
    page: { readonly product?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Result<Json>>
}

export interface CasePorts {
  readonly store: Pick<Store, 'ledger' | 'shelf'>
  readonly clock: Clock
  readonly under: () => Omit<Under, 'validMinutes'>
  readonly reading: Reading
}

export function caseService({ store: { ledger, shelf }, clock, under, reading }: CasePorts): CaseService {
  return {
    async case(who, text) {
      const look = mayLook(who)
      if (!look.ok) return look
      const id = caseIdOf(text)
      if (!id.ok) return id
      const state = await caseOf(id.value, shelf)
      if (!state.ok) return state
      const { policy, rules } = under()
      const may = await reading.look(who, state.value, { part: 'outline' })
      if (!may.ok) return may
      const now = clock.now() > state.value.at ? clock.now() : state.value.at
      const outline = within(who, outlineOf(state.value, rules, policy.contact, now))
      const reads = await reading.look(who, state.value, { part: 'words' })
      if (!reads.ok && reads.problem.code !== 'access/need-to-know') return reads
      if (!reads.ok) return ok({ version: state.value.n, view: outline })
      const words = await ledger.openings(sealsOf(state.value))
      if (!words.ok) return words
      return ok({ version: state.value.n, view: { ...outline, facets: facetsOf(state.value, rules, words.value) } })
    },

    async cases(who, { cursor, limit }) {
      const may = mayLook(who)
      if (!may.ok) return may
      const rows = await shelf.cases({
        ...(cursor && { before: `HP-${cursor}` as CaseId }),
        ...(who.products && { products: who.products }),
        limit: limit + 1,
      })
      if (!rows.ok) return rows
      const page = rows.value.slice(0, limit)
      return ok({
        cases: page.map(({ id, n, name, openedAt, closed }) => ({
          case: id,
          name,
          entries: n,
          opened_at: openedAt,
          closed,
        })),
        ...(rows.value.length > limit && { next_cursor: page.at(-1)!.id.slice(3) }),
      })
    },

    async holds(who, { product, cursor, limit }) {
      const may = mayLook(who)
      if (!may.ok) return may
      const rows = await shelf.holdsPage({
        ...(product !== undefined && { product: product as Product }),
        ...(cursor !== undefined && { after: cursor as HoldId }),
        ...(who.products && { products: who.products }),
        limit: limit + 1,
      })
      if (!rows.ok) return rows
      const holds = rows.value.slice(0, limit).map((row) => ({
        hold: holdId(row.case, row.product),
        case: row.case,
        product: row.product,
        in_force: row.inForce,
        name: row.name,
        opened_at: row.openedAt,
      }))
      return ok({ holds, ...(rows.value.length > limit && { next_cursor: holds.at(-1)!.hold }) })
    },
  }
}

/** A token that is bound to products is told of their holds alone. */
function within(who: Principal, outline: Json): Json {
  if (!who.products) return outline
  const ours = ({ product }: { readonly product?: Product }) => product === undefined || concerns(who, product)
  const { holds, next } = outline as { holds: readonly { product: Product }[]; next: readonly { product?: Product }[] }
  return { ...outline, holds: holds.filter(ours), next: next.filter(ours) }
}
