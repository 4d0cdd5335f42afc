import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { OpenUpgrade, Upgrading } from '../../app/ports/upgrading.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { findBinaries } from './embedded/binaries.ts'
import { storedMajor } from './embedded/cluster.ts'
import { diskFault, ELSEWHERE } from './embedded/faults.ts'
import { type Layout, layoutOf } from './embedded/layout.ts'
import {
  declareReady,
  isReady,
  nextFolder,
  oldBinaries,
  oldCluster,
  prepareNext,
  succeed,
} from './embedded/succession.ts'
import { openBare, openStore } from './open.ts'

type Place = Parameters<OpenUpgrade>[0]

export const openUpgrade: OpenUpgrade = async (place) => {
  if (process.platform === 'win32')
    return refuse('postgres/unsupported-platform', 'The embedded PostgreSQL does not run on Windows.', ELSEWHERE)
  const layout = layoutOf(place.folder)
  try {
    if (isReady(layout)) return await settled(layout, place)
    const stored = storedMajor(layout)
    if (!stored.ok) return stored
    if (stored.value === undefined) return NOTHING(layout.folder)
    const present = findBinaries(place.binaries)
    if (!present.ok) return present
    if (present.value.major === stored.value) return ok(undefined)
    const old = oldBinaries(layout, stored.value, place.oldBinaries)
    if (!old.ok) return old
    return await opened(layout, place, { from: stored.value, to: present.value.major, programs: old.value.bin })
  } catch (error) {
    return diskFault(error, layout.folder)
  }
}

/** One that broke off when all was done but the renaming: whoever opens the store now renames. */
async function settled(layout: Layout, place: Place): Promise<Result<undefined>> {
  const store = await openStore({ folder: layout.folder, mode: 'serve', ...keysOf(place), ...binariesOf(place) })
  if (store.ok) await store.value.close()
  return store.ok ? ok(undefined) : store
}

async function opened(
  layout: Layout,
  place: Place,
  { from, to, programs }: { from: number; to: number; programs: string },
): Promise<Result<Upgrading>> {
  const keys = place.keys ?? join(layout.folder, 'keys')
  const old = await openStore({ folder: layout.folder, mode: 'serve', keys, binaries: programs })
  if (!old.ok) return old
  prepareNext(layout)
  const next = await openBare({ folder: nextFolder(layout), mode: 'serve', keys, ...binariesOf(place) })
  if (!next.ok) {
    await old.value.close()
    return next
  }
  let running = true
  const stop = async () => {
    if (running) await Promise.all([old.value.close(), next.value.close()])
    running = false
  }
  return ok({
    from,
    to,
    ...old.value,
    next: next.value.vault,
    backup: join(layout.folder, `pg.${from}.backup`),
    async swap() {
      await stop()
      try {
        declareReady(layout, from)
        succeed(layout)
        return ok(oldCluster(layout, from))
      } catch (error) {
        return diskFault(error, layout.folder)
      }
    },
    async close() {
      await stop()
      if (!isReady(layout)) rmSync(nextFolder(layout), { recursive: true, force: true, maxRetries: 5 })
    },
  })
}

const keysOf = ({ keys }: Place) => (keys === undefined ? {} : { keys })
const binariesOf = ({ binaries }: Place) => (binaries === undefined ? {} : { binaries })

const NOTHING = (file: string) =>
  refuse('postgres/no-store', 'There is no store in this folder.', 'Name the data folder: --data DIR.', { file })
