import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { ok, problem, type Result } from '../../../core/problem.ts'
import { damaged } from './faults.ts'
import type { Layout } from './layout.ts'
import { DATABASE, PORT, USER } from './settings.ts'

const JOIN_MS = 60_000

const connectionTo = (host: string, database: string = DATABASE) => ({ host, port: PORT, user: USER, database })

/** The first connection: makes our database where there is none. */
export async function ensureDatabase(layout: Layout, host: string, fresh: boolean): Promise<Result<void>> {
  try {
    if (fresh) return await makeDatabase(host)
    await using(host, DATABASE, async () => {})
    return ok(undefined)
  } catch (error) {
    if (codeOf(error) !== NO_DATABASE) return unreachable(layout, error)
  }
  // The launch that made the store was killed before this.
  return makeDatabase(host).catch((error: unknown) => unreachable(layout, error))
}

async function makeDatabase(host: string): Promise<Result<void>> {
  await using(host, 'postgres', (client) => client.query(`CREATE DATABASE ${DATABASE}`))
  return ok(undefined)
}

/** The server of another process, once it takes connections; undefined where it went away before. */
export async function meet(
  layout: Layout,
  host: string,
  there: () => Promise<boolean>,
): Promise<Result<{ major: number } | undefined>> {
  for (const until = Date.now() + JOIN_MS; Date.now() < until && (await there()); await wait(50))
    try {
      return await using(host, DATABASE, async (client) => {
        const { rows } = await client.query<{ version: string }>(
          `SELECT current_setting('server_version_num') AS version`,
        )
        return ok({ major: Math.floor(Number(rows[0]!.version) / 10_000) })
      })
    } catch (error) {
      // Not yet there, or not yet ready.
      if (!['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', NO_DATABASE].includes(codeOf(error)))
        return unreachable(layout, error)
    }
  return ok(undefined)
}

const NO_DATABASE = '3D000'

async function using<T>(host: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { Client } = (await import('pg')).default
  const client = new Client({ ...connectionTo(host, database), connectionTimeoutMillis: 30_000 })
  // A connection that breaks later on is nobody's surprise: the query that notices says so.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The server runs, and its first connection fails: parts that it reads only then are missing or spoilt. */
function unreachable({ cluster, folder }: Layout, error: unknown): Result<never> {
  const message = error instanceof Error ? error.message : String(error)
  return {
    ok: false,
    problem: /^(?:XX|58)/.test(codeOf(error))
      ? damaged(cluster, message)
      : problem('postgres/not-started', `The server does not answer: ${message}`, 'Try again.', { file: folder }),
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
