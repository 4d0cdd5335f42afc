import process from 'node:process'
import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
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
    ...conversation(),
  }
}

/** Lines of standard input, one an answer; nothing is read before the first question. */
function conversation(): Pick<Terminal, 'ask' | 'secret'> {
  let lines: AsyncIterator<string> | undefined
  let reader: Interface | undefined
  const line = async () => {
    reader ??= createInterface({ input: process.stdin })
    lines ??= reader[Symbol.asyncIterator]()
    const next = await lines.next()
    return next.done ? undefined : next.value
  }
  return {
    async ask(prompt) {
      process.stdout.write(prompt)
      return line()
    },
    async secret(prompt) {
      process.stderr.write(prompt)
      const said = await (process.stdin.isTTY && !reader ? unseen() : line())
      if (process.stdin.isTTY) process.stderr.write('\n')
      return said
    },
  }
}

/** A line from a terminal, of which it shows nothing. */
function unseen(): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_, __, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  return new Promise((answer) => {
    reader.once('line', (said) => {
      answer(said)
      reader.close()
    })
    reader.once('SIGINT', () => reader.close())
    reader.once('close', () => answer(undefined)) // Ctrl-C, Ctrl-D
  })
}
