import type { Case } from '../../core/case/case.ts'
import type { Wish } from '../../core/case/command.ts'
import type { Product } from '../../core/ids.ts'

/**
 * Whose a wish is: the product that it names, and that of each thing which it names by its position. `{"candidate": 12}` is a build of one
 * product, and a case may have several.
 */
export function productsOf(wish: Wish, state: Case): readonly Product[] {
  const made = [
    'candidate' in wish && state.candidates.get(wish.candidate),
    'containment' in wish && state.containments.get(wish.containment),
    'plan' in wish && state.plans.get(wish.plan),
    'acceptance' in wish && state.acceptances.get(wish.acceptance),
    'override' in wish && state.overrides.get(wish.override),
    'change' in wish && (typeof wish.change === 'number' ? state.changes.get(wish.change)?.change : wish.change),
    wish,
  ]
  return made.flatMap((one) => (one && 'product' in one ? [one.product] : []))
}
