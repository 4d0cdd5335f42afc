import type { Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { clearanceStands } from './proof.ts'
import type { Case, Clearance, Hold, Placement, Position } from './case.ts'

/** The placement that counts: the last one that was not taken back. `undefined`: it was all a mistake. */
export const currentPlacement = ({ placements }: Hold): Placement | undefined =>
  placements.findLast(({ ended }) => ended === undefined || ended === 'cancelled')

/** The position of the placement that counts; before it, nothing that was proven or approved counts. */
export function placedAt(state: Case, product: Product): Position {
  const hold = state.holds.get(product)
  return (hold && currentPlacement(hold)?.n) ?? 0
}

/** While it is, every release of the line that is neither proven nor shown unaffected is held. */
export function isLineInForce(state: Case, hold: Hold): boolean {
  const placement = currentPlacement(hold)
  return (
    placement !== undefined &&
    placement.ended === undefined &&
    !standingClearances(state, hold).some(({ line }) => line === 'ends')
  )
}

/** Clearances that count today: later than the placement, and with every proof still good. */
export function standingClearances(state: Case, hold: Hold): readonly Clearance[] {
  const placement = currentPlacement(hold)
  if (!placement) return []
  return state.clearances.filter(
    (clearance) =>
      clearance.n > placement.n &&
      state.candidates.get(clearance.candidate)?.product === hold.product &&
      clearanceStands(state, clearance, placement.n),
  )
}

/** Since when this hold (or, without a product, any of the case) is in force. Roles granted later need a second person. */
export function heldSince(state: Case, product?: Product): Instant | undefined {
  let since: Instant | undefined
  for (const hold of state.holds.values()) {
    if (product !== undefined && hold.product !== product) continue
    const at = currentPlacement(hold)?.at
    if (at !== undefined && (since === undefined || at < since)) since = at
  }
  return since
}

/** The digest itself and every digest that a store's signing made of it, or it of them. */
export function linkedDigests(hold: Hold, digest: Digest): ReadonlySet<Digest> {
  const linked = new Set([digest])
  for (let before = 0; before < linked.size;) {
    before = linked.size
    for (const [a, b] of hold.links) if (linked.has(a) || linked.has(b)) linked.add(a).add(b)
  }
  return linked
}
