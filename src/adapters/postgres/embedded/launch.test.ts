import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { type Embedded, launch } from './launch.ts'

const folder = mkdtempSync(join(tmpdir(), 'hp-pg-'))

async function up(): Promise<Embedded> {
  const launched = await launch({ folder, mode: 'serve' })
  if (!launched.ok) throw new Error(`${launched.problem.code} ${launched.problem.message}`)
  return launched.value
}

async function ask(embedded: Embedded, sql: string): Promise<unknown[][]> {
  const client = new pg.Client(embedded.connection)
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('a restart keeps what was written', async () => {
  const first = await up()
  await ask(first, 'CREATE TABLE t AS SELECT 7 AS n')
  await first.stop()
  expect(await first.gone).toMatchObject({ asked: true })
  const second = await up()
  expect(await ask(second, 'SELECT n FROM t')).toEqual([[7]])
  await second.stop()
  rmSync(folder, { recursive: true })
})
