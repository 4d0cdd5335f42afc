import { plain } from '../../core/plain.ts'
import type { Place, Problem } from '../../core/problem.ts'

/** How a text is emphasised; a terminal colours, a pipe does not. */
export type Style = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string

/** A problem as people get it: where and which, what, and what to do now. */
export function problemText({ code, message, at, hint }: Problem, style: Style): string {
  const head = at ? `${placeText(at)}  ${style('dim', code)}` : style('dim', code)
  return [
    head,
    `  ${plain(message, 1000)}`,
    ...(hint ? [`  ${style('cyan', 'hint:')} ${plain(hint, 1000)}`] : []),
  ].join('\n')
}

/** `report.sarif:14:15`, `trivy.json#/Results/0`. */
export function placeText({ file, line, column, pointer }: Place): string {
  const spot =
    line === undefined ? (pointer ? `#${pointer}` : '') : `:${line}${column === undefined ? '' : `:${column}`}`
  return plain(`${file}${spot}`, 300)
}

/** The line that is meant, with a caret under the place; nothing where the place has no column or the line is no plain text. */
export function excerpt(text: string, { line, column }: Place, style: Style): string {
  const source = line === undefined ? undefined : text.split('\n')[line - 1]?.replace(/\r$/, '')
  if (source === undefined || column === undefined || source.trim() === '' || plain(source, 200) !== source) return ''
  return `\n\n    ${source}\n    ${' '.repeat(column - 1)}${style('red', '^')}`
}
