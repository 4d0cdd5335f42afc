import process from 'node:process'
import { styleText } from 'node:util'
import type { Style, Terminal } from '../app/ports.ts'

/** Colour where standard output is a terminal that wants it (NO_COLOR, FORCE_COLOR and TERM=dumb are heeded). */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  const colour = env['FORCE_COLOR']
    ? env['FORCE_COLOR'] !== '0'
    : Boolean(stdout.isTTY) && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  const style: Style = colour ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text
  let shown = false
  return {
    style,
    progress(line) {
      if (!stderr.isTTY || (line === '' && !shown)) return
      shown = line !== ''
      stderr.write(`\r\u001B[K${line.slice(0, (stderr.columns ?? 80) - 1)}`)
    },
  }
}
