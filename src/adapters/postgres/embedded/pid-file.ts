import { readFileSync } from 'node:fs'

/** What a server writes about itself into its folder. */
export interface PidFile {
  readonly pid: number
  /** `starting`, `ready`, `stopping`. */
  readonly state: string
}

/** Undefined where there is none; pid 0 where it is no pid file. */
export function readPidFile(path: string): PidFile | undefined {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n')
  const pid = Math.abs(Number.parseInt(lines[0]!, 10))
  return { pid: Number.isSafeInteger(pid) && pid > 1 ? pid : 0, state: lines[7]?.trim() ?? '' }
}
