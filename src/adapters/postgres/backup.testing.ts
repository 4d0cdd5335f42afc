import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll } from 'vitest'
import { acknowledging, commandId, opening, placing } from '../../app/handle/wish.testing.ts'
import { notary } from '../../app/notary.ts'
import type { BackupPorts } from '../../app/backup.ts'
import type { RestorePorts } from '../../app/restore.ts'
import type { Keys } from '../../app/ports/keys.ts'
import type { Actor } from '../../core/ids.ts'
import { nodeCrypto } from '../crypto.ts'
import { sha256Hashing } from '../hashing.ts'
import { packedFiles } from '../packed.ts'
import { vault } from './backup.ts'
import { ORG } from './ledger.ts'
import { keysInMemory, type TestStore, value } from './store.testing.ts'

/** A folder of one's own, gone after the tests. */
export function scratchFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-backup-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (name) => join(folder, name)
}

export const portsOf = ({ db }: Pick<TestStore, 'db'>): BackupPorts => ({
  vault: vault(db),
  files: packedFiles,
  hashing: sha256Hashing,
  crypto: nodeCrypto,
  program: '0.1.0',
})

/** Of a restore: the next keys lie in memory, too. */
export function restorePorts(store: Pick<TestStore, 'db'>, keys: Keys | undefined, origin = 'test.example/log/2') {
  const next = keysInMemory(origin)
  const calls = { renewed: 0, settled: 0 }
  const ports: RestorePorts = {
    ...portsOf(store),
    keys,
    renew() {
      calls.renewed++
      return {
        ok: true,
        value: {
          origin: next.origin,
          settle() {
            calls.settled++
            return { ok: true, value: undefined }
          },
        },
      }
    },
  }
  return { ports, next, calls }
}

export const wish = (from: string) => ({ from, by: 'ops' as Actor, command: commandId() })

export const sign = async (store: TestStore, keys: Keys) =>
  value(await notary({ ledger: store.ledger, keys, crypto: nodeCrypto }).sign())

/** Cases, with what people said of them. Every second hold is acknowledged, so that something is due in the others, always. */
export async function work(store: TestStore, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const { stream } = value(await store.desk.handle(opening(`Case ${round}`)))
    const asks = [placing(stream), ...(round % 2 === 1 ? [acknowledging(stream)] : [])]
    for (const done of await Promise.all(asks.map((ask) => store.desk.handle(ask)))) value(done)
  }
}

