import { EXIT } from '../core/gate/verdict.ts'
import type { Problem } from '../core/problem.ts'
import { excerpt, problemText } from '../writers/terminal/problem.ts'
import type { Ports, Spool } from './ports.ts'

/** What a command leaves to the edge: how to end, and what to say on standard error. Its output is delivered already. */
export interface Answer {
  readonly exit: number
  readonly complaints: readonly string[]
}

/** A file to be put somewhere; `-` is standard output. */
export interface Sheet {
  readonly to: '-' | { readonly file: string }
  readonly text: string
}

const MAX_EXCERPT_BYTES = 4 * 2 ** 20

/** Nothing is printed, and why: each problem with the line itself and a caret under the place, where the file can still be read. */
export function refusal(problems: readonly Problem[], ports: Ports, exit: number = EXIT.usage): Answer {
  const { style } = ports.terminal
  const complaints = problems.map((one) => {
    const text = one.at?.column === undefined ? undefined : ports.files.text(one.at.file, MAX_EXCERPT_BYTES)
    return `${problemText(one, style)}${text?.ok ? excerpt(text.value, one.at!, style) : ''}`
  })
  return { exit, complaints }
}

/** One text on standard output. */
export const print = (text: string, ports: Ports, exit: number = EXIT.clear): Answer =>
  deliver([{ to: '-', text }], exit, ports)

/** Files first, standard output last, each whole or not at all. What could not be delivered is wrong usage, whatever it said. */
export function deliver(sheets: readonly Sheet[], exit: number, ports: Ports): Answer {
  for (const { to, text } of sheets.toSorted((a, b) => Number(a.to === '-') - Number(b.to === '-'))) {
    const spool = ports.files.spool()
    spool.write(text)
    const delivered = sent(spool, to, exit, ports)
    if (delivered.complaints.length > 0) return delivered
  }
  return { exit, complaints: [] }
}

/** A spool that is full, sent off; `notes` are said beside what it says. */
export function sent(
  spool: Spool,
  to: Sheet['to'],
  exit: number,
  ports: Ports,
  notes: readonly Problem[] = [],
): Answer {
  const delivered = spool.deliver(to)
  spool.discard()
  return delivered.ok
    ? { exit, complaints: notes.map((one) => problemText(one, ports.terminal.style)) }
    : refusal([...notes, delivered.problem], ports)
}
