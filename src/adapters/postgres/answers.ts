import type { Answers, KeptAnswer } from '../../app/ports/answers.ts'
import type { GateDecision } from '../../core/gate/verdict.ts'
import { millisOf } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { deliveryOf, type Row, wordsOf } from './deliveries.ts'
import { LOOK, ORG } from './ledger.ts'

/** Whoever deploys waits for it. */
const PATIENCE = { query_timeout: 1_000 }

export const answers = (db: Database): Answers => ({
  async keep(rows) {
    const kept = await db.query(
      `INSERT INTO holdpoint.gate_answers (org_id, ${COLUMNS})
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
         $10::text[], $11::text[], $12::text[], $13::boolean[])`,
      [
        ORG,
        rows.map(({ id }) => id),
        rows.map(({ product }) => product),
        rows.map(({ at }) => millisOf(at)),
        rows.map(({ by }) => by),
        rows.map(({ version }) => version ?? null),
        rows.map(({ commit }) => commit ?? null),
        rows.map(({ digests }) => digests.join(' ')),
        rows.map(({ environment }) => environment),
        rows.map(({ decision }) => decision),
        rows.map(({ reasons }) => reasons.join(' ')),
        rows.map(({ holds }) => holds.join(' ')),
        rows.map(({ signed }) => signed),
      ],
      { name: 'keep_answers', ...PATIENCE },
    )
    return kept.ok ? ok(undefined) : kept
  },
  async page({ product, before, limit }) {
    const found = await db.query<AnswerRow>(
      `SELECT ${COLUMNS} FROM holdpoint.gate_answers WHERE org_id = $1 AND product = $2
         AND ($3::bigint IS NULL OR (at_ms, id) < ($3, $4::uuid))
       ORDER BY at_ms DESC, id DESC LIMIT $5`,
      [ORG, product, before ? millisOf(before.at) : null, before?.id ?? null, limit],
      LOOK,
    )
    if (!found.ok) return found
    return ok(
      found.value.map(({ decision, reasons, holds, signed, ...row }): KeptAnswer => ({
        ...deliveryOf(row),
        decision,
        reasons: wordsOf(reasons),
        holds: wordsOf(holds),
        signed,
      })),
    )
  },
  async forget(before) {
    const gone = await db.query('DELETE FROM holdpoint.gate_answers WHERE org_id = $1 AND at_ms < $2 RETURNING 1', [
      ORG,
      millisOf(before),
    ])
    return gone.ok ? ok(gone.value.length) : gone
  },
})

const COLUMNS = 'id, product, at_ms, actor, version, commit_id, digests, environment, decision, reasons, holds, signed'

interface AnswerRow extends Row {
  readonly decision: GateDecision
  readonly reasons: string
  readonly holds: string
  readonly signed: boolean
}
