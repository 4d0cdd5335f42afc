import pg from 'pg'
import { desk } from '../../app/handle/handle.ts'
import { opening, placing, RULES, wished } from '../../app/handle/wish.testing.ts'
import type { Batch, Ledger } from '../../app/ports/ledger.ts'
import type { Actor, CaseId } from '../../core/ids.ts'
import { nodeCrypto } from '../crypto.ts'
import { type Database, database, type Where } from './database.ts'
import { foundLog } from './found.ts'
import { ledger, ORG } from './ledger.ts'
import { migrate } from './migrate.ts'
import { value } from './store.testing.ts'

const CALLERS = 64
const HOLDS = 1_000
const COMMANDS = 10_000

/** 64 callers who raise objections on 1,000 holds, through `handle`; and then a script that only commits the same batches. Seconds. */
export async function handled(
  admin: Where,
): Promise<{ ours: number; peer: number; commands: number; batches: number }> {
  const store = await fresh(admin, 'ours')
  const written: Batch[] = []
  const recording: Ledger = {
    ...store.ledger,
    append: (decide) =>
      store.ledger.append(async (view) => {
        const decided = await decide(view)
        if (decided.batch) written.push(decided.batch)
        return decided
      }),
  }
  const work = desk({ ledger: recording, crypto: nodeCrypto, rules: () => RULES })
  const cases = (await Promise.all(Array.from({ length: HOLDS }, () => work.handle(opening())))).map(
    (one) => value(one).stream,
  )
  await Promise.all(cases.map(async (id) => value(await work.handle(placing(id)))))
  const wishes = Array.from({ length: COMMANDS }, (_, i) => objection(cases[(i * 7919) % HOLDS]!))
  const before = written.length
  const start = performance.now()
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let wish = wishes.pop(); wish; wish = wishes.pop()) value(await work.handle(wish))
    }),
  )
  const ours = (performance.now() - start) / 1000
  await store.close()
  return { ours, peer: await committed(admin, written, before), commands: COMMANDS, batches: written.length - before }
}

/** What a script would do that has the same rows in the same batches, and nothing to decide: one insert a table, then the head. */
async function committed(admin: Where, batches: readonly Batch[], before: number): Promise<number> {
  const { where, close } = await fresh(admin, 'peer')
  const client = new pg.Client({ ...where })
  await client.connect()
  const put = async ({ head, entries, commands, openings, cases, holds, due }: Batch) => {
    const insert = async (table: string, rows: readonly (readonly [type: string, values: readonly unknown[]])[]) => {
      if (rows[0]![1].length === 0) return
      const columns = rows.map(([type], i) => `$${i + 1}::${type}[]`)
      const text = `INSERT INTO holdpoint.${table} SELECT '${ORG}', * FROM unnest(${columns.join(', ')}) ON CONFLICT DO NOTHING`
      await client.query({ name: table, text, values: rows.map(([, values]) => [...values]) })
    }
    const all = <T>(value: T, rows: readonly unknown[]) => rows.map(() => value)
    const first = head.size - entries.length
    await client.query('BEGIN')
    await insert('entries', [
      ['int', all(head.log, entries)],
      ['bigint', entries.map((_, i) => first + i)],
      ['text', entries.map(({ stream }) => stream)],
      ['int', entries.map(({ n }) => n)],
      ['bytea', entries.map(({ bytes }) => bytes)],
    ])
    await insert('outbox', [
      ['int', all(head.log, entries)],
      ['bigint', entries.map((_, i) => first + i)],
      ['text', entries.map(({ stream }) => stream)],
      ['int', all(0, entries)],
      ['bigint', all(0, entries)],
    ])
    await insert('commands', [
      ['uuid', commands.map(({ id }) => id)],
      ['text', commands.map(({ by }) => by)],
      ['bytea', commands.map(({ said }) => Buffer.from(said, 'hex'))],
      ['int', all(head.log, commands)],
      ['bigint', commands.map(({ index }) => index)],
      ['text', commands.map(({ stream }) => stream)],
      ['int', commands.map(({ n }) => n)],
      ['int', commands.map(({ entries }) => entries)],
      ['bigint', commands.map(({ at }) => Date.parse(at))],
    ])
    await insert('openings', [
      ['bytea', openings.map(({ sealed }) => Buffer.from(sealed, 'hex'))],
      ['text', openings.map(({ stream }) => stream)],
      ['bytea', openings.map(({ salt }) => Buffer.from(salt, 'hex'))],
      ['text', openings.map(({ value }) => value)],
    ])
    const named = cases.map((row) => [row.id, row.n, row.name, Date.parse(row.openedAt), row.closed] as const)
    if (named.length > 0)
      await client.query({
        name: 'cases',
        text: `INSERT INTO holdpoint.cases SELECT '${ORG}', * FROM unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::boolean[])
               ON CONFLICT (org_id, case_id) DO UPDATE SET n = excluded.n`,
        values: [0, 1, 2, 3, 4].map((column) => named.map((row) => row[column])),
      })
    await insert('holds', [
      ['text', holds.map(({ product }) => product)],
      ['text', holds.map((row) => row.case)],
      ['boolean', holds.map(({ inForce }) => inForce)],
    ])
    await insert('due', [
      ['text', due.added.map((row) => row.case)],
      ['text', due.added.map(({ what }) => what)],
      ['text', due.added.map(({ hold, about }) => hold ?? String(about ?? ''))],
      ['bigint', due.added.map(({ at }) => Date.parse(at))],
    ])
    const values = [head.size, Buffer.concat(head.roots), Date.parse(head.at), head.cases]
    await client.query({
      name: 'head',
      text: 'UPDATE holdpoint.heads SET size = $1, roots = $2, at_ms = $3, cases = $4',
      values,
    })
    await client.query('COMMIT')
  }
  for (const batch of batches.slice(0, before)) await put(batch)
  const start = performance.now()
  for (const batch of batches.slice(before)) await put(batch)
  const seconds = (performance.now() - start) / 1000
  await client.end()
  await close()
  return seconds
}

const objection = (on: string) =>
  wished(on as CaseId, (words) => ({
    type: 'object',
    kind: 'minor',
    who: 'product-manager' as Actor,
    claim: words('We have known of this for months.'),
  }))

async function fresh(
  admin: Where,
  name: string,
): Promise<{ where: Where; db: Database; ledger: Ledger; close(): Promise<void> }> {
  const first = database(admin)
  value(await first.query(`DROP DATABASE IF EXISTS ${name}`))
  value(await first.query(`CREATE DATABASE ${name}`))
  await first.close()
  const where = { ...admin, database: name } as Where
  const [db, wire] = [database(where), database(where, { pipelined: true })]
  value(await migrate(db))
  value(await foundLog(db, 'bench'))
  const close = async () => {
    await wire.close()
    await db.close()
  }
  return { where, db, ledger: ledger(db, wire), close }
}
