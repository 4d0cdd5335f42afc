import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { takeBackup } from '../../app/backup.ts'
import { restoreBackup } from '../../app/restore.ts'
import { openKeys } from '../keys.ts'
import { presentKeys, renewKeys, settleKeys } from '../renewal.ts'
import { contents, furnish, many, portsOf, scratchFolder, sign, wish } from './backup.testing.ts'
import type { Where } from './database.ts'
import { foundLog, originOf } from './found.ts'
import { migrate } from './migrate.ts'
import { stores, type TestStore, value } from './store.testing.ts'

/** More by HOLDPOINT_RESTORE_KILLS, for whoever wants to be surer. */
const KILLS = Number(process.env['HOLDPOINT_RESTORE_KILLS'] ?? 6)
const { join, emptyDatabase } = stores()
const at = scratchFolder()
const worker = at('restore-worker.mjs')

beforeAll(async () => {
  const entryPoints = [fileURLToPath(new URL('restore-worker.testing.ts', import.meta.url))]
  const banner = { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" }
  const common = { bundle: true, format: 'esm', platform: 'node', logLevel: 'error' } as const
  await build({ ...common, entryPoints, outfile: worker, banner, external: ['pg-native'] })
})

async function bare(): Promise<TestStore> {
  const store = join(await emptyDatabase())
  value(await migrate(store.db))
  return store
}

/** @param afterMillis of filling; undefined lets it end */
async function restoring(where: Where, file: string, keys: string, afterMillis?: number): Promise<string> {
  const args = [worker, JSON.stringify({ where, file, keys })]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const ended = once(child, 'exit')
  for await (const chunk of child.stdout) {
    said += String(chunk)
    if (afterMillis !== undefined && said.startsWith('filling'))
      void pause(afterMillis).then(() => child.kill('SIGKILL'))
  }
  await ended
  return said
}

test('a restore that is killed leaves an empty store, or a whole one, and its keys', async () => {
  const keys = at('keys')
  const source = await bare()
  const old = value(openKeys(keys, undefined))
  value(await foundLog(source.db, old.origin))
  await many(source, 1_500)
  await furnish(source)
  await sign(source, old)
  const file = at('backup')
  const { size } = value(await takeBackup(file, portsOf(source)))

  const timed = await bare()
  const before = performance.now()
  expect(await restoring(timed.where, file, keys)).toBe('filling\ndone\n')
  const took = performance.now() - before
  const outcomes = { empty: 0, whole: 0 }
  for (let round = 0; round < KILLS; round++) {
    const store = await bare()
    const present = value(presentKeys(keys))!
    const said = await restoring(store.where, file, keys, Math.random() * took * 0.6)
    const origin = value(await originOf(store.db))
    if (origin === undefined) {
      outcomes.empty++
      for (const table of ['heads', 'entries', 'cases', 'evidence_chunks'])
        expect(await contents(store, table)).toEqual([])
      expect(said).toBe('filling\n')
      expect(value(openKeys(keys, present.origin)).origin).toBe(present.origin)
      const again = await restoreBackup(wish(file), { ...portsOf(store), keys: present, renew: () => renewKeys(keys) })
      expect(value(again).continues.size).toBe(size)
    } else {
      outcomes.whole++
      value(settleKeys(keys, origin))
    }
    const named = value(await originOf(store.db))!
    expect(value(openKeys(keys, named)).origin).toBe(named)
    expect((await contents(store, 'entries')).length).toBe(size + 1)
    expect(await contents(store, 'cases')).toEqual(await contents(source, 'cases'))
  }
  expect(outcomes.empty).toBeGreaterThan(0)
  if (KILLS > 20) console.log(outcomes, `${Math.round(took)} ms`)
}, 600_000)
