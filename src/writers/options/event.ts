import type { Details } from '../../core/case/event.ts'
import type { Digest } from '../../core/ids.ts'
import { decimalsOf, type Currency, type Money } from '../../core/money.ts'
import { inOrder, type OptionsReport } from './report.ts'

/** What a case keeps of a comparison: enough to show it, and to compute it again to the same digits. */
export const optionsEvent = ({ comparison, kept }: OptionsReport, result: Digest): Details<'options_computed'> => ({
  result,
  inputs: kept.inputs as Digest,
  seed: comparison.seed,
  program: kept.program,
  options: inOrder(comparison).map(({ id, expectedCost, p95 }) => ({
    option: id,
    expected: money(expectedCost, comparison.currency),
    p95: money(p95, comparison.currency),
  })),
})

const money = (amount: number, currency: Currency): Money => ({
  minor: Math.round(amount * 10 ** decimalsOf(currency)),
  currency,
})
