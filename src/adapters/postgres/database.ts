import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ok, type Problem, type Result } from '../../core/problem.ts'
import { isLostRace, troubleOf } from './trouble.ts'

/** Either a URL, or the private socket of the embedded server. */
export type Where =
  | { readonly connectionString: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

export type Client = pg.PoolClient

/** A database that answers with results: what is no fault of ours is a problem, everything else is thrown. */
export interface Database {
  /** Commits what `work` did, or nothing. Lost races are run again. A refusal may come after a commit that nobody saw. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<Result<T>>
  /** The same for work that may refuse: what it did is undone then. */
  attempt<T>(work: (client: Client) => Promise<Result<T>>): Promise<Result<T>>
  /** One statement on its own. */
  query<Row>(text: string, values?: readonly unknown[], how?: How): Promise<Result<readonly Row[]>>
  /** A connection of one's own, for what takes several statements without being a transaction. */
  connected<T>(work: (client: Client) => Promise<T>): Promise<Result<T>>
  close(): Promise<void>
}

/** A name has the statement prepared once a connection; after so many milliseconds it is given up. */
interface How {
  readonly name?: string
  readonly query_timeout?: number
}

/** A desk has one batch under way at a time. */
const PIPELINES = 2
const CONNECTIONS = 12 // of the embedded server's 40: three programs fit beside each other
const RACES = 20
/** After so many milliseconds of silence inside a transaction the database ends it, and lets go of what it locked. */
export const STALLED = 'idle_in_transaction_session_timeout = 5000'

/** @param pipelined statements may be sent without waiting for the answers before; COPY cannot be, on such a connection */
export function database(where: Where, { pipelined = false }: { readonly pipelined?: boolean } = {}): Database {
  const pool = new pg.Pool({
    ...where,
    max: pipelined ? PIPELINES : CONNECTIONS,
    pipeline: pipelined,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'holdpoint',
  })
  pool.on('error', ignore) // an idle connection broke: whoever needs one next is told
  // A broken connection fails the statement that is under way, and that is where it is answered; it may say so once more after we let go.
  pool.on('connect', (client) => client.on('error', ignore))
  // A process that stands still must not keep the others from the head of the log.
  if (pipelined) pool.on('connect', (client) => void client.query(`SET ${STALLED}`).catch(ignore))

  async function connected<T>(work: (client: Client) => Promise<T>): Promise<Result<T>> {
    let client: Client | undefined
    let broken: boolean | Error = false
    try {
      client = await pool.connect()
      return ok(await work(client))
    } catch (error) {
      broken = error instanceof Error ? error : true
      const trouble = troubleOf(error)
      if (trouble) return { ok: false, problem: trouble }
      throw error
    } finally {
      client?.release(broken)
    }
  }

  async function attempt<T>(work: (client: Client) => Promise<Result<T>>): Promise<Result<T>> {
    for (let race = 1; ; race++) {
      try {
        const done = await connected(async (client) => {
          await client.query('BEGIN')
          const result = await work(client)
          await client.query(result.ok ? 'COMMIT' : 'ROLLBACK')
          return result
        })
        return done.ok ? done.value : done
      } catch (error) {
        if (!isLostRace(error) || race === RACES) throw error
        await pause(Math.random() * 10 * race)
      }
    }
  }

  return {
    connected,
    attempt,
    transaction: (work) => attempt(async (client) => ok(await work(client))),
    query: <Row>(text: string, values: readonly unknown[] = [], how: How = {}) =>
      connected(async (client) => (await client.query({ text, values: [...values], ...how })).rows as readonly Row[]),
    close: () => pool.end(),
  }
}

const ignore = () => {}

/** The value, or the problem as something to throw where only a promise can be given. */
export class StoreFault extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}
