import { join } from 'node:path'
import type { Door, OpenBare, OpenStore, Store, StorePlace } from '../../app/ports/store.ts'
import type { Keys } from '../../app/ports/keys.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { openKeys } from '../keys.ts'
import { presentKeys, renewKeys, settleKeys } from '../renewal.ts'
import { accounts } from './accounts.ts'
import { agenda } from './agenda.ts'
import { answers } from './answers.ts'
import { vault } from './backup.ts'
import { type Database, database, type Where } from './database.ts'
import { deliveries } from './deliveries.ts'
import { evidence } from './evidence.ts'
import { checkDurable, foundLog, originOf } from './found.ts'
import { inventory } from './inventory.ts'
import { ledger } from './ledger.ts'
import { lookBook } from './looks.ts'
import { migrate } from './migrate.ts'
import { outbox } from './outbox.ts'
import { policyTexts } from './policies.ts'
import { shelf } from './shelf.ts'
import { type Supervised, supervised } from './supervised.ts'

export const openStore: OpenStore = (place) =>
  reached(place, async (db, folder, close, where) => {
    const keys = await opened(db, folder)
    return keys.ok ? ok(storeOf(db, database(where, { pipelined: true }), keys.value, close, where)) : keys
  })

/** The keys are looked at and not made: what a restore finds good makes its own. */
export const openBare: OpenBare = (place) =>
  reached(place, async (db, folder, close) => {
    const durable = await checkDurable(db)
    if (!durable.ok) return durable
    const keys = presentKeys(folder)
    if (!keys.ok) return keys
    const migrated = await migrate(db)
    return migrated.ok ? ok({ vault: vault(db), keys: keys.value, renew: () => renewKeys(folder), close }) : migrated
  })

/** Reaches the database of a place, and lets go of it again unless what is made of it is handed out. */
async function reached<T>(
  place: StorePlace,
  make: (db: Database, keys: string, close: () => Promise<void>, where: Where) => Promise<Result<T>>,
): Promise<Result<T>> {
  const server = 'url' in place ? external(place.url) : await supervised(place)
  if (!server.ok) return server
  const { where, stop } = server.value
  const db = database(where)
  const close = async () => {
    await db.close()
    await stop()
  }
  let made: Result<T> | undefined
  try {
    made = await make(db, 'url' in place ? place.keys : (place.keys ?? join(place.folder, 'keys')), close, where)
    return made
  } finally {
    if (!made?.ok) await close()
  }
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

const storeOf = (db: Database, wire: Database, keys: Keys, close: () => Promise<void>, where: Where): Store => ({
  ledger: ledger(db, wire),
  accounts: accounts(db, keys),
  agenda: agenda(db),
  outbox: outbox(db),
  evidence: evidence(db, keys),
  inventory: inventory(db),
  vault: vault(db),
  shelf: shelf(db),
  looks: lookBook(db),
  policies: policyTexts(db),
  deliveries: deliveries(db),
  answers: answers(db),
  keys,
  door: { where, masters: keys.masters },
  async close() {
    await wire.close()
    await close()
  },
})

/** The same store as another thread of this process has open: what recording takes of it. */
export function throughDoor(door: Door): Pick<Store, 'ledger' | 'evidence' | 'inventory' | 'close'> {
  const where = door.where as Where
  const [db, wire] = [database(where), database(where, { pipelined: true })]
  return {
    ledger: ledger(db, wire),
    evidence: evidence(db, door),
    inventory: inventory(db),
    async close() {
      await wire.close()
      await db.close()
    },
  }
}
