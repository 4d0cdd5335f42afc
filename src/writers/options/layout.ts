import type { Style } from '../terminal/problem.ts'
import { cell, longest } from '../svg/text.ts'
import type { Table } from './table.ts'

export const WIDTH = 100

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

/** A heading and its lines, wrapped; nothing where there are none. */
export const section = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0 ? '' : [style('cyan', title), ...lines.map((line) => wrapped(line))].join('\n')

/** Broken between words at {@link WIDTH}; what follows stands two further in. */
export function wrapped(text: string, indent = '  '): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = `${indent}  ${word}`
    } else line += line.trim() === '' ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
