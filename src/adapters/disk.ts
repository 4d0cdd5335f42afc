import { writeSync } from 'node:fs'
import { type Place, refuse, type Result } from '../core/problem.ts'

/** A write may take less than it was given. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
}

const CAUSES: Readonly<
  Record<string, readonly [code: 'missing' | 'forbidden' | 'unreadable', message: string, hint: string]>
> = {
  ENOENT: ['missing', 'There is no such file or folder.', 'Check the path; did the scan write its report?'],
  ENOTDIR: ['missing', 'There is no such file or folder.', 'Check the path; did the scan write its report?'],
  EACCES: ['forbidden', 'The file may not be read.', 'Ask for permission to read it.'],
  EPERM: ['forbidden', 'The file may not be read.', 'Ask for permission to read it.'],
}

/** Why the disk said no, as a problem; anything else is a fault of ours and goes on. */
export function cannot(error: unknown, at: Place): Result<never> {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined) throw error
  const [kind, message, hint] = CAUSES[code] ?? [
    'unreadable',
    `The file could not be read (${code}).`,
    'Try again, or copy it elsewhere first.',
  ]
  return refuse(`file/${kind}`, message, hint, at)
}
