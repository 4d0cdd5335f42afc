import { refuse, type Result } from '../../core/problem.ts'
import type { Loader, Packed } from '../ports/backup.ts'
import { type Found, readBackup, type ReadOptions } from './read.ts'
import { rebuild } from './rebuild.ts'

/** The second pass: reads the backup again, just as strictly, and puts everything into the store. Refused where it is not the one that was looked at. */
export async function loadBackup(
  packed: Packed,
  before: Found,
  loader: Loader,
  options: ReadOptions,
): Promise<Result<Found>> {
  const found = await readBackup(packed, options, ({ table, rows }) => loader.add(table, rows))
  if (!found.ok) return found
  if (found.value.sha256 !== before.sha256)
    return refuse(
      'backup/changed',
      'The backup changed while it was read.',
      'Find out what writes to it, and try again. Nothing was touched.',
    )
  await rebuild(loader)
  return found
}
