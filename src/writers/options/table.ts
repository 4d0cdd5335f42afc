import type { OptionResult } from '../../core/risk/result.ts'
import { amount, percent } from './amounts.ts'
import { inOrder, type OptionsReport } from './report.ts'
import { breakEvenCell, people } from './sentences.ts'
import { named, type Harmless } from './words.ts'

/** A table of texts; all columns but the first are right-aligned. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The ways out: break-even first, then what one costs on average and on bad days, and whom it harms. */
export function optionsTable({ comparison, risk }: OptionsReport, harmless: Harmless): Table {
  const withPeople = risk.outsiders !== undefined
  return {
    columns: ['Way out', 'Fix first pays', 'Expected', 'Bad day P95', 'P99', ...(withPeople ? ['Harmed'] : [])],
    rows: inOrder(comparison).map((option) => [
      named(option, harmless),
      breakEvenCell(option),
      amount(option.expectedCost),
      amount(option.p95),
      amount(option.p99),
      ...(withPeople ? [people(option.expectedPeopleHarmed ?? 0)] : []),
    ]),
  }
}

/** How to read it. */
export const tableNotes = ({ risk }: OptionsReport): readonly string[] => [
  'Fix first pays: at which chance of an attack within 30 days fixing first costs less.',
  'P95, P99: one in twenty, one in a hundred is worse. Losses rarer than one in twenty show in P99 alone.',
  ...(risk.outsiders ? ['Harmed: people outside, on average. Not in the money.'] : []),
]

/** One step further: how likely a loss is, how bad the worst twentieth, and how sure the order is. */
export const tailTable = ({ comparison }: OptionsReport, harmless: Harmless): Table => ({
  columns: ['Way out', 'Loss event', 'P50', 'CVaR 95', 'of it loss', 'Lowest', 'Regret', '± SE'],
  rows: inOrder(comparison).map((option) => [
    named(option, harmless),
    percent(option.lossEventChance),
    amount(option.p50),
    amount(option.cvar95),
    amount(option.expectedLoss),
    option.lowestChance === undefined ? '' : lowest(option.lowestChance, comparison.iterations),
    option.opportunityLoss === undefined ? '' : amount(option.opportunityLoss),
    amount(option.standardError),
  ]),
})

/** What none of the draws showed is not impossible: with 95 % confidence it is below three in their number (the rule of three). */
const lowest = (chance: number, iterations: number): string =>
  chance === 0 ? `< ${percent(3 / iterations).replace(/^< /, '')}` : percent(chance)

/** Why options are off the table, each reason with its source. */
export const droppedLines = (options: readonly OptionResult[], harmless: Harmless): readonly string[] =>
  options.flatMap((option) =>
    option.dropped.map(
      ({ kind, reason, source }) => `${named(option, harmless)}: ${harmless(reason)} (${kind}: ${harmless(source)})`,
    ),
  )

/** Rules that somebody by name has taken an exception to, and owns the risk of it. */
export const exceptionLines = ({ risk }: OptionsReport, harmless: Harmless): readonly string[] =>
  risk.constraints.flatMap((one) =>
    'exceptionBy' in one && one.exceptionBy !== undefined
      ? [`${one.kind}: ${harmless(one.source)}; ${harmless(one.exceptionBy)} owns the risk of the exception.`]
      : [],
  )
