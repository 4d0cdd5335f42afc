import { type Stats, statSync } from 'node:fs'
import process from 'node:process'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import type { Layout } from './layout.ts'

/** Whom the server runs as. */
export interface User {
  readonly uid: number
  readonly gid: number
  /** Somebody other than us, who are root. PostgreSQL refuses to be root. */
  readonly other: boolean
}

const NOBODY = 65534
export const nobody: User = { uid: NOBODY, gid: NOBODY, other: true }

/** Ourselves; for root, who owns the store or the folder for it, and nobody where that is root as well. */
export function userFor({ cluster, folder }: Layout): Result<User> {
  const us = process.getuid!()
  const store = stat(cluster)
  if (us !== 0) {
    if (store && store.uid !== us)
      return refuse(
        'postgres/not-yours',
        `The store belongs to user ${store.uid}, and you are user ${us}.`,
        'Run Holdpoint as the user who began with it, or as root.',
        { file: cluster },
      )
    return ok({ uid: us, gid: process.getgid!(), other: false })
  }
  if (store?.uid === 0)
    return refuse(
      'postgres/not-yours',
      'The store belongs to root, and PostgreSQL refuses to run as root.',
      `Give it to another user: chown -R ${NOBODY}:${NOBODY} ${cluster}`,
      { file: cluster },
    )
  const owner = store ?? stat(folder)
  return ok(owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid, other: true } : nobody)
}

export function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    // A file stands where a folder should: who makes the folder will say so.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined
    throw error
  }
}
