import { EXIT } from '../core/gate/verdict.ts'
import type { Problem } from '../core/problem.ts'
import { excerpt, problemText } from '../writers/terminal/problem.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'

const MAX_EXCERPT_BYTES = 4 * 2 ** 20

/** Nothing was computed, and why: each problem with the line itself and a caret under the place, where the file can still be read. */
export function refusal(problems: readonly Problem[], ports: Ports): Answer {
  const { style } = ports.terminal
  const complaints = problems.map((one) => {
    const text = one.at?.line === undefined ? undefined : ports.files.text(one.at.file, MAX_EXCERPT_BYTES)
    return `${problemText(one, style)}${text?.ok ? excerpt(text.value, one.at!, style) : ''}`
  })
  return { exit: EXIT.usage, complaints }
}

/** A file to be put somewhere; `-` is standard output. */
export interface Sheet {
  readonly to: '-' | { readonly file: string }
  readonly text: string
}

/** Files first, standard output last, each whole or not at all. */
export function deliver(sheets: readonly Sheet[], exit: number, ports: Ports): Answer {
  for (const { to, text } of sheets.toSorted((a, b) => Number(a.to === '-') - Number(b.to === '-'))) {
    const spool = ports.files.spool()
    spool.write(text)
    const delivered = spool.deliver(to)
    spool.discard()
    if (!delivered.ok) return refusal([delivered.problem], ports)
  }
  return { exit, complaints: [] }
}
