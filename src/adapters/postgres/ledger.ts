import { setTimeout as pause } from 'node:timers/promises'
import type { Batch, Decided, Head, KnownCommand, Ledger, LedgerView, StreamEntry } from '../../app/ports/ledger.ts'
import type { Actor, CaseId, Uuid } from '../../core/ids.ts'
import { instantFromMillis, millisOf } from '../../core/instant.ts'
import type { Opening } from '../../core/log/entry.ts'
import { HASH_BYTES } from '../../core/log/merkle.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { QueryResult } from 'pg'
import { type Client, type Database, StoreFault } from './database.ts'

/** One organisation a store, until there are more: its id leads every key. */
export const ORG = 'org'

/** How long a batch waits for a database that is away: a restart or a failover takes seconds. */
const PATIENCE_MS = 15_000
/** How long any other look waits. */
export const LOOK = { query_timeout: 30_000 }
/** How long a look at the head waits: a connection that swallows what it is asked must not hold up whoever asks next. */
const HEAD_PATIENCE_MS = 1_000

/** @param wire for appending: a pipelined database sends a batch at once */
export function ledger(db: Database, wire: Database = db): Ledger {
  return {
    async append(decide) {
      const deadline = performance.now() + PATIENCE_MS
      for (let wait = 20; ; wait = Math.min(2 * wait, 1_000)) {
        const done = await wire.transaction((client) => appendWith(client, decide))
        if (done.ok || !AWAY.has(done.problem.code) || performance.now() + wait > deadline) return done
        await pause(wait)
      }
    },
    async head() {
      const found = await db.query<HeadRow & { now_ms: string }>(
        `SELECT ${HEAD}, ${NOW} AS now_ms FROM holdpoint.heads WHERE org_id = $1`,
        [ORG],
        { name: 'head_now', query_timeout: HEAD_PATIENCE_MS },
      )
      if (!found.ok) return found
      const [row] = found.value
      return ok({ ...headOf(row!), now: instantFromMillis(Number(row!.now_ms)) })
    },
    entries: (log, from, until) => pages(db, log, from, until),
    async stream(name, after) {
      const found = await db.query<{ bytes: Uint8Array }>(
        'SELECT bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = $2 AND n > $3 ORDER BY n',
        [ORG, name, after],
      )
      return found.ok ? ok(found.value.map(({ bytes }) => bytes)) : found
    },
    async keepCheckpoint(log, size, note) {
      const kept = await db.query(
        'INSERT INTO holdpoint.checkpoints (org_id, log, size, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [ORG, log, size, note],
      )
      return kept.ok ? ok(undefined) : kept
    },
    async checkpoint(log) {
      const found = await db.query<{ note: string }>(
        'SELECT note FROM holdpoint.checkpoints WHERE org_id = $1 AND log = $2 ORDER BY size DESC LIMIT 1',
        [ORG, log],
      )
      return found.ok ? ok(found.value[0]?.note) : found
    },
    async openings(seals) {
      const found = await db.query<{ sealed: Buffer; salt: Buffer; value: string }>(
        'SELECT sealed, salt, value FROM holdpoint.openings WHERE org_id = $1 AND sealed = ANY($2)',
        [ORG, seals.map(fromHex)],
      )
      if (!found.ok) return found
      return ok(
        new Map(
          found.value.map(({ sealed, salt, value }): [string, Opening] => [hex(sealed), { salt: hex(salt), value }]),
        ),
      )
    },
    async erase(seals) {
      const gone = await db.query(ERASE, [ORG, seals.map(fromHex)])
      return gone.ok ? ok(gone.value.length) : gone
    },
  }
}

/** Away for a while, perhaps: worth asking again. */
const AWAY: ReadonlySet<string> = new Set(['store/unreachable', 'store/busy', 'store/read-only'])

/** Within the transaction that is open: locks the head, asks, and writes. */
export async function appendWith<T>(client: Client, decide: (view: LedgerView) => Promise<Decided<T>>): Promise<T> {
  const { rows } = await client.query<HeadRow & { now_ms: string }>({
    name: 'head',
    text: `SELECT ${HEAD}, ${NOW} AS now_ms FROM holdpoint.heads WHERE org_id = $1 FOR UPDATE`,
    values: [ORG],
  })
  const head = headOf(rows[0]!)
  const { answer, batch } = await decide(viewOf(client, head, Number(rows[0]!.now_ms)))
  if (batch) await write(client, head, batch)
  return answer
}

/** The database's clock, in milliseconds. */
export const NOW = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

/** What the database's clock shows, as a value: an engine that spreads rows over nodes refuses a clock inside an UPDATE. */
export const nowOf = async (client: Client): Promise<number> =>
  Number((await client.query<{ now: string }>(`SELECT ${NOW} AS now`)).rows[0]!.now)

