import { code } from '../markdown/escape.ts'
import { dependenceLines } from './depends.ts'
import { defaultsLine, givenTable } from './given.ts'
import { lawLines } from './law.ts'
import { inOrder, type OptionsReport } from './report.ts'
import { breakEven, outsiders, recommendation, upperEnds, views, worthKnowing } from './sentences.ts'
import { droppedLines, exceptionLines, optionsTable, tableNotes, tailTable, type Table } from './table.ts'
import { feedsUsed, LIMITS } from './words.ts'

/** The ways out as Markdown, for a ticket, a wiki or the minutes. */
export function optionsMarkdown(report: OptionsReport): string {
  const { comparison, kept, title } = report
  const window = `What each way out costs within ${comparison.horizonDays} days of the planned release, in ${comparison.currency}.`
  const parts = [
    `# ${code(title, 300)}`,
    window,
    breakEven(report, code).join(' '),
    table(marked(optionsTable(report, code), comparison.ranking.length)),
    tableNotes(report).join(' '),
    heading('Off the table', droppedLines(inOrder(comparison), code)),
    heading('Exceptions', exceptionLines(report, code)),
    heading('What the figures say', recommendation(report, code)),
    heading('What it depends on most', dependenceLines(report, code)),
    heading('Were the loss larger', upperEnds(report, code)),
    heading('Worth knowing', worthKnowing(report, code)),
    heading('People outside', outsiders(report, code)),
    heading('Where the room differs', views(report, code)),
    heading(
      'From the case',
      report.facts.map(({ entry, by, says, use }) => `entry ${entry}, ${code(by)}: ${code(says)} → ${use}`),
    ),
    heading('Taken as default', [defaultsLine(report)]),
    '## The tail, and how sure the order is',
    table(tailTable(report, code)),
    '## Every figure',
    table(givenTable(report, code), '---'),
    heading('What law may come to', report.law ? lawLines(report.law) : []),
    heading('What these figures cannot know', LIMITS),
    `Seed ${comparison.seed}, ${comparison.iterations} iterations, ${kept.program}, inputs \`${kept.inputs}\`, ${feedsUsed(kept, code)}.`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** The lowest is bold; what is off the table is crossed. */
const marked = ({ columns, rows }: Table, open: number): Table => ({
  columns,
  rows: rows.map(([name = '', ...figures], i) => [
    i >= open ? `× ${name}` : i === 0 ? `**${name}**` : name,
    ...figures,
  ]),
})

export const heading = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line.trim()}`).join('\n')}`

/** @param align of all columns but the first */
export const table = ({ columns, rows }: Table, align: '--:' | '---' = '--:'): string =>
  [columns, columns.map((_, i) => (i === 0 ? '---' : align)), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