/** A row or a few in every table that no desk fills. */
export async function furnish({ db }: TestStore): Promise<void> {
  const [kept, erased] = [randomUUID(), randomUUID()]
  const statements: [string, readonly unknown[]][] = [
    [
      `INSERT INTO holdpoint.evidence (org_id, digest, file, bytes, chunks, wrapped, key_id, stored_ms, erased_ms)
       VALUES ($1, $2, $3, 300000, 10, $4, $5, 1000, NULL), ($1, $6, $7, 12, 1, NULL, $5, 1000, 2000)`,
      [ORG, randomBytes(32), kept, randomBytes(60), '00', randomBytes(32), erased],
    ],
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n): [string, readonly unknown[]] => [
      'INSERT INTO holdpoint.evidence_chunks (org_id, file, n, bytes) VALUES ($1, $2, $3, $4)',
      [ORG, kept, n, randomBytes(n === 3 ? 1 : 65_536)],
    ]),
    [
      `INSERT INTO holdpoint.case_looks (org_id, case_id, actor, what, hour_ms) VALUES ($1, 'HP-1', 'ana', 'words', 3600000)`,
      [ORG],
    ],
    [`INSERT INTO holdpoint.policies (org_id, digest, text) VALUES ($1, 'sha256:00', 'schema: …')`, [ORG]],
    [`INSERT INTO holdpoint.evidence_senders (org_id, digest, actor) VALUES ($1, $2, 'ana')`, [ORG, randomBytes(32)]],
    [`INSERT INTO holdpoint.inventories (org_id, product, numbers) VALUES ($1, 'payments', 7)`, [ORG]],
    [
      `INSERT INTO holdpoint.imports (org_id, product, n, format, report, said, findings, scope, finished_ms, at_ms)
       VALUES ($1, 'payments', 1, 'trivy', $2, $3, 2, '{"image":"ä\\"}', NULL, 3000)`,
      [ORG, randomBytes(32), randomBytes(32)],
    ],
    [
      `INSERT INTO holdpoint.looks (org_id, product, tool, n, covers, finished_ms) VALUES ($1, 'payments', 'trivy', 1, '', 2000)`,
      [ORG],
    ],
    ...[0, 1, 2].map((i): [string, readonly unknown[]] => [
      `INSERT INTO holdpoint.findings (org_id, product, no, tool, content, identities, finding, first, changed, absent)
       VALUES ($1, 'payments', $2, 'trivy', $3, 'cve:x', $4, 1, 1, $5)`,
      [ORG, i, randomBytes(32), JSON.stringify({ a: '\n\u2028"🙂' }), i || null],
    ]),
    ...[null, '2.4.0'].flatMap((version, i): [string, readonly unknown[]][] => [
      [
        `INSERT INTO holdpoint.deliveries (org_id, id, product, at_ms, actor, version, commit_id, digests, environment)
         VALUES ($1, $2, 'payments', $3, 'ci', $4, NULL, 'sha256:1 sha256:2', 'production')`,
        [ORG, randomUUID(), i, version],
      ],
      [
        `INSERT INTO holdpoint.gate_answers (org_id, id, product, at_ms, actor, version, commit_id, digests, environment, decision,
           reasons, holds, signed) VALUES ($1, $2, 'payments', $3, 'ci', $4, NULL, '', 'production', 'clear', '', '', $5)`,
        [ORG, randomUUID(), i, version, i === 0],
      ],
    ]),
    [`INSERT INTO holdpoint.passwords (org_id, person, hash, set_ms) VALUES ($1, 'ana', '$scrypt$', 1000)`, [ORG]],
    [
      `INSERT INTO holdpoint.second_factors (org_id, person, secret, key_id, last_step, set_ms) VALUES ($1, 'ana', $2, '00', 7, 1000)`,
      [ORG, randomBytes(48)],
    ],
    [`INSERT INTO holdpoint.recovery_codes (org_id, person, digest) VALUES ($1, 'ana', $2)`, [ORG, randomBytes(32)]],
    [
      `INSERT INTO holdpoint.provider_accounts (org_id, issuer, subject, person, linked_ms) VALUES ($1, 'https://id.example', 'a1', 'ana', 1000)`,
      [ORG],
    ],
    [`DELETE FROM holdpoint.outbox WHERE org_id = $1 AND seq % 3 = 0`, [ORG]],
    [`UPDATE holdpoint.outbox SET attempts = 2, not_before_ms = 77 WHERE org_id = $1 AND seq % 3 = 1`, [ORG]],
  ]
  for (const [text, values] of statements) value(await db.query(text, values))
}

/** Everything that stands in a table, in no particular order. */
export async function contents({ db }: Pick<TestStore, 'db'>, table: string): Promise<readonly string[]> {
  const rows = value(await db.query<{ row: string }>(`SELECT t::text AS row FROM holdpoint.${table} AS t`))
  return rows.map(({ row }) => row).sort()
}

export const linesOf = (file: string): readonly string[] =>
  gunzipSync(readFileSync(file)).toString().replace(/\n$/, '').split('\n')

/** Writes lines as a backup of which the last line is right: what a forger would do. */
export function forge(file: string, lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\n`).join('')
  const hash = sha256Hashing()
  hash.update(body)
  const end = JSON.stringify({ end: { lines: lines.length, sha256: hash.digest() } })
  writeFileSync(file, gzipSync(`${body}${end}\n`))
  return file
}

/** Many cases at once. */
export async function many(store: TestStore, cases: number): Promise<void> {
  const opened = await Promise.all(Array.from({ length: cases }, (_, i) => store.desk.handle(opening(`Case ${i}`))))
  for (const done of await Promise.all(opened.map((one) => store.desk.handle(placing(value(one).stream))))) value(done)
}
