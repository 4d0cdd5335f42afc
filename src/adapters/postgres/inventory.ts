import type { Inventory, KnownFinding, Look, Outcome, Shelf } from '../../app/ports/inventory.ts'
import type { Product } from '../../core/ids.ts'
import { type Instant, instantFromMillis, millisOf } from '../../core/instant.ts'
import { bytes, type CopyIn, copyIn, text } from './copy-in.ts'
import { type Client, type Database, STALLED } from './database.ts'
import { appendWith, nowOf, ORG, streamLength } from './ledger.ts'

/** Rows of a page: what is held of them at once. */
const PAGE = 5_000
const WORDS_PAGE = 500

export const inventory = (db: Database): Inventory => ({
  open: (product, work) =>
    db.attempt(async (client) => {
      const numbers = await locked(client, product)
      const [looks, now] = [await looksOf(client, product), instantFromMillis(await nowOf(client))]
      const rows = copyIn(client, `holdpoint.findings (${COLUMNS})`)
      const result = await work(shelfOf(client, product, rows, { numbers, looks, now }))
      await rows.end() // a refusal may come in the middle of them
      return result
    }),
})

/** The product's row is held first and the log's head last, by everybody: nobody waits in a circle, and the head not for a report. */
async function locked(client: Client, product: Product): Promise<number> {
  const key = [ORG, product]
  await client.query(
    'INSERT INTO holdpoint.inventories (org_id, product, numbers) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING',
    key,
  )
  const { rows } = await client.query<{ numbers: number }>(
    'SELECT numbers FROM holdpoint.inventories WHERE org_id = $1 AND product = $2 FOR UPDATE',
    key,
  )
  return rows[0]!.numbers
}

function shelfOf(client: Client, product: Product, rows: CopyIn, is: Pick<Shelf, 'numbers' | 'looks' | 'now'>): Shelf {
  const key = [ORG, product]
  return {
    ...is,
    async isKnown(command) {
      const { rows } = await client.query('SELECT 1 FROM holdpoint.commands WHERE org_id = $1 AND id = $2', [
        ORG,
        command,
      ])
      return rows.length > 0
    },
    length: (stream) => streamLength(client, stream),
    async entry(stream, n) {
      const { rows } = await client.query<{ bytes: Uint8Array }>(
        'SELECT bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = $2 AND n = $3',
        [ORG, stream, n],
      )
      return rows[0]!.bytes
    },
    async wasSaid(said, finishedAt) {
      await rows.end()
      const found = await client.query(
        `SELECT 1 FROM holdpoint.imports WHERE org_id = $1 AND product = $2 AND said = $3
         AND ($4::bigint IS NULL OR finished_ms >= $4) LIMIT 1`,
        [...key, Buffer.from(said, 'hex'), millis(finishedAt)],
      )
      return found.rows.length > 0
    },
    findings: () => knownOf(client, product),
    async *words(numbers) {
      await rows.end()
      for (let from = 0; from < numbers.length; from += WORDS_PAGE) {
        const page = await client.query<{ no: number; finding: string }>(
          'SELECT no, finding FROM holdpoint.findings WHERE org_id = $1 AND product = $2 AND no = ANY($3::int[])',
          [...key, numbers.slice(from, from + WORDS_PAGE)],
        )
        yield* page.rows
      }
    },
    add: ({ no, tool, content, identities, finding, first }) =>
      rows.add(ORG, text(product), no, tool, bytes(content), identities, text(finding), first, first, '\\N'),
    async settle(outcome) {
      await rows.end()
      await settle(client, product, outcome, is.now)
    },
    async append(decide) {
      await client.query(`SET LOCAL ${STALLED}`) // from here on it has the head of the log
      return appendWith(client, decide)
    },
  }
}

const COLUMNS = 'org_id, product, no, tool, content, identities, finding, first, changed, absent'

async function looksOf(client: Client, product: Product): Promise<readonly Look[]> {
  const { rows } = await client.query<{ tool: string; covers: string; finished_ms: string | null }>(
    'SELECT tool, covers, finished_ms FROM holdpoint.looks WHERE org_id = $1 AND product = $2',
    [ORG, product],
  )
  return rows.map(({ tool, covers, finished_ms }) => ({
    tool,
    covers: covers.split(' '),
    ...(finished_ms !== null && { finishedAt: instantFromMillis(Number(finished_ms)) }),
  }))
}

