import type { Deliveries, Delivery } from '../../app/ports/deliveries.ts'
import type { Actor, Commit, Digest, Product, Uuid } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, nowOf, ORG } from './ledger.ts'

export const deliveries = (db: Database): Deliveries => ({
  keep: ({ id, by, product, version, commit, digests, environment }) =>
    db.transaction(async (client) => {
      const now = await nowOf(client)
      await client.query(
        `INSERT INTO holdpoint.deliveries (org_id, id, product, at_ms, actor, version, commit_id, digests, environment)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
        [ORG, id, product, now, by, version ?? null, commit ?? null, digests.join(' '), environment],
      )
      const { rows } = await client.query<Row>(
        `SELECT ${COLUMNS} FROM holdpoint.deliveries WHERE org_id = $1 AND id = $2`,
        [ORG, id],
      )
      return deliveryOf(rows[0]!)
    }),
  async last(product, environment) {
    const found = await db.query<Row>(
      `SELECT ${COLUMNS} FROM holdpoint.deliveries WHERE org_id = $1 AND product = $2 AND environment = $3
       ORDER BY at_ms DESC, id DESC LIMIT 1`,
      [ORG, product, environment],
      LOOK,
    )
    return found.ok ? ok(found.value[0] && deliveryOf(found.value[0])) : found
  },
  async builds(products) {
    const found = await db.query<Row>(
      `SELECT DISTINCT ON (product, environment, digests, version, commit_id) ${COLUMNS} FROM holdpoint.deliveries
       WHERE org_id = $1 AND product = ANY($2)
       ORDER BY product, environment, digests, version, commit_id, at_ms DESC, id DESC`,
      [ORG, products],
      LOOK,
    )
    return found.ok ? ok(found.value.map(deliveryOf)) : found
  },
  async page({ product, version, environment, limit }) {
    const found = await db.query<Row>(
      `SELECT ${COLUMNS} FROM holdpoint.deliveries
       WHERE org_id = $1 AND product = $2 AND ($3::text IS NULL OR version = $3) AND ($4::text IS NULL OR environment = $4)
       ORDER BY at_ms DESC, id DESC LIMIT $5`,
      [ORG, product, version ?? null, environment ?? null, limit],
      LOOK,
    )
    return found.ok ? ok(found.value.map(deliveryOf)) : found
  },
})

const COLUMNS = 'id, product, at_ms, actor, version, commit_id, digests, environment'
export interface Row {
  readonly id: Uuid
  readonly product: Product
  readonly at_ms: string
  readonly actor: Actor
  readonly version: string | null
  readonly commit_id: Commit | null
  readonly digests: string
  readonly environment: string
}

export const deliveryOf = ({ id, product, at_ms, actor, version, commit_id, digests, environment }: Row): Delivery => ({
  id,
  at: instantFromMillis(Number(at_ms)),
  by: actor,
  product,
  ...(version !== null && { version }),
  ...(commit_id !== null && { commit: commit_id }),
  digests: wordsOf(digests) as readonly Digest[],
  environment,
})

/** Ids hold no space. */
export const wordsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(' '))
