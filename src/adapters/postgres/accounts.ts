import type { Accounts } from '../../app/ports/accounts.ts'
import type { Actor } from '../../core/ids.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, NOW, ORG } from './ledger.ts'
import { locked, type Masters, unlocked } from './secrets.ts'
import { sessions } from './sessions.ts'
import { tickets } from './tickets.ts'

/** What opens the door for people. */
export const accounts = (db: Database, keys: Masters): Accounts => ({
  ...passwords(db),
  ...factors(db, keys),
  ...links(db),
  ...tickets(db, keys),
  ...sessions(db),
})

const passwords = (db: Database): Pick<Accounts, 'password' | 'keepPassword'> => ({
  async password(person) {
    const found = await db.query<{ hash: string }>(
      'SELECT hash FROM holdpoint.passwords WHERE org_id = $1 AND person = $2',
      [ORG, person],
      LOOK,
    )
    return found.ok ? ok(found.value[0]?.hash) : found
  },
  async keepPassword(person, hash) {
    const kept = await db.query(
      `INSERT INTO holdpoint.passwords (org_id, person, hash, set_ms) VALUES ($1, $2, $3, ${NOW})
       ON CONFLICT (org_id, person) DO UPDATE SET hash = excluded.hash, set_ms = excluded.set_ms`,
      [ORG, person, hash],
    )
    return kept.ok ? ok(undefined) : kept
  },
})

type Factors = Pick<Accounts, 'factor' | 'keepFactor' | 'spendStep' | 'spendRecovery' | 'endFactor'>

const factors = (db: Database, keys: Masters): Factors => ({
  async factor(person) {
    const found = await db.query<{ sealed: Uint8Array; key_id: string; last_step: string }>(
      'SELECT secret AS sealed, key_id, last_step FROM holdpoint.second_factors WHERE org_id = $1 AND person = $2',
      [ORG, person],
      LOOK,
    )
    if (!found.ok) return found
    const [row] = found.value
    if (!row) return ok(undefined)
    const secret = unlocked(row, nameOf(person), keys)
    return secret.ok ? ok({ secret: secret.value, lastStep: Number(row.last_step) }) : secret
  },
  keepFactor(person, { secret, lastStep }, recovery) {
    const { sealed, key_id } = locked(secret, nameOf(person), keys)
    return db.transaction(async (client) => {
      await client.query(
        `INSERT INTO holdpoint.second_factors (org_id, person, secret, key_id, last_step, set_ms) VALUES ($1, $2, $3, $4, $5, ${NOW})
         ON CONFLICT (org_id, person) DO UPDATE SET secret = excluded.secret, key_id = excluded.key_id,
           last_step = excluded.last_step, set_ms = excluded.set_ms`,
        [ORG, person, sealed, key_id, lastStep],
      )
      await client.query('DELETE FROM holdpoint.recovery_codes WHERE org_id = $1 AND person = $2', [ORG, person])
      await client.query(
        'INSERT INTO holdpoint.recovery_codes (org_id, person, digest) SELECT $1, $2, * FROM unnest($3::bytea[])',
        [ORG, person, recovery],
      )
    })
  },
  async spendStep(person, step) {
    const spent = await db.query(
      `UPDATE holdpoint.second_factors SET last_step = $3::bigint
       WHERE org_id = $1 AND person = $2 AND last_step < $3::bigint RETURNING person`,
      [ORG, person, step],
    )
    return spent.ok ? ok(spent.value.length > 0) : spent
  },
  async spendRecovery(person, digest) {
    const spent = await db.query(
      'DELETE FROM holdpoint.recovery_codes WHERE org_id = $1 AND person = $2 AND digest = $3 RETURNING person',
      [ORG, person, digest],
    )
    return spent.ok ? ok(spent.value.length > 0) : spent
  },
  endFactor: (person) =>
    db.transaction(async (client) => {
      for (const table of ['second_factors', 'recovery_codes'])
        await client.query(`DELETE FROM holdpoint.${table} WHERE org_id = $1 AND person = $2`, [ORG, person])
    }),
})

const nameOf = (person: Actor) => `factor ${person}`

const links = (db: Database): Pick<Accounts, 'linked' | 'link' | 'unlink'> => {
  const linked: Accounts['linked'] = async ({ issuer, subject }) => {
    const found = await db.query<{ person: Actor }>(
      'SELECT person FROM holdpoint.provider_accounts WHERE org_id = $1 AND issuer = $2 AND subject = $3',
      [ORG, issuer, subject],
      LOOK,
    )
    return found.ok ? ok(found.value[0]?.person) : found
  }
  return {
    linked,
    async link(account, person) {
      const kept = await db.query(
        `INSERT INTO holdpoint.provider_accounts (org_id, issuer, subject, person, linked_ms)
         SELECT $1::text, $2::text, $3::text, $4::text, ${NOW}
         WHERE NOT EXISTS (SELECT 1 FROM holdpoint.provider_accounts WHERE org_id = $1::text AND person = $4::text)
         ON CONFLICT (org_id, issuer, subject) DO NOTHING`,
        [ORG, account.issuer, account.subject, person],
      )
      if (!kept.ok) return kept
      return linked(account)
    },
    async unlink(person) {
      const gone = await db.query('DELETE FROM holdpoint.provider_accounts WHERE org_id = $1 AND person = $2', [
        ORG,
        person,
      ])
      return gone.ok ? ok(undefined) : gone
    },
  }
}
