import { workingOf } from '../adapters/calendar.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { dataFolder } from '../adapters/data.ts'
import { nodeFiles } from '../adapters/files.ts'
import { nodeHash } from '../adapters/hash.ts'
import type { Ports } from '../app/ports.ts'
import type { ServingPorts } from '../app/ports/serving.ts'
import { run } from '../cli/program.ts'
import { ok } from '../core/problem.ts'

/** The command line in this process, at a server that listens. @param folder of the store that no command here opens */
export const commandLineIn =
  (folder: string) =>
  async (url: string, who: string, argv: readonly string[]): Promise<{ exit: number; out: string; err: string }> => {
    let out = ''
    const err: string[] = []
    const spool = (): ReturnType<Ports['files']['spool']> => ({
      write: (text) => void (out += text),
      mark: 0,
      rewind: () => {},
      deliver: () => ok(undefined),
      discard: () => {},
    })
    const ports: Partial<Ports> = {
      clock: systemClock,
      hash: nodeHash,
      crypto: nodeCrypto,
      files: { ...nodeFiles, spool },
      terminal: { style: (_, text) => text, progress: () => {} } as Partial<Ports['terminal']> as Ports['terminal'],
      calendars: { working: workingOf },
      data: dataFolder({ HOLDPOINT_DATA: folder }),
    }
    const words = [...argv, '--server', url, '--token', `token-${who}`]
    const exit = await run(words, '0', ports as ServingPorts, (line) => err.push(line))
    return { exit, out, err: err.join('\n') }
  }

export const argvOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)
