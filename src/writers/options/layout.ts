import { plain } from '../../core/plain.ts'
import type { Style } from '../terminal/problem.ts'
import { cell, longest } from '../svg/text.ts'
import type { Table } from './table.ts'

export const WIDTH = 100

/** What strangers wrote, as a terminal may show it: a name, a sentence. */
export const safe = (text: string): string => plain(text, 300)

/** Lines of a table, the head first; the first column to the left, the others to the right. */
export function columnsText({ columns, rows }: Table): readonly string[] {
  const widths = columns.map((head, i) => Math.min(54, longest([head, ...rows.map((row) => row[i] ?? '')])))
  return [columns, ...rows].map((row) =>
    row
      .map((text, i) => (i === 0 ? cell(text, widths[0]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** A heading and its lines, wrapped, as a list where there are several; nothing where there are none. */
export const section = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0
    ? ''
    : [style('cyan', title), ...lines.map((line) => wrapped(line, lines.length > 1 ? '  - ' : '  '))].join('\n')

/** A heading and a text that stands as it is, two further in. */
export const block = (title: string, text: string, style: Style): string =>
  text === '' ? '' : `${style('cyan', title)}\n${text.replaceAll(/^(?=.)/gm, '  ')}`

/** Broken between words at {@link WIDTH}; lines that follow are as far in as the first. */
export function wrapped(text: string, begin = '  '): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && begin.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line += line === '' ? word : ` ${word}`
  }
  return [...lines, line].map((one, i) => (i === 0 ? begin : ' '.repeat(begin.length)) + one).join('\n')
}
