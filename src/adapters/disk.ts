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

/** Why the disk said no to reading, as a problem. */
export function cannot(error: unknown, at: Place): Result<never> {
  const code = codeOf(error)
  const [kind, message, hint] = CAUSES[code] ?? [
    'unreadable',
    `The file could not be read (${code}).`,
    'Try again, or copy it elsewhere first.',
  ]
  return refuse(`file/${kind}`, message, hint, at)
}

const UNWRITTEN: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ENOENT: ['Its folder is not there.', 'Check the path, or make the folder first.'],
  ENOTDIR: ['Its folder is not there.', 'Check the path, or make the folder first.'],
  EACCES: ['It may not be written.', 'Ask for permission, or name another place.'],
  EPERM: ['It may not be written.', 'Ask for permission, or name another place.'],
  EROFS: ['This disk is read-only.', 'Name another place.'],
  EEXIST: ['A file is where a folder should be.', 'Name a folder.'],
  EISDIR: ['It is a folder.', 'Name a file.'],
  ENOSPC: ['The disk is full.', 'Make room, or name another place.'],
}

/** Why the disk said no to writing, as a problem. */
export function cannotWrite(error: unknown, at: Place): Result<never> {
  const code = codeOf(error)
  const [message, hint] = UNWRITTEN[code] ?? [
    `Nothing could be written (${code}).`,
    'Try again, or name another place.',
  ]
  return refuse('file/not-written', message, hint, at)
}

/** Anything but an answer of the operating system is a fault of ours and goes on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
