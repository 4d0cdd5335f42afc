import { existsSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Check } from '../../app/ports.ts'
import type { Keys } from '../../app/ports/keys.ts'
import type { StorePlace } from '../../app/ports/store.ts'
import { parseSignedCheckpoint } from '../../core/log/bundle.ts'
import type { Problem, Result } from '../../core/problem.ts'
import { presentKeys } from '../renewal.ts'
import { type Database, database } from './database.ts'
import { examine } from './embedded/doctor.ts'
import { runningAt } from './embedded/running.ts'
import { checkDurable } from './found.ts'
import { NOW, ORG } from './ledger.ts'
import { MIGRATIONS } from './migrations.ts'

type Look = Omit<Check, 'what'>

/** What a server at this place depends on, and how it is doing; nothing is touched, and no database is started for it. */
export async function examinePlace(place: StorePlace): Promise<readonly Check[]> {
  const folder = 'url' in place ? undefined : place.folder
  const keysFolder = place.keys ?? join(folder!, 'keys')
  const below = folder === undefined ? [] : await examine(place as Exclude<StorePlace, { url: string }>)
  const keys = presentKeys(keysFolder)
  const beside = [
    { what: 'keys', ...keysLook(keys, keysFolder) },
    { what: "keys' disk", ...diskLook(keysFolder) },
  ]
  const where = 'url' in place ? { connectionString: place.url } : await runningAt(place.folder)
  const within = where ? await examineStore(database(where), keys.ok ? keys.value : undefined) : [NOT_LOOKED]
  return [...below, ...beside, ...within]
}

const NOT_LOOKED: Check = {
  what: 'holds',
  state: 'fine',
  detail: 'what is in the store is looked at while a server runs',
}

async function examineStore(db: Database, keys: Keys | undefined): Promise<readonly Check[]> {
  try {
    const version = await schemaVersion(db)
    if (!version.ok) return [{ what: 'database', ...broken(version.problem) }]
    const durable = await checkDurable(db)
    const checks: Check[] = [
      {
        what: 'database',
        ...(durable.ok ? fine('answers, and forgets nothing that it said yes to') : broken(durable.problem)),
      },
      { what: 'schema', ...schemaLook(version.value) },
      { what: 'clock', ...(await clockLook(db)) },
    ]
    if (version.value !== MIGRATIONS.length) return checks
    const state = await stateOf(db)
    if (!state.ok) return [...checks, { what: 'holds', ...broken(state.problem) }]
    if (!state.value) return [...checks, { what: 'holds', ...fine('none yet: the first start founds the log') }]
    return [
      ...checks,
      { what: 'time', ...timeLook(state.value) },
      { what: 'signed', ...signedLook(state.value, keys) },
      { what: 'due', ...dueLook(state.value) },
      { what: 'outbox', ...outboxLook(state.value) },
    ]
  } finally {
    await db.close()
  }
}

const fine = (detail: string): Look => ({ state: 'fine', detail })
const warning = (detail: string, hint: string): Look => ({ state: 'warning', detail, hint })
const broken = ({ message, hint }: Problem): Look => ({ state: 'broken', detail: message, ...(hint && { hint }) })

function keysLook(keys: Result<Keys | undefined>, folder: string): Look {
  if (!keys.ok) return broken(keys.problem)
  return keys.value ? fine(`of ${keys.value.origin}, in ${folder}`) : fine('none yet; the first start makes them')
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)))

/** What was signed last is written there every second in which something happens. */
function diskLook(folder: string): Look {
  const { bavail, bsize } = statfsSync(nearest(folder))
  const freeMb = Math.floor((bavail * bsize) / 2 ** 20)
  const detail = `${freeMb} MB are free`
  return freeMb < 16 ? warning(detail, 'Make room: where nothing can be written, nothing is signed.') : fine(detail)
}

async function schemaVersion(db: Database): Promise<Result<number>> {
  const there = await db.query<{ there: boolean }>(
    "SELECT to_regclass('holdpoint.schema_version') IS NOT NULL AS there",
  )
  if (!there.ok) return there
  if (!there.value[0]!.there) return { ok: true, value: 0 }
  const found = await db.query<{ version: number }>('SELECT version FROM holdpoint.schema_version')
  return found.ok ? { ok: true, value: found.value[0]?.version ?? 0 } : found
}

