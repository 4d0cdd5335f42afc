import type { Pair, Trace } from '../../core/finding/compare.ts'
import type { Difference } from '../../core/finding/compare-scans.ts'
import { bySeverity } from '../../core/finding/severity.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** So many of each kind fit a screen; the rest is in the JSON. */
const SHOWN = 20

/** What is new, changed, gone and unknown, the worst first; what is the same is counted, with why it was taken for the same. */
export function differenceText(difference: Difference, style: Style): string {
  const { same, changed, fresh, gone, unknown } = difference
  const parts = [
    [fresh, 'new'],
    [changed, 'changed'],
    [gone, 'gone'],
    [unknown, 'unknown'],
    [same, 'same'],
  ] as const
  const sections = [
    style('bold', parts.map(([list, name]) => `${list.length} ${name}`).join(', ')),
    list(fresh.toSorted(worstFirst), (trace) => `${style('red', 'new    ')}  ${line(trace)}`),
    list(
      changed.toSorted((a, b) => worstFirst(a.next, b.next)),
      (pair) => `${style('yellow', 'changed')}  ${line(pair.next)}\n${changes(pair)}`,
    ),
    list(gone.toSorted(worstFirst), (trace) => `${style('green', 'gone   ')}  ${line(trace)}`),
    list(
      unknown.toSorted((a, b) => worstFirst(a.trace, b.trace)),
      ({ trace, side }) =>
        `${style('yellow', 'unknown')}  ${line(trace)}\n         only in the ${side === 'base' ? 'base' : 'new reports'}; the other side cannot tell`,
    ),
    ...(same.length > 0 ? [style('dim', `The same, by ${bases(same)}.`)] : []),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

function list<T>(all: readonly T[], text: (one: T) => string): string {
  const more = all.length > SHOWN ? [`… and ${all.length - SHOWN} more of this kind: --json names them.`] : []
  return [...all.slice(0, SHOWN).map(text), ...more].join('\n')
}

function line({ severity, score, title, component, version, place, line: number }: Trace): string {
  const grade = `${severity}${score === undefined ? '' : ` ${score.toFixed(1)}`}`
  const where = [
    component === undefined ? '' : `${component}${version === undefined ? '' : `@${version}`}`,
    place === undefined ? '' : `${place}${number === undefined ? '' : `:${number}`}`,
  ]
  return [grade.padEnd(12), plain(title, 100), ...where.filter(Boolean).map((one) => plain(one, 100))].join('  ')
}

function changes({ base, next, basis, changes: fields }: Pair): string {
  const each = fields.map(
    (field) => `${field} ${plain(String(base[field] ?? 'none'), 60)} → ${plain(String(next[field] ?? 'none'), 60)}`,
  )
  return `         ${each.join(', ')}; matched by ${basis}`
}

/** `fingerprint (8), snippet (2)`. */
function bases(pairs: readonly Pair[]): string {
  const counts = new Map<string, number>()
  for (const { basis } of pairs) counts.set(basis, (counts.get(basis) ?? 0) + 1)
  return [...counts].map(([basis, n]) => `${basis} (${n})`).join(', ')
}

/** Those alike stay in the order in which they stand in the code. */
const worstFirst = (a: Trace, b: Trace): number => bySeverity(a.severity, b.severity) || (b.score ?? 0) - (a.score ?? 0)
