import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { writeAll } from './disk.ts'

/** Puts a private file in place of the old one, in one step; it is on the disk when this returns. Throws as Node does. */
export const replaceDurably = (file: string, text: string): void =>
  drafted(file, text, (draft) => renameSync(draft, file))

/** Puts a private file where none is, in one step. @returns false where there was one: it stays as it is */
export function createDurably(file: string, text: string): boolean {
  try {
    drafted(file, text, (draft) => linkSync(draft, file))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function drafted(file: string, text: string, place: (draft: string) => void): void {
  const folder = dirname(file)
  const draft = join(folder, `.holdpoint-${process.pid}-${Math.random().toString(36).slice(2)}`)
  try {
    const fd = openSync(draft, 'wx', 0o600)
    try {
      writeAll(fd, Buffer.from(text, 'utf8'))
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    place(draft)
  } finally {
    rmSync(draft, { force: true })
  }
  syncFolder(folder)
}

/** A name is as durable as the folder that it stands in. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return // folders cannot be opened there
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
