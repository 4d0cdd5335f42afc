import type { Assumption } from '../../core/risk/compare.ts'
import { belief } from './amounts.ts'
import type { OptionsReport } from './report.ts'
import type { Table } from './table.ts'
import { inputWords, type Harmless } from './words.ts'

/** Every default that a figure rests on, with its value: seen as a default, changed in one line. */
export function defaultsLine({ comparison }: OptionsReport): string {
  const defaults = comparison.assumptions.filter(({ basis }) => basis === 'default')
  if (defaults.length === 0) return 'None: somebody gave every figure.'
  return `${defaults.map((one) => `${inputWords(one.name)} ${belief(one.value, one.domain)}`).join('; ')}.`
}

/** Where they come from is one step further. */
export const DEFAULTS_NOTE = 'Where each figure comes from: --full.'

/** Every figure that went in, and who stands behind it. */
export function givenTable({ comparison, risk }: OptionsReport, harmless: Harmless): Table {
  const from = ({ by, basis, source, dated }: Omit<Assumption, 'name' | 'domain' | 'unit' | 'label' | 'value'>) =>
    [basis === 'default' ? 'default' : harmless(by), source === undefined ? basis : harmless(source), dated ?? '']
      .filter(Boolean)
      .join(', ')
  return {
    columns: ['Figure', 'Value', 'From'],
    rows: [
      ...comparison.assumptions.flatMap((one) => [
        [inputWords(one.name), belief(one.value, one.domain), from(one)],
        ...(one.disputed ?? []).map((other) => ['  instead', belief(other.value, one.domain), from(other)]),
      ]),
      ...comparison.loss.map((part) => [
        `loss: ${harmless(part.id)}`,
        `${belief(part.amount.value, 'money')}${part.units ? ` × ${part.units.count} ${part.units.what}` : ''}`,
        from(part.amount),
      ]),
      ...risk.milestones.map(({ name, afterDays, amount }) => [
        `milestone: ${harmless(name)}`,
        String(amount),
        `after ${afterDays} days`,
      ]),
    ],
  }
}
