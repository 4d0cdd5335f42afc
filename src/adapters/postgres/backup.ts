import type { Cell, Loader, Row, Table, Vault, VaultView } from '../../app/ports/backup.ts'
import type { StreamEntry } from '../../app/ports/ledger.ts'
import { instantFromMillis, millisOf } from '../../core/instant.ts'
import { ok, problem, refuse, type Result } from '../../core/problem.ts'
import { type Client, type Database, StoreFault } from './database.ts'
import { HEAD, headOf, type HeadRow, nowOf, ORG } from './ledger.ts'
import { MIGRATIONS } from './migrations.ts'

/** The store as a whole. Its schema is there already (`migrate`). */
export const vault = (db: Database): Vault => ({
  version: MIGRATIONS.length,
  async look(look, how) {
    const done = await db.transaction(async (client) => {
      if (how?.alone) await lockOut(client)
      else await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      const view = await viewOf(client)
      return view.ok ? look(view.value) : view
    })
    return done.ok ? done.value : done
  },
  async fill(fill) {
    try {
      return await db.transaction(async (client) => {
        await lockEmpty(client)
        const filled = await fill(await loaderOf(client))
        if (!filled.ok) throw new StoreFault(filled.problem) // so that nothing is committed
        return filled.value
      })
    } catch (error) {
      if (error instanceof StoreFault) return { ok: false, problem: error.problem }
      if (isMisfit(error)) return MISFIT(error)
      throw error
    }
  },
})

async function viewOf(client: Client): Promise<Result<VaultView>> {
  const { rows } = await client.query<HeadRow>(`SELECT ${HEAD} FROM holdpoint.heads WHERE org_id = $1`, [ORG])
  if (!rows[0]) return NO_LOG
  const now = instantFromMillis(await nowOf(client))
  return ok({ head: headOf(rows[0]), now, pages: (table) => pages(client, table) })
}

/** From here on nobody writes, and what is seen is what there is. */
async function lockOut(client: Client): Promise<void> {
  await client.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED') // a snapshot would be older than the lock
  const names = await tables(client)
  await client.query(`LOCK TABLE ${names.map((name) => `holdpoint.${name}`).join(', ')} IN SHARE MODE`)
}

/** Nobody else fills it or founds a log in it meanwhile. */
async function lockEmpty(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO holdpoint.heads (org_id, log, origin, size, roots, at_ms, cases)
     VALUES ($1, 1, '', 0, ''::bytea, 0, 0) ON CONFLICT (org_id) DO NOTHING`,
    [ORG],
  )
  const { rows } = await client.query<HeadRow>(`SELECT ${HEAD} FROM holdpoint.heads WHERE org_id = $1 FOR UPDATE`, [
    ORG,
  ])
  const head = headOf(rows[0]!)
  if (head.log > 1 || head.size > 0) throw new StoreFault(NOT_EMPTY(`a log of ${head.size} entries`))
  for (const name of await tables(client)) {
    if (name === 'heads' || name === 'schema_version') continue
    const { rowCount } = await client.query(`SELECT 1 FROM holdpoint.${name} LIMIT 1`)
    if (rowCount !== 0) throw new StoreFault(NOT_EMPTY(`something in its table "${name}"`))
  }
}

async function tables(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'holdpoint' ORDER BY table_name",
  )
  return rows.map(({ name }) => name)
}

/** Page after page by the key, so that no page costs more than another. */
async function* pages(client: Client, table: Table): AsyncGenerator<readonly Row[]> {
  const columns = Object.keys(table.columns)
  const types = table.key.map((name) => typeOf(table, name))
  const after = `AND (${table.key.join(', ')}) > (${types.map((type, i) => `$${i + 3}::${type}`).join(', ')})`
  const text = (more: string) =>
    `SELECT ${columns.join(', ')} FROM holdpoint.${table.name} WHERE org_id = $1 ${more}
     ORDER BY ${table.key.join(', ')} LIMIT $2`
  let last: Readonly<Record<string, unknown>> | undefined
  for (;;) {
    const key = last && table.key.map((name) => last![name])
    const { rows } = await client.query<Record<string, unknown>>(text(key ? after : ''), [
      ORG,
      table.page,
      ...(key ?? []),
    ])
    if (rows.length > 0) yield rows.map((row) => shown(table, row))
    if (rows.length < table.page) return
    last = rows.at(-1)
  }
}

async function loaderOf(client: Client): Promise<Loader> {
  return {
    now: instantFromMillis(await nowOf(client)),
    async add(table, rows) {
      const columns = Object.keys(table.columns)
      const arrays = columns.map((name, i) => `$${i + 2}::${typeOf(table, name)}[]`)
      const values = columns.map((name) => rows.map((row) => stored(table, name, row[name]!)))
      await client.query(
        `INSERT INTO holdpoint.${table.name} (org_id, ${columns.join(', ')}) SELECT $1, * FROM unnest(${arrays.join(', ')})`,
        [ORG, ...values],
      )
    },
    async head({ log, origin, size, roots, at, cases }) {
      await client.query(
        `UPDATE holdpoint.heads SET log = $2, origin = $3, size = $4, roots = $5, at_ms = $6, cases = $7 WHERE org_id = $1`,
        [ORG, log, origin, size, Buffer.concat(roots), millisOf(at), cases],
      )
    },
    streams: () => streams(client),
  }
}

async function* streams(client: Client): AsyncGenerator<StreamEntry> {
  const PAGE = 2_000
  let last: StreamEntry | undefined
  for (;;) {
    const { rows }: { rows: StreamEntry[] } = await client.query<StreamEntry>(
      `SELECT stream, n, bytes FROM holdpoint.entries
       WHERE org_id = $1 AND (stream, n) > ($2, $3::int) ORDER BY stream, n LIMIT $4`,
      [ORG, last?.stream ?? '', last?.n ?? 0, PAGE],
    )
    yield* rows
    if (rows.length < PAGE) return
    last = rows.at(-1)
  }
}

const TYPES = { text: 'text', uuid: 'uuid', int: 'int', count: 'bigint', boolean: 'boolean', bytes: 'bytea' } as const
type Plain = keyof typeof TYPES

const plainForm = (table: Table, column: string) => table.columns[column]!.replace('?', '') as Plain
const typeOf = (table: Table, column: string) => TYPES[plainForm(table, column)]

/** A row as it goes out: bytes in base64, counts as numbers. */
function shown(table: Table, row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.keys(table.columns).map((name): [string, Cell] => {
      const value = row[name]
      if (value === null) return [name, null]
      const form = plainForm(table, name)
      if (form === 'bytes') return [name, (value as Buffer).toString('base64')]
      return [name, form === 'count' ? Number(value) : (value as Cell)]
    }),
  )
}

const stored = (table: Table, name: string, value: Cell) =>
  value !== null && plainForm(table, name) === 'bytes' ? Buffer.from(value as string, 'base64') : value

/** Rows that contradict each other: twice the same key, a number too large, text that is none. */
const isMisfit = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code))

const MISFIT = ({ message }: Error): Result<never> =>
  refuse(
    'backup/damaged',
    `The backup is not what was written: its rows do not fit together (${message.slice(0, 200)}).`,
    'Take another copy of it. Nothing was touched.',
  )
const NOT_EMPTY = (what: string) =>
  problem(
    'backup/not-empty',
    `The store is not empty: it has ${what}.`,
    'Restore into a new database, or a new data folder. Nothing was touched.',
  )
const NO_LOG = refuse('backup/no-log', 'There is no log in this store.', 'Start Holdpoint on it once.')
