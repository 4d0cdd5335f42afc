import type { Style } from '../terminal/problem.ts'
import { dependenceLines } from './depends.ts'
import { furtherText } from './further.ts'
import { DEFAULTS_NOTE, defaultsLine } from './given.ts'
import { inOrder, type OptionsReport } from './report.ts'
import { breakEven, outsiders, recommendation, upperEnds, views, worthKnowing } from './sentences.ts'
import { droppedLines, exceptionLines, optionsTable, tableNotes, type Table } from './table.ts'
import { feedsUsed, LIMITS } from './words.ts'
import { columnsText, safe, section, wrapped } from './layout.ts'

const paragraph = (lines: readonly string[]) => (lines.length > 0 ? [lines.join(' ')] : [])

/** The ways out for a terminal: what is said first, what it rests on, what nobody can know. */
export function optionsText(report: OptionsReport, style: Style, full: boolean): string {
  const { comparison, title, kept } = report
  const window = `What each way out costs within ${comparison.horizonDays} days of the planned release, in ${comparison.currency}.`
  const sections = [
    `${style('bold', safe(title))}\n${window}`,
    section('Break-even', paragraph(breakEven(report, safe)), style),
    `${marked(optionsTable(report, safe), report, style)}\n\n${style(
      'dim',
      tableNotes(report)
        .map((note) => wrapped(note, '    '))
        .join('\n'),
    )}`,
    section('Off the table', droppedLines(inOrder(comparison), safe), style),
    section('Exceptions', exceptionLines(report, safe), style),
    section('What the figures say', paragraph(recommendation(report, safe)), style),
    section('What it depends on most', dependenceLines(report, safe), style),
    section('Were the loss larger', upperEnds(report, safe), style),
    section('Worth knowing', worthKnowing(report, safe), style),
    section('People outside', paragraph(outsiders(report, safe)), style),
    section('Where the room differs', views(report, safe), style),
    section(
      'From the case',
      report.facts.map(({ entry, by, says, use }) => `entry ${entry}, ${by}: ${safe(says)} → ${use}`),
      style,
    ),
    section('Taken as default, change any', [defaultsLine(report), DEFAULTS_NOTE], style),
    ...(full ? [furtherText(report, style)] : []),
    section('What these figures cannot know', LIMITS, style),
    style('dim', wrapped(keptLine(kept, comparison), '')),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

/** The lowest is marked; what is off the table is faint. */
function marked(table: Table, { comparison }: OptionsReport, style: Style): string {
  const [head, ...rows] = columnsText(table)
  const open = comparison.ranking.length
  return [
    style('dim', `  ${head}`),
    ...rows.map((row, i) =>
      i >= open ? style('dim', `× ${row}`) : i === 0 ? style('green', style('bold', `▸ ${row}`)) : `  ${row}`,
    ),
  ].join('\n')
}

const keptLine = (kept: OptionsReport['kept'], { seed, iterations }: OptionsReport['comparison']): string =>
  [
    `Seed ${seed}, ${iterations.toLocaleString('en-US')} iterations, ${kept.program}`,
    `inputs ${kept.inputs.slice(0, 19)}…`,
    feedsUsed(kept, safe),
    `from ${kept.files.map(safe).join(', ')}`,
  ].join('; ') + '.'
