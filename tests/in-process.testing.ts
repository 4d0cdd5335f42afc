import process from 'node:process'
import { workingOf } from '../src/adapters/calendar.ts'
import { dataFolder } from '../src/adapters/data.ts'
import { nodeFiles } from '../src/adapters/files.ts'
import { nodeCrypto } from '../src/adapters/crypto.ts'
import { nodeHash } from '../src/adapters/hash.ts'
import type { Ports, Spool } from '../src/app/ports.ts'
import type { ServingPorts } from '../src/app/ports/serving.ts'
import { run } from '../src/cli/program.ts'
import type { Instant } from '../src/core/instant.ts'
import { ok } from '../src/core/problem.ts'

export const NOW = '2026-11-21T12:00:00.000Z' as Instant
export const VERSION = '1.2.3'

export interface Run {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** The whole program but its edge: real files, a fixed clock, and output that is kept here. */
export const holdpoint = (...argv: readonly string[]): Promise<Run> => holdpointWith(process.env, argv)

/** The same with a data folder of its own. */
export const holdpointIn =
  (folder: string) =>
  (...argv: readonly string[]): Promise<Run> =>
    holdpointWith({ HOLDPOINT_DATA: folder }, argv)

async function holdpointWith(env: NodeJS.ProcessEnv, argv: readonly string[]): Promise<Run> {
  let out = ''
  const err: string[] = []
  const spool = (): Spool => {
    const real = nodeFiles.spool()
    let text = ''
    return {
      write: (part) => {
        text += part
      },
      get mark() {
        return text.length
      },
      rewind: (mark) => {
        text = text.slice(0, mark)
      },
      deliver(to) {
        if (to !== '-') {
          real.write(text)
          return real.deliver(to)
        }
        out += text
        return ok(undefined)
      },
      discard: () => real.discard(),
    }
  }
  const ports: Partial<Ports> = {
    clock: { now: () => NOW },
    hash: nodeHash,
    crypto: nodeCrypto,
    files: { ...nodeFiles, spool },
    terminal: { style: (_, text) => text, progress: () => {} } as Partial<Ports['terminal']> as Ports['terminal'],
    calendars: { working: workingOf },
    data: dataFolder(env),
    logins: { read: () => ok({ servers: {} }), replace: () => ok(undefined) },
  }
  const exit = await run(argv, VERSION, ports as ServingPorts, (line) => err.push(line))
  return { exit, out, err: err.join('\n') }
}
