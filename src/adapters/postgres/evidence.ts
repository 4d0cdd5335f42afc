import { createHash, randomBytes } from 'node:crypto'
import type { EvidenceStore, PutLimits, Stored, StoredFile } from '../../app/ports/evidence.ts'
import type { Keys, MasterKey } from '../../app/ports/keys.ts'
import { type Digest, parseDigest, type Uuid, uuidv7 } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok, type Problem, problem, refuse, type Result } from '../../core/problem.ts'
import { type Client, type Database, StoreFault } from './database.ts'
import { nowOf, ORG } from './ledger.ts'
import { pieces } from './pieces.ts'
import { newKey, openChunk, sealChunk, unwrapKey, wrapKey } from './sealing.ts'
import { turnstile, turnstiles } from './turnstile.ts'

const CHUNK_BYTES = 256 * 1024
const CHUNKS_A_READ = 4
/** An upload has a connection for as long as it takes; the others are for those who ask and decide. */
const UPLOADS_AT_ONCE = 4
/** Whoever sends slowly, or much, leaves places to the others. */
const UPLOADS_OF_ONE = 2

type Masters = Pick<Keys, 'masters'>

export function evidence(db: Database, keys: Masters): EvidenceStore {
  const upload = turnstile(UPLOADS_AT_ONCE)
  const own = turnstiles(UPLOADS_OF_ONE)
  return {
    put: (chunks, limits) => own(limits.by, () => upload(() => put(db, keys, chunks, limits))),
    async sentBy(digest, actors) {
      const found = await db.query<{ n: number }>(
        'SELECT 1 AS n FROM holdpoint.evidence_senders WHERE org_id = $1 AND digest = $2 AND actor = ANY($3) LIMIT 1',
        [ORG, hashOf(digest), actors],
      )
      return found.ok ? ok(found.value.length > 0) : found
    },
    async find(digest) {
      const row = await rowOf(db, digest)
      return row.ok ? ok(row.value && fileOf(digest, row.value)) : row
    },
    async read(digest) {
      const row = await rowOf(db, digest)
      if (!row.ok) return row
      if (!row.value) return NO_SUCH_FILE(digest)
      const key = keyOf(digest, row.value, keys)
      return key.ok ? ok(bytesOf(db, digest, row.value, key.value)) : key
    },
    erase: (digest) =>
      db.transaction(async (client) => {
        const { rows } = await client.query<{ file: Uuid }>(
          `UPDATE holdpoint.evidence SET wrapped = NULL, erased_ms = $3
           WHERE org_id = $1 AND digest = $2 AND erased_ms IS NULL RETURNING file`,
          [ORG, hashOf(digest), await nowOf(client)],
        )
        for (const { file } of rows) await dropChunks(client, file)
        return rows.length > 0
      }),
    claim: (digest) =>
      db.transaction(async (client) => {
        await client.query(SENT_AGAIN, [ORG, hashOf(digest), await nowOf(client)])
      }),
    unsentFor: (millis) =>
      db.transaction(async (client) => {
        const { rows } = await client.query<{ digest: Buffer }>(
          'SELECT digest FROM holdpoint.evidence WHERE org_id = $1 AND stored_ms < $2 AND erased_ms IS NULL',
          [ORG, (await nowOf(client)) - millis],
        )
        return rows.map(({ digest }) => digestOf(digest))
      }),
    named: (digests) =>
      db.transaction(async (client) => {
        const { rows } = await client.query<{ log: number; size: string }>(HEAD_OF, [ORG])
        const found = await client.query<{ hex: string }>(`${NAMED} WHERE e.org_id = $1 AND m[1] = ANY($2)`, [
          ORG,
          digests.map(hexOf),
        ])
        const named = new Set(found.rows.map(({ hex }) => `sha256:${hex}` as Digest))
        return { log: rows[0]!.log, size: Number(rows[0]!.size), named }
      }),
    drop: (digest, { millis, looked }) =>
      db.transaction(async (client) => {
        // Under the head's lock nothing is said meanwhile: what is named by then is seen.
        const { rows } = await client.query<{ log: number }>(`${HEAD_OF} FOR UPDATE`, [ORG])
        if (rows[0]!.log !== looked.log) return false
        const since = `${NAMED} WHERE e.org_id = $1 AND e.log = $2 AND e.seq >= $3 AND m[1] = $4`
        const news = await client.query(since, [ORG, looked.log, looked.size, hexOf(digest)])
        if (news.rows.length > 0) return false
        // Who sends it at this moment is waited for, and has then sent it.
        const gone = await client.query<{ file: Uuid }>(
          `DELETE FROM holdpoint.evidence WHERE org_id = $1 AND digest = $2 AND stored_ms < $3 AND erased_ms IS NULL RETURNING file`,
          [ORG, hashOf(digest), (await nowOf(client)) - millis],
        )
        for (const { file } of gone.rows) {
          await dropChunks(client, file)
          const sender = 'DELETE FROM holdpoint.evidence_senders WHERE org_id = $1 AND digest = $2'
          await client.query(sender, [ORG, hashOf(digest)])
        }
        return gone.rows.length > 0
      }),
  }
}