/** One statement whose first two values are the organisation and the database's clock. */
export const stamped = <Row extends object>(db: Database, text: string, values: readonly unknown[]) =>
  db.connected(async (client) => (await client.query<Row>(text, [ORG, await nowOf(client), ...values])).rows)

export const HEAD = 'log, origin, size, roots, at_ms, cases'
export interface HeadRow {
  readonly log: number
  readonly origin: string
  readonly size: string
  readonly roots: Buffer
  readonly at_ms: string
  readonly cases: number
}

export const headOf = ({ log, origin, size, roots, at_ms, cases }: HeadRow): Head => ({
  log,
  origin,
  size: Number(size),
  roots: Array.from({ length: roots.length / HASH_BYTES }, (_, i) =>
    roots.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1)),
  ),
  at: instantFromMillis(Number(at_ms)),
  cases,
})

function viewOf(client: Client, head: Head, now: number): LedgerView {
  return {
    head,
    now: instantFromMillis(now),
    async since(index) {
      const { rows } = await client.query<StreamEntry>(
        'SELECT stream, n, bytes FROM holdpoint.entries WHERE org_id = $1 AND log = $2 AND seq >= $3 ORDER BY seq',
        [ORG, head.log, index],
      )
      return rows
    },
    async streams(names) {
      const { rows } = await client.query<StreamEntry>(
        'SELECT stream, n, bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = ANY($2) ORDER BY stream, n',
        [ORG, names],
      )
      return rows
    },
    length: (stream) => streamLength(client, stream),
    async openCases() {
      const { rows } = await client.query<{ case_id: CaseId }>(
        'SELECT case_id FROM holdpoint.cases WHERE org_id = $1 AND NOT closed',
        [ORG],
      )
      return rows.map(({ case_id }) => case_id)
    },
    async known(commands) {
      const { rows } = await client.query<CommandRow>({
        name: 'known',
        text: `SELECT id, actor, said, log, seq, stream, n, entries, at_ms FROM holdpoint.commands
               WHERE org_id = $1 AND id = ANY($2::uuid[])`,
        values: [ORG, commands],
      })
      return rows.map(knownOf)
    },
  }
}

/** How many entries a stream has. */
export async function streamLength(client: Client, stream: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT n FROM holdpoint.entries WHERE org_id = $1 AND stream = $2 ORDER BY n DESC LIMIT 1',
    [ORG, stream],
  )
  return rows[0]?.n ?? 0
}

interface CommandRow {
  readonly id: Uuid
  readonly actor: Actor
  readonly said: Buffer
  readonly log: number
  readonly seq: string
  readonly stream: string
  readonly n: number
  readonly entries: number
  readonly at_ms: string
}

const knownOf = ({ id, actor, said, log, seq, stream, n, entries, at_ms }: CommandRow): KnownCommand => ({
  id,
  by: actor,
  said: hex(said),
  log,
  index: Number(seq),
  stream,
  n,
  entries,
  at: instantFromMillis(Number(at_ms)),
})

/** Set by set, each in one statement, however many rows; the head last, and only if it is still the one that was locked. */
async function write(client: Client, before: Head, batch: Batch): Promise<void> {
  const results = await sendAll(client, statementsOf(before, batch))
  if (results.at(-1)!.rowCount !== 1) throw new Error('the head moved while it was held')
}

/** One behind the other; where the connection allows it, all at once, without waiting for the answer to each. */
async function sendAll(client: Client, statements: readonly Statement[]): Promise<readonly QueryResult[]> {
  if (client.pipeline) return Promise.all(statements.map((one) => client.query({ ...one })))
  const results: QueryResult[] = []
  for (const one of statements) results.push(await client.query({ ...one }))
  return results
}

