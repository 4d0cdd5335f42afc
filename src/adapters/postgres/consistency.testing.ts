import { rowsOf } from '../../app/handle/rows.ts'
import { RULES } from '../../app/handle/wish.testing.ts'
import { isCase } from '../../app/handle/kinds/cases.ts'
import type { Store } from '../../app/ports/store.ts'
import { noCase } from '../../core/case/case.ts'
import { decodeEvent } from '../../core/case/decode.ts'
import type { CaseEvent } from '../../core/case/event.ts'
import { replay } from '../../core/case/evolve.ts'
import { millisOf } from '../../core/instant.ts'
import { writeBundle } from '../../core/log/bundle.ts'
import { decodeEntry } from '../../core/log/codec.ts'
import { verifyBundle } from '../../core/log/verify.ts'
import { notary } from '../../app/notary.ts'
import { nodeCrypto } from '../crypto.ts'
import type { Database } from './database.ts'
import { value } from './store.testing.ts'

/** One acknowledged command: `id stream n index`. */
export type Acknowledged = readonly [id: string, stream: string, n: string, index: string]

/** Everything that must be true of a store at any moment at which nobody writes. Says what is not. */
export async function flawsOf(
  store: Store,
  db: Database,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> {
  const flaws: string[] = []
  const head = value(await store.ledger.head())
  const entries: Uint8Array[] = []
  for await (const entry of store.ledger.entries(head.log, 0, head.size)) entries.push(entry)
  const note = value(await notary({ ...store, crypto: nodeCrypto }).sign())
  const verified = verifyBundle(writeBundle(note, entries), {
    ...nodeCrypto,
    file: 'log',
    keys: [store.keys.signer.key],
  })
  if (!verified.ok) flaws.push(`the log does not verify: ${verified.problem.message}`)

  const commands = value(
    await db.query<{ id: string; stream: string; n: number; seq: string; entries: number }>(
      'SELECT id, stream, n, seq, entries FROM holdpoint.commands',
    ),
  )
  const known = new Map(commands.map(({ id, stream, n, seq }) => [id, `${stream} ${n} ${seq}`]))
  for (const [id, ...answer] of acknowledged)
    if (known.get(id) !== answer.join(' '))
      flaws.push(`${id} was acknowledged as ${answer.join(' ')} and is ${known.get(id)}`)
  const said = commands.reduce((sum, one) => sum + one.entries, 0)
  if (said !== entries.length) flaws.push(`${entries.length} entries, ${said} by the commands`)
  const [{ n: outgoing }] = value(await db.query<{ n: number }>('SELECT count(*)::int AS n FROM holdpoint.outbox')) as [
    { n: number },
  ]
  if (outgoing !== entries.length) flaws.push(`${entries.length} entries, ${outgoing} to be told`)

  const expected = readModels(entries)
  for (const [table, rows] of Object.entries(await storedModels(db)))
    if (rows.join('\n') !== expected[table as keyof typeof expected].join('\n'))
      flaws.push(`${table} differs from a replay of the log`)
  return flaws
}

/** The read models, made anew from the log alone. */
function readModels(entries: readonly Uint8Array[]) {
  const histories = new Map<string, CaseEvent[]>()
  for (const bytes of entries) {
    const entry = value(decodeEntry(bytes))
    if (!isCase(entry.stream)) continue
    const before = histories.get(entry.stream)
    const last = before?.at(-1)
    const event = value(
      decodeEvent(entry, last && { id: entry.stream, n: last.n, at: last.at }, { file: entry.stream }),
    )
    if (before) before.push(event)
    else histories.set(entry.stream, [event])
  }
  const states = [...histories].map(([id, events]) => replay(id as never, events))
  const { cases, holds, due } = rowsOf(states, noCase, RULES)
  return {
    cases: cases
      .map(({ id, n, name, openedAt, closed }) => `${id} ${n} ${name} ${millisOf(openedAt)} ${closed}`)
      .sort(),
    holds: holds.map((hold) => `${hold.case} ${hold.product} ${hold.inForce}`).sort(),
    due: due.added.map((one) => `${one.case} ${one.what} ${one.hold ?? one.about ?? ''} ${millisOf(one.at)}`).sort(),
  }
}

async function storedModels(db: Database) {
  const lines = async (columns: string, table: string) =>
    value(await db.query<{ line: string }>(`SELECT concat_ws(' ', ${columns}) AS line FROM holdpoint.${table}`))
      .map(({ line }) => line)
      .sort()
  const truth = (column: string) => `CASE WHEN ${column} THEN 'true' ELSE 'false' END`
  return {
    cases: await lines(`case_id, n, name, opened_ms, ${truth('closed')}`, 'cases'),
    holds: await lines(`case_id, product, ${truth('in_force')}`, 'holds'),
    due: await lines('case_id, what, about, at_ms', 'due'),
  }
}