function schemaLook(version: number): Look {
  const known = MIGRATIONS.length
  if (version === known) return fine(`version ${version}, as this program knows it`)
  if (version < known)
    return version === 0
      ? fine('none yet; the first start makes it')
      : warning(`version ${version}`, `The next start brings it to ${known}: take a backup first.`)
  return {
    state: 'broken',
    detail: `version ${version}; this program knows ${known}`,
    hint: 'Run the newer Holdpoint that made it.',
  }
}

const SKEW_SECONDS = 2

/** This machine's against the database's, by the middle of the question. */
async function clockLook(db: Database): Promise<Look> {
  const before = Date.now()
  const found = await db.query<{ now: string }>(`SELECT ${NOW} AS now`)
  if (!found.ok) return broken(found.problem)
  const skew = Math.round((before + Date.now()) / 2 - Number(found.value[0]!.now)) / 1_000
  const detail =
    Math.abs(skew) < 0.1
      ? "this machine's agrees with the database's"
      : `this machine's is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} the database's`
  return Math.abs(skew) > SKEW_SECONDS
    ? warning(detail, 'The database’s decides. Set both by NTP: tokens and answers are dated by them.')
    : fine(detail)
}

interface State {
  readonly now: number
  readonly size: number
  readonly at: number
  readonly signed: number
  readonly due: number
  readonly dueSince: number | undefined
  readonly outbox: number
}

async function stateOf(db: Database): Promise<Result<State | undefined>> {
  const found = await db.query<Record<keyof State, string | null>>(
    `SELECT ${NOW} AS now, size, at_ms AS at,
       (SELECT max(size) FROM holdpoint.checkpoints AS c WHERE c.org_id = h.org_id AND c.log = h.log) AS signed,
       (SELECT count(*) FROM holdpoint.due AS d WHERE d.org_id = h.org_id AND d.at_ms < ${NOW}) AS due,
       (SELECT min(at_ms) FROM holdpoint.due AS d WHERE d.org_id = h.org_id) AS "dueSince",
       (SELECT count(*) FROM holdpoint.outbox AS o WHERE o.org_id = h.org_id) AS outbox
     FROM holdpoint.heads AS h WHERE org_id = $1`,
    [ORG],
  )
  if (!found.ok) return found
  const [row] = found.value
  if (!row) return { ok: true, value: undefined }
  const number = (key: keyof State) => Number(row[key] ?? 0)
  return {
    ok: true,
    value: {
      now: number('now'),
      size: number('size'),
      at: number('at'),
      signed: number('signed'),
      due: number('due'),
      dueSince: row.dueSince === null ? undefined : Number(row.dueSince),
      outbox: number('outbox'),
    },
  }
}

const MINUTE = 60_000
const minutes = (millis: number) => `${Math.round(millis / MINUTE)} minutes`

function timeLook({ now, at }: State): Look {
  return at > now + MINUTE
    ? warning(
        `the last entry is dated ${minutes(at - now)} ahead of the database's clock`,
        'That clock was put back. What happens now is dated like that entry, until the clock has caught up.',
      )
    : fine('no entry is dated ahead')
}

function signedLook({ size, signed, at, now }: State, keys: Keys | undefined): Look {
  const text = keys?.checkpoint()
  if (text && !text.ok) return broken(text.problem)
  const kept = text?.value === undefined ? undefined : parseSignedCheckpoint(text.value, 'checkpoint')
  if (kept && !kept.ok) return broken(kept.problem)
  const outside = kept?.value.checkpoint.size ?? 0
  if (outside > size)
    return {
      state: 'broken',
      detail: `${outside} entries were signed, and ${size} are there`,
      hint: 'Was an older copy of the database put in its place? Bring the newer one back, or restore a backup.',
    }
  const last = Math.max(signed, outside)
  if (last >= size) return fine(`all ${size} entries`)
  return now - at > MINUTE
    ? warning(
        `${last} of ${size} entries, though the last came ${minutes(now - at)} ago`,
        'No server signs it: start one, and read what it says of "log".',
      )
    : fine(`${last} of ${size} entries; the last came a moment ago`)
}

function dueLook({ due, dueSince, now }: State): Look {
  return due > 0 && dueSince !== undefined && now - dueSince > MINUTE
    ? warning(
        `${due} things should have been told, the oldest ${minutes(now - dueSince)} ago`,
        'No server tells them: start one, and read what it says of "clock".',
      )
    : fine('nothing is late')
}

function outboxLook({ outbox }: State): Look {
  return outbox > 10_000
    ? warning(`${outbox} messages wait`, 'No server takes them: start one, and read what it says of "outbox".')
    : fine(`${outbox} messages wait`)
}