interface Statement {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

function statementsOf(
  before: Head,
  { head, entries, commands, openings, cases, holds, due }: Batch,
): readonly Statement[] {
  const statements: Statement[] = []
  const say = (name: string, text: string, ...values: unknown[]) =>
    statements.push({ name, text, values: [ORG, ...values] })
  if (entries.length > 0) {
    const at = [head.log, before.size, columns(entries, 'stream')]
    say('entries', ENTRIES, ...at, columns(entries, 'n'), columns(entries, 'bytes'))
    say('outbox', OUTBOX, ...at)
  }
  if (commands.length > 0)
    say(
      'commands',
      COMMANDS,
      head.log,
      columns(commands, 'id'),
      columns(commands, 'by'),
      commands.map(({ said }) => fromHex(said)),
      columns(commands, 'index'),
      columns(commands, 'stream'),
      columns(commands, 'n'),
      columns(commands, 'entries'),
      commands.map(({ at }) => millisOf(at)),
    )
  if (openings.length > 0)
    say(
      'openings',
      OPENINGS,
      openings.map(({ sealed }) => fromHex(sealed)),
      columns(openings, 'stream'),
      openings.map(({ salt }) => fromHex(salt)),
      columns(openings, 'value'),
    )
  if (cases.length > 0) {
    const opened = cases.map(({ openedAt }) => millisOf(openedAt))
    say(
      'cases',
      CASES,
      columns(cases, 'id'),
      columns(cases, 'n'),
      columns(cases, 'name'),
      opened,
      columns(cases, 'closed'),
    )
  }
  if (holds.length > 0)
    say('holds', HOLDS, columns(holds, 'product'), columns(holds, 'case'), columns(holds, 'inForce'))
  for (const [name, text, rows] of [
    ['due_gone', DUE_GONE, due.gone],
    ['due_added', DUE_ADDED, due.added],
  ] as const) {
    const about = rows.map((row) => row.hold ?? String(row.about ?? ''))
    const times = rows.map(({ at }) => millisOf(at))
    if (rows.length > 0) say(name, text, columns(rows, 'case'), columns(rows, 'what'), about, times)
  }
  say('advance', ADVANCE, before.log, before.size, head.size, Buffer.concat(head.roots), millisOf(head.at), head.cases)
  return statements
}

const columns = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key])

const ENTRIES = `INSERT INTO holdpoint.entries (org_id, log, seq, stream, n, bytes)
  SELECT $1, $2, $3::bigint + o - 1, stream, n, bytes
  FROM unnest($4::text[], $5::int[], $6::bytea[]) WITH ORDINALITY AS u (stream, n, bytes, o)`
const OUTBOX = `INSERT INTO holdpoint.outbox (org_id, log, seq, stream, attempts, not_before_ms)
  SELECT $1, $2, $3::bigint + o - 1, stream, 0, 0 FROM unnest($4::text[]) WITH ORDINALITY AS u (stream, o)`
const COMMANDS = `INSERT INTO holdpoint.commands (org_id, log, id, actor, said, seq, stream, n, entries, at_ms)
  SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::bytea[], $6::bigint[], $7::text[], $8::int[], $9::int[], $10::bigint[])`
const OPENINGS = `INSERT INTO holdpoint.openings (org_id, sealed, stream, salt, value)
  SELECT $1, * FROM unnest($2::bytea[], $3::text[], $4::bytea[], $5::text[]) ON CONFLICT DO NOTHING`
const CASES = `INSERT INTO holdpoint.cases (org_id, case_id, n, name, opened_ms, closed)
  SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::bigint[], $6::boolean[])
  ON CONFLICT (org_id, case_id) DO UPDATE SET n = excluded.n, closed = excluded.closed`
const HOLDS = `INSERT INTO holdpoint.holds (org_id, product, case_id, in_force)
  SELECT $1, * FROM unnest($2::text[], $3::text[], $4::boolean[])
  ON CONFLICT (org_id, product, case_id) DO UPDATE SET in_force = excluded.in_force`
/** With the words goes what commands of their streams hashed of them. */
const ERASE = `WITH gone AS (DELETE FROM holdpoint.openings WHERE org_id = $1 AND sealed = ANY($2) RETURNING stream),
  unsaid AS (UPDATE holdpoint.commands SET said = ''::bytea WHERE org_id = $1 AND stream IN (SELECT stream FROM gone))
  SELECT 1 FROM gone`
const DUE_ADDED = `INSERT INTO holdpoint.due (org_id, case_id, what, about, at_ms)
  SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) ON CONFLICT DO NOTHING`
const DUE_GONE = `DELETE FROM holdpoint.due AS d USING unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) AS u (c, w, a, t)
  WHERE d.org_id = $1 AND d.case_id = u.c AND d.what = u.w AND d.about = u.a AND d.at_ms = u.t`
const ADVANCE = `UPDATE holdpoint.heads SET size = $4, roots = $5, at_ms = $6, cases = $7
  WHERE org_id = $1 AND log = $2 AND size = $3`

const PAGE = 2_000

async function* pages(db: Database, log: number, from: number, until: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < until; at += PAGE) {
    const page: Result<readonly { bytes: Uint8Array }[]> = await db.query(
      'SELECT bytes FROM holdpoint.entries WHERE org_id = $1 AND log = $2 AND seq >= $3 AND seq < $4 ORDER BY seq',
      [ORG, log, at, Math.min(at + PAGE, until)],
      LOOK,
    )
    if (!page.ok) throw new StoreFault(page.problem)
    for (const { bytes } of page.value) yield bytes
    if (page.value.length < PAGE) return
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex')
const fromHex = (text: string): Buffer => Buffer.from(text, 'hex')
