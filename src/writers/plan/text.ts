import { millisOf } from '../../core/instant.ts'
import { block, safe, section, WIDTH, wrapped } from '../options/layout.ts'
import { ganttText } from '../svg/gantt.ts'
import type { Style } from '../terminal/problem.ts'
import { ganttPicture } from './gantt.ts'
import type { PlanReport } from './report.ts'
import { critical, displaced, effects, grounds, minimum, promised, rangeLines, slipped } from './sentences.ts'
import { clock } from './time.ts'

/** When the release is possible, for a terminal: the date to promise first, then what decides it. */
export function planText(report: PlanReport, style: Style): string {
  const { title, zone, forecast, kept } = report
  const dates = rangeLines(report).map(([date, , says], i) => {
    const line = `${date}   ${says}`
    return i === 1 ? style('green', style('bold', `▸ ${line}`)) : `  ${line}`
  })
  const gantt = ganttPicture(report)
  const chart = ganttText(
    { ...gantt, tasks: gantt.tasks.map((task) => ({ ...task, label: safe(task.label) })) },
    WIDTH - 2,
  )
  const sections = [
    `${style('bold', safe(title))}\nAs of ${clock(zone)(millisOf(forecast.now))} ${forecast.now.slice(0, 4)}; times in ${safe(zone)}.`,
    `${style('cyan', 'Release possible')}\n${dates.join('\n')}`,
    section('Promised', promised(report, safe), style),
    section('Moved', slipped(report, safe), style),
    block('The way there: █ to P50, ▓ to P80, ░ to P95', chart.slice(0, chart.lastIndexOf('\n')), style),
    section('The end waits for', critical(report, safe), style),
    section('The absolute minimum', [minimum(report, safe).join(' ')], style),
    section('What would change it', effects(report, safe), style),
    section('Work that waits', displaced(report, safe), style),
    section('What it rests on', grounds(report, safe), style),
    style(
      'dim',
      wrapped(
        `Seed ${forecast.seed}, ${forecast.iterations.toLocaleString('en-US')} simulated plans, ${kept.program}; inputs ${kept.inputs.slice(0, 19)}…; from ${kept.files.map(safe).join(', ')}.`,
        '',
      ),
    ),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}