async function knownOf(client: Client, product: Product): Promise<readonly KnownFinding[]> {
  const known: KnownFinding[] = []
  for (;;) {
    const { rows } = await client.query<KnownFinding>(
      `SELECT no, tool, encode(content, 'hex') AS content, identities, absent IS NOT NULL AS absent FROM holdpoint.findings
       WHERE org_id = $1 AND product = $2 AND no > $3 ORDER BY no LIMIT ${PAGE}`,
      [ORG, product, known.at(-1)?.no ?? 0],
    )
    known.push(...rows)
    if (rows.length < PAGE) return known
  }
}

/** Touches the rows that differ, and no other. */
async function settle(client: Client, product: Product, outcome: Outcome, now: Instant): Promise<void> {
  const { n, numbers, changed, dropped, returned, gone, looks, row } = outcome
  const key = [ORG, product]
  const steps: readonly (readonly [text: string, rows: number, ...values: unknown[]])[] = [
    [CHANGED, changed.length, n, changed.map(({ no }) => no), wordsByNumber(changed)],
    [DROPPED, dropped.length, dropped],
    [RETURNED, returned.length, returned],
    [GONE, gone.length, n, gone],
  ]
  for (const [text, rows, ...values] of steps)
    if (rows > 0) {
      const { rowCount } = await client.query(text, [...key, ...values])
      if (rowCount !== rows) throw new Error(`${rowCount} of ${rows} findings were found`)
    }
  if (!row) return
  await client.query('UPDATE holdpoint.inventories SET numbers = $3 WHERE org_id = $1 AND product = $2', [
    ...key,
    numbers,
  ])
  const { format, report, said, findings, scope, finishedAt } = row
  const hashes = [report, said].map((hex) => Buffer.from(hex, 'hex'))
  const values = [n, format, ...hashes, findings, scope, millis(finishedAt), millisOf(now)]
  await client.query(IMPORT, [...key, ...values])
  const columns = [
    looks.map(({ tool }) => tool),
    looks.map(({ covers }) => covers.join(' ')),
    looks.map((look) => millis(look.finishedAt)),
  ]
  if (looks.length > 0) await client.query(LOOKS, [...key, n, ...columns])
}

/** The number of a row's new words, at the place of its own number. */
function wordsByNumber(changed: Outcome['changed']): readonly number[] {
  const words: number[] = Array.from({ length: changed.reduce((most, { no }) => Math.max(most, no), 0) }, () => 0)
  for (const one of changed) words[one.no - 1] = one.words
  return words
}

// No join: whatever the planner believes of a product that it has never met, each row is found by its key.
const CHANGED = `UPDATE holdpoint.findings AS f SET changed = $3, absent = NULL, (content, identities, finding) = (
    SELECT w.content, w.identities, w.finding FROM holdpoint.findings AS w
    WHERE w.org_id = $1 AND w.product = $2 AND w.no = ($5::int[])[f.no])
  WHERE org_id = $1 AND product = $2 AND no = ANY($4::int[])`
const DROPPED = 'DELETE FROM holdpoint.findings WHERE org_id = $1 AND product = $2 AND no = ANY($3::int[])'
const RETURNED = `UPDATE holdpoint.findings SET absent = NULL WHERE org_id = $1 AND product = $2 AND no = ANY($3::int[])`
const GONE = `UPDATE holdpoint.findings SET absent = $3 WHERE org_id = $1 AND product = $2 AND no = ANY($4::int[])`
const IMPORT = `INSERT INTO holdpoint.imports
  (org_id, product, n, format, report, said, findings, scope, finished_ms, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
const LOOKS = `INSERT INTO holdpoint.looks (org_id, product, n, tool, covers, finished_ms)
  SELECT $1, $2, $3::int, * FROM unnest($4::text[], $5::text[], $6::bigint[])
  ON CONFLICT (org_id, product, tool) DO UPDATE
  SET n = excluded.n, covers = excluded.covers, finished_ms = excluded.finished_ms`

const millis = (instant: Instant | undefined): number | null => (instant === undefined ? null : millisOf(instant))
