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
    ...conversation(),
  }
}

/** Lines of standard input, one an answer; nothing is read before the first question, and nothing is waited for between two. */
function conversation(): Pick<Terminal, 'ask' | 'secret'> {
  const { stdin, stdout, stderr } = process
  let lines: AsyncIterator<string> | undefined
  let reader: Interface | undefined
  async function line(): Promise<string | undefined> {
    reader ??= createInterface({ input: stdin })
    lines ??= reader[Symbol.asyncIterator]()
    reader.resume()
    const next = await lines.next()
    if (stdin.isTTY) reader.pause() // so that the program may end
    return next.done ? undefined : next.value
  }
  return {
    ask(prompt) {
      stdout.write(prompt)
      return line()
    },
    async secret(prompt) {
      stderr.write(prompt)
      if (!stdin.isTTY) return line()
      reader?.close()
      reader = lines = undefined
      const typed = await unseen()
      stderr.write('\n')
      return typed
    },
  }
}

/** One line of a terminal that shows nothing of it. */
function unseen(): Promise<string | undefined> {
  const { stdin } = process
  return new Promise((resolve) => {
    let typed = ''
    const end = (answer: string | undefined) => {
      stdin.off('data', hear)
      stdin.setRawMode(false).pause()
      resolve(answer)
    }
    const hear = (chunk: string) => {
      for (const key of chunk) {
        if (key === '\r' || key === '\n') return end(typed)
        if (key === '\u0003') {
          end(undefined)
          return void process.kill(process.pid, 'SIGINT')
        }
        if (key === '\u0004' && typed === '') return end(undefined)
        if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('')
        else if (key === '\u0015') typed = ''
        else if (key >= ' ') typed += key
      }
    }
    stdin.setEncoding('utf8').setRawMode(true).resume().on('data', hear)
  })
}
