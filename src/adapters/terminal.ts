import process from 'node:process'
import { createInterface, type Interface } from 'node:readline'
import { styleText } from 'node:util'
import type { Style, Terminal } from '../app/ports.ts'

/** Colour where standard output is a terminal that wants it (NO_COLOR, FORCE_COLOR and TERM=dumb are heeded). */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  const colour = env['FORCE_COLOR']
    ? env['FORCE_COLOR'] !== '0'
    : Boolean(stdout.isTTY) && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  const style: Style = colour ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text
  // Whoever read along has gone: that stops no server.
  for (const stream of [stdout, stderr]) stream.on('error', () => {})
  let shown = false
  return {
    style,
    progress(line) {
      if (!stderr.isTTY || (line === '' && !shown)) return
      shown = line !== ''
      stderr.write(`\r\u001B[K${line.slice(0, (stderr.columns ?? 80) - 1)}`)
    },
    say: (line) => void stdout.write(`${line}\n`),
    ask: conversation(),
  }
}

/** Lines of standard input, one an answer; nothing is read before the first question. */
function conversation(): Terminal['ask'] {
  let lines: AsyncIterator<string> | undefined
  let reader: Interface | undefined
  return async (prompt) => {
    process.stdout.write(prompt)
    reader ??= createInterface({ input: process.stdin })
    lines ??= reader[Symbol.asyncIterator]()
    const next = await lines.next()
    return next.done ? undefined : next.value
  }
}
