import { join } from 'node:path'
import type { OpenStore, Store } from '../../app/ports/store.ts'
import type { Keys } from '../../app/ports/keys.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { openKeys } from '../keys.ts'
import { settleKeys } from '../renewal.ts'
import { agenda } from './agenda.ts'
import { type Database, database } from './database.ts'
import { checkDurable, foundLog, originOf } from './found.ts'
import { ledger } from './ledger.ts'
import { migrate } from './migrate.ts'
import { outbox } from './outbox.ts'
import { type Supervised, supervised } from './supervised.ts'

export const openStore: OpenStore = async (place) => {
  const server = 'url' in place ? external(place.url) : await supervised(place)
  if (!server.ok) return server
  const { where, stop } = server.value
  const db = database(where)
  const close = async () => {
    await db.close()
    await stop()
  }
  const keys = await opened(db, 'url' in place ? place.keys : (place.keys ?? join(place.folder, 'keys'))).catch(
    async (error) => {
      await close()
      throw error
    },
  )
  if (keys.ok) return ok(storeOf(db, keys.value, close))
  await close()
  return keys
}

function external(url: string): Result<Supervised> {
  return /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)
    ? ok({ where: { connectionString: url }, stop: async () => {} })
    : refuse(
        'store/no-url',
        'DATABASE_URL is no URL of a PostgreSQL.',
        'Write it as postgres://user:password@host:5432/database.',
      )
}

/** What can be refused is refused before anything is made; the log of a new store gets the name that its keys have. */
async function opened(db: Database, folder: string): Promise<Result<Keys>> {
  const durable = await checkDurable(db)
  if (!durable.ok) return durable
  const before = await originOf(db)
  if (!before.ok) return before
  const known = before.value === undefined ? undefined : keysOf(folder, before.value)
  if (known && !known.ok) return known
  const migrated = await migrate(db)
  if (!migrated.ok) return migrated
  if (known) return known
  const keys = openKeys(folder, undefined)
  if (!keys.ok) return keys
  const made = await foundLog(db, keys.value.origin)
  if (!made.ok) return made
  // Another node may have made it a moment ago, under keys of its own.
  return made.value === keys.value.origin ? keys : openKeys(folder, made.value)
}

/** A restore may have broken off before its new keys were in their place. */
function keysOf(folder: string, origin: string): Result<Keys> {
  const settled = settleKeys(folder, origin)
  return settled.ok ? openKeys(folder, origin) : settled
}

const storeOf = (db: Database, keys: Keys, close: () => Promise<void>): Store => ({
  ledger: ledger(db),
  agenda: agenda(db),
  outbox: outbox(db),
  keys,
  close,
})