const HEAD_OF = 'SELECT log, size FROM holdpoint.heads WHERE org_id = $1'
/** Digests stand in entries as text; whatever is no ASCII comes out as something else that is none of them. */
const NAMED = `SELECT DISTINCT m[1] AS hex FROM holdpoint.entries AS e
  CROSS JOIN LATERAL regexp_matches(encode(e.bytes, 'escape'), 'sha256:([0-9a-f]{64})', 'g') AS m`

/** All in one transaction, so an upload that is refused or breaks off leaves nothing. */
function put(
  db: Database,
  { masters: [master] }: Masters,
  chunks: AsyncIterable<Uint8Array>,
  { limitBytes, expected, by }: PutLimits,
): Promise<Result<Stored>> {
  let begun = false
  return db.attempt(async (client) => {
    if (begun) return LOST_RACE // a stream comes only once
    begun = true
    const file = uuidv7(instantFromMillis(Date.now()), randomBytes(10))
    const key = newKey()
    const hash = createHash('sha256')
    let [bytes, n] = [0, 0]
    for await (const piece of pieces(chunks, CHUNK_BYTES, limitBytes)) {
      if (!piece.ok) return piece
      hash.update(piece.value.bytes)
      bytes += piece.value.bytes.length
      const sealed = sealChunk(key, piece.value.bytes, { file, n, last: piece.value.last })
      await client.query({ name: 'evidence_chunk', text: CHUNK, values: [ORG, file, n++, sealed] })
    }
    const found = hash.digest()
    const digest = digestOf(found)
    if (expected !== undefined && expected !== digest) return OTHER_FILE(digest, expected)
    const wrapped = wrapKey(key, master, { file, digest: found })
    const values = [ORG, found, file, bytes, n, wrapped, master.id, await nowOf(client)]
    // Where somebody puts the same file at this moment, this waits until they have.
    const { rowCount } = await client.query(FILE, values)
    if (rowCount === 0) {
      await dropChunks(client, file)
      await client.query(SENT_AGAIN, [ORG, found, values.at(-1)])
    }
    if (by !== undefined) await client.query(SENDER, [ORG, found, by])
    return ok({ digest, bytes, again: rowCount === 0 })
  })
}

const CHUNK = 'INSERT INTO holdpoint.evidence_chunks (org_id, file, n, bytes) VALUES ($1, $2, $3, $4)'
/** Takes the place of a file that was erased, never of one that is there. */
const FILE = `INSERT INTO holdpoint.evidence AS old (org_id, digest, file, bytes, chunks, wrapped, key_id, stored_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (org_id, digest) DO UPDATE SET file = excluded.file, bytes = excluded.bytes, chunks = excluded.chunks,
    wrapped = excluded.wrapped, key_id = excluded.key_id, stored_ms = excluded.stored_ms, erased_ms = NULL
  WHERE old.erased_ms IS NOT NULL`

const SENT_AGAIN = 'UPDATE holdpoint.evidence SET stored_ms = greatest(stored_ms, $3) WHERE org_id = $1 AND digest = $2'

const SENDER = `INSERT INTO holdpoint.evidence_senders (org_id, digest, actor) VALUES ($1, $2, $3)
  ON CONFLICT (org_id, digest, actor) DO NOTHING`

const dropChunks = (client: Client, file: Uuid) =>
  client.query('DELETE FROM holdpoint.evidence_chunks WHERE org_id = $1 AND file = $2', [ORG, file])

/** Asks for a few chunks at a time and holds no connection meanwhile, however slowly somebody reads. */
async function* bytesOf(db: Database, digest: Digest, { file, chunks }: Row, key: Uint8Array) {
  const hash = createHash('sha256')
  for (let from = 0; from < chunks; from += CHUNKS_A_READ) {
    const until = Math.min(from + CHUNKS_A_READ, chunks)
    const read = await db.query<{ bytes: Uint8Array }>(
      'SELECT bytes FROM holdpoint.evidence_chunks WHERE org_id = $1 AND file = $2 AND n >= $3 AND n < $4 ORDER BY n',
      [ORG, file, from, until],
    )
    if (!read.ok) throw new StoreFault(read.problem)
    if (read.value.length < until - from) throw new StoreFault(await whyGone(db, digest))
    for (const [i, { bytes }] of read.value.entries()) {
      const n = from + i
      const opened = openChunk(key, bytes, { file, n, last: n === chunks - 1 })
      if (!opened) throw new StoreFault(DAMAGED(digest))
      hash.update(opened)
      yield opened
    }
  }
  if (!hash.digest().equals(hashOf(digest))) throw new StoreFault(DAMAGED(digest))
}

/** Somebody may erase a file while another reads it. */
async function whyGone(db: Database, digest: Digest): Promise<Problem> {
  const row = await rowOf(db, digest)
  if (!row.ok) return row.problem
  return row.value?.wrapped === null ? ERASED(digest, row.value) : DAMAGED(digest)
}

