import type { PolicyTexts } from '../../app/ports/policies.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { ORG } from './ledger.ts'

export const policyTexts = (db: Database): PolicyTexts => ({
  async keep(digest, text) {
    const kept = await db.query(
      'INSERT INTO holdpoint.policies (org_id, digest, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [ORG, digest, text],
    )
    return kept.ok ? ok(undefined) : kept
  },
  async text(digest) {
    const found = await db.query<{ text: string }>(
      'SELECT text FROM holdpoint.policies WHERE org_id = $1 AND digest = $2',
      [ORG, digest],
      { query_timeout: 5_000 },
    )
    return found.ok ? ok(found.value[0]?.text) : found
  },
})
