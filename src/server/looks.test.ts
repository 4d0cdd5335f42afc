import { expect, test } from 'vitest'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import { systemClock } from '../adapters/clock.ts'
import { reading } from '../app/reading.ts'
import { looks } from '../app/looks.ts'
import type { LookBook } from '../app/ports/looks.ts'
import { caseOf } from '../app/service/case-of.ts'
import type { CaseId, Digest } from '../core/ids.ts'
import { nodes, recognise, under } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()

const POC = `sha256:${'ab'.repeat(32)}` as Digest
const NOTE = `sha256:${'cd'.repeat(32)}` as Digest
const BODY = {
  title: 'SQL injection in the login',
  hold: { product: 'payments', version: '2.4.0', reason: 'Anybody can read the accounts.' },
  evidence: [
    { evidence: POC, bytes: 12, name: 'poc.txt', sensitive: true },
    { evidence: NOTE, bytes: 12, name: 'note.txt', sensitive: false },
  ],
}
const params = { id: 'HP-1' }
const somebody = (role: string) => recognise(`token-${role}`)!

async function opened() {
  const store = await fresh()
  const server = await node(store)
  const reply = await server.as().call('POST /api/cases', { body: BODY })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return { store, ...server, state: value(await caseOf('HP-1' as CaseId, store.shelf)) }
}

test('who looked at the words of a case is kept by the hour: one row, however often they look', async () => {
  const { as, looks: seen } = await opened()
  for (let i = 0; i < 5; i++) await as('executive').call('GET /api/cases/:id', { params })
  await as('engineer').call('GET /api/cases/:id', { params }) // sees the outline: no look
  value(await seen.flush())
  const told = await as('auditor').call('GET /api/cases/:id/looks', { params })
  expect(told).toMatchObject({ ok: true, value: { case: 'HP-1', looks: [{ by: 'executive', what: 'words' }] } })
  const [look] = told.ok ? told.value.looks : []
  expect(look?.hour).toMatch(/:00:00\.000Z$/)
})

test('auditors and security managers read who looked; administrators and everybody else do not', async () => {
  const { as } = await opened()
  for (const role of ['auditor', 'security-manager'])
    expect(await as(role).call('GET /api/cases/:id/looks', { params })).toMatchObject({ status: 200 })
  for (const role of ['administrator', 'analyst', 'executive', 'viewer', 'pipeline'])
    expect(await as(role).call('GET /api/cases/:id/looks', { params })).toMatchObject({
      status: 403,
      problem: { code: 'access/not-yours' },
    })
  expect(await as('payments-only').call('GET /api/cases/:id/looks', { params: { id: 'HP-9' } })).toMatchObject({
    status: 404,
  })
})

test('the exploit is shown only to whoever was let in that far, and the look is durable first', async () => {
  const { store, state } = await opened()
  const read = reading({ looks: looks({ book: store.looks, clock: systemClock }), under })
  const wanted = { part: 'evidence', digest: POC } as const
  expect(await read.look(somebody('executive'), state, wanted)).toMatchObject({
    problem: { code: 'access/need-to-know' },
  })
  value(await read.look(somebody('executive'), state, { part: 'evidence', digest: NOTE }))
  value(await read.look(somebody('analyst'), state, wanted))
  value(await read.look(somebody('executive'), state, { part: 'document', kind: 'executive' }))
  // Only the exploit was written by now; what is not sensitive waits for the next flush.
  expect(value(await store.looks.of(state.id))).toMatchObject([{ by: 'analyst', what: `evidence:${POC}` }])
})

test('what cannot be noted: words are shown and noted later, the exploit is not shown', async () => {
  const { store, state } = await opened()
  let isAway = true
  const away = { ok: false as const, problem: { code: 'store/unreachable' as const, message: 'Away.' } }
  const book: LookBook = {
    ...store.looks,
    write: (some) => (isAway ? Promise.resolve(away) : store.looks.write(some)),
  }
  const seen = looks({ book, clock: systemClock })
  const read = reading({ looks: seen, under })
  expect(await read.look(somebody('analyst'), state, { part: 'evidence', digest: POC })).toMatchObject({
    problem: { code: 'store/not-noted' },
  })
  value(await read.look(somebody('analyst'), state, { part: 'words' }))
  expect(await seen.flush()).toMatchObject({ problem: { code: 'store/unreachable' } })
  isAway = false
  value(await seen.flush())
  expect(value(await store.looks.of(state.id))).toMatchObject([{ by: 'analyst', what: 'words' }])
})

test('words are not shown either, once more looks wait than a crash may lose', async () => {
  const { store, state } = await opened()
  const seen = looks({ book: store.looks, clock: systemClock })
  for (let i = 0; i < 10_000; i++) value(seen.note({ case: state.id, by: somebody('analyst').actor, what: `${i}` }))
  expect(seen.note({ case: state.id, by: somebody('analyst').actor, what: 'words' })).toMatchObject({ ok: false })
  value(await seen.flush())
  expect(seen.note({ case: state.id, by: somebody('analyst').actor, what: 'words' })).toMatchObject({ ok: true })
})

test('a look is erased when its time is over, and not before', async () => {
  const { store } = await opened()
  const row = (days: number) =>
    store.db.query(
      `INSERT INTO holdpoint.case_looks (org_id, case_id, actor, what, hour_ms)
       VALUES ('org', 'HP-1', 'ana', 'words', (extract(epoch FROM now()) * 1000)::bigint - $1::bigint * 86400000)`,
      [days],
    )
  value(await row(399))
  value(await row(401))
  expect(value(await store.looks.erase(400))).toBe(1)
  expect(value(await store.looks.of('HP-1' as CaseId))).toHaveLength(1)
  expect(value(await store.looks.erase(400))).toBe(0)
})