/**
 * Wraps every file's key under the first master key; the chunks stay as they are. Afterwards the other master keys are no longer
 * needed, as soon as no other node has them first. @returns how many were wrapped anew
 */
export async function rewrapEvidence(db: Database, keys: Masters): Promise<Result<number>> {
  let count = 0
  for (;;) {
    const page = await db.attempt((client) => rewrapPage(client, keys))
    if (!page.ok) return page
    if (page.value === 0) return ok(count)
    count += page.value
  }
}

async function rewrapPage(client: Client, keys: Masters): Promise<Result<number>> {
  const [master] = keys.masters
  const { rows } = await client.query<Row & { digest: Buffer }>(
    `SELECT digest, ${COLUMNS} FROM holdpoint.evidence
     WHERE org_id = $1 AND key_id <> $2 AND wrapped IS NOT NULL ORDER BY digest LIMIT 500 FOR UPDATE`,
    [ORG, master.id],
  )
  const wrapped: Uint8Array[] = []
  for (const row of rows) {
    const key = keyOf(digestOf(row.digest), row, keys)
    if (!key.ok) return key
    wrapped.push(wrapKey(key.value, master, row))
  }
  await client.query(
    `UPDATE holdpoint.evidence AS e SET wrapped = u.wrapped, key_id = $2
     FROM unnest($3::bytea[], $4::bytea[]) AS u (digest, wrapped) WHERE e.org_id = $1 AND e.digest = u.digest`,
    [ORG, master.id, rows.map(({ digest }) => digest), wrapped],
  )
  return ok(rows.length)
}

interface Row {
  readonly file: Uuid
  readonly bytes: string
  readonly chunks: number
  /** Null once it was erased. */
  readonly wrapped: Buffer | null
  readonly key_id: MasterKey['id']
  readonly stored_ms: string
  readonly erased_ms: string | null
}
const COLUMNS = 'file, bytes, chunks, wrapped, key_id, stored_ms, erased_ms'

async function rowOf(db: Database, digest: Digest): Promise<Result<Row | undefined>> {
  if (!digest.startsWith('sha256:') || !parseDigest(digest).ok) return ok(undefined)
  const found = await db.query<Row>(`SELECT ${COLUMNS} FROM holdpoint.evidence WHERE org_id = $1 AND digest = $2`, [
    ORG,
    hashOf(digest),
  ])
  return found.ok ? ok(found.value[0]) : found
}

function fileOf(digest: Digest, { bytes, stored_ms, erased_ms }: Row): StoredFile {
  return {
    digest,
    bytes: Number(bytes),
    storedAt: instantFromMillis(Number(stored_ms)),
    ...(erased_ms !== null && { erasedAt: instantFromMillis(Number(erased_ms)) }),
  }
}

function keyOf(digest: Digest, row: Row, { masters }: Masters): Result<Uint8Array> {
  if (!row.wrapped) return no(ERASED(digest, row))
  const master = masters.find(({ id }) => id === row.key_id)
  if (!master) return WRONG_KEY(digest, row.key_id, masters)
  const key = unwrapKey(row.wrapped, master, { file: row.file, digest: hashOf(digest) })
  return key ? ok(key) : no(DAMAGED(digest))
}

const hexOf = (digest: Digest): string => digest.slice('sha256:'.length)
const hashOf = (digest: Digest): Buffer => Buffer.from(hexOf(digest), 'hex')
const digestOf = (hash: Buffer): Digest => `sha256:${hash.toString('hex')}` as Digest

const no = (problem: Problem): Result<never> => ({ ok: false, problem })

const NO_SUCH_FILE = (digest: Digest) =>
  refuse('evidence/no-such-file', `There is no file ${digest}.`, 'Check the digest, or attach the file.')
const ERASED = (digest: Digest, { erased_ms }: Row) =>
  problem(
    'evidence/erased',
    `The file ${digest} was erased at ${instantFromMillis(Number(erased_ms))}.`,
    'Attach it again, if somebody still has it and may.',
  )
const OTHER_FILE = (found: Digest, expected: Digest) =>
  refuse(
    'evidence/other-file',
    `The file is ${found}, and ${expected} was announced. Nothing of it was kept.`,
    'Was it changed on the way, or while it was read? Send it again.',
  )
const WRONG_KEY = (digest: Digest, needed: string, masters: readonly MasterKey[]) =>
  refuse(
    'evidence/wrong-key',
    `The file ${digest} needs the master key ${needed}; at hand: ${masters.map(({ id }) => id).join(', ')}.`,
    'Add that key as a line of its own to the file "masters" in HOLDPOINT_KEYS.',
  )
const DAMAGED = (digest: Digest) =>
  problem(
    'evidence/damaged',
    `The file ${digest} is damaged: what lies in the database is not what was put there.`,
    'Bring it back from a backup, or erase it and attach the original again.',
  )
const LOST_RACE = refuse(
  'evidence/interrupted',
  'The database gave way to somebody else. Nothing of the file was kept.',
  'Send it again.',
)
