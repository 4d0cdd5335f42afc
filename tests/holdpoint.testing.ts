import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import process from 'node:process'

/** The built program, as users run it. */
export const holdpoint = (...args: readonly string[]) => holdpointWith({}, ...args)

/** The same, with something on standard input, another environment, or an output of its own. */
export function holdpointWith(options: Pick<SpawnSyncOptions, 'input' | 'env' | 'stdio'>, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', ...args], {
    ...options,
    encoding: 'utf8',
  })
  return { exit: status, out: stdout, err: stderr }
}

/** A release that the transcripts ask about, and when. */
export const RELEASE = ['--release', 'payments@2.4.0', '--at', '2026-11-20T14:00:00Z']
