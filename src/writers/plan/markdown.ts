import { code } from '../markdown/escape.ts'
import { ganttTable } from '../svg/gantt.ts'
import { heading, table } from '../options/markdown.ts'
import { ganttPicture } from './gantt.ts'
import type { PlanReport } from './report.ts'
import { critical, displaced, effects, grounds, minimum, promised, rangeLines, slipped } from './sentences.ts'

/** The plan as Markdown, for a ticket, a wiki or the minutes. */
export function planMarkdown(report: PlanReport): string {
  const { title, zone, forecast, kept } = report
  const { columns, rows } = ganttTable(ganttPicture(report))
  const parts = [
    `# ${code(title, 300)}`,
    `Times in ${code(zone)}.`,
    heading(
      'Release possible',
      rangeLines(report).map(([date, , says]) => `${date}: ${says}`),
    ),
    heading('Promised', promised(report, code)),
    heading('Moved', slipped(report, code)),
    table({ columns, rows: rows.map(([label = '', ...cells]) => [code(label), ...cells]) }, '---'),
    heading('The end waits for', critical(report, code)),
    heading('The absolute minimum', minimum(report, code)),
    heading('What would change it', effects(report, code)),
    heading('Work that waits', displaced(report, code)),
    heading('What it rests on', grounds(report, code)),
    `Seed ${forecast.seed}, ${forecast.iterations} simulated plans, ${kept.program}, inputs \`${kept.inputs}\`.`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
