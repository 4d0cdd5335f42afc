#!/usr/bin/env node
import process from 'node:process'
import { systemClock } from './adapters/clock.ts'
import { nodeFiles } from './adapters/files.ts'
import { nodeHash } from './adapters/hash.ts'
import { processTerminal } from './adapters/terminal.ts'
import { run } from './cli/program.ts'

declare const __VERSION__: string

const ports = { clock: systemClock, hash: nodeHash, files: nodeFiles, terminal: processTerminal() }

try {
  process.exitCode = await run(process.argv.slice(2), __VERSION__, ports, (line) => process.stderr.write(`${line}\n`))
} catch (error) {
  // A crash is never a verdict: exit 1 means that we failed, not that anything was decided.
  process.stderr.write(`holdpoint/fault  This is a fault of Holdpoint, not of your reports; nothing was decided.\n`)
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
}
