import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { stores } from '../adapters/postgres/store.testing.ts'
import { type CaseWish, NOUNS } from '../api/nouns.ts'
import { DOCUMENT_KINDS } from '../core/brief/documents.ts'
import { readCase } from '../core/case/decode.ts'
import type { CaseEvent } from '../core/case/event.ts'
import { story, STORY_ROLES } from '../core/case/story.testing.ts'
import type { Instant } from '../core/instant.ts'
import type { Opening } from '../core/log/entry.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const params = { id: 'HP-1' }
const STORY = story(nodeCrypto.sha256)
/** It begins now: what it says of times to come has to be to come. */
const LATER = Date.now() - Date.parse(STORY.events[0]!.at)

/** What was said, in the words that a server takes: plain text for seals, everybody by the name of their role. */
const inWords = (said: object, openings: ReadonlyMap<string, Opening>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(said), (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'sealed' in value)
      return openings.get(String(value.sealed))!.value
    if (typeof value !== 'string') return value
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return new Date(Date.parse(value) + LATER).toISOString()
    return STORY_ROLES[value] ?? value
  }) as Record<string, unknown>

/** Each wish by whoever wished it. @returns what was refused */
async function tell({ as }: TestNode, wishes: typeof STORY.wishes): Promise<readonly string[]> {
  const refused: string[] = []
  for (const [by, { type, ...wish }] of wishes) {
    const client = as(STORY_ROLES[by])
    const body = inWords(wish, STORY.openings) as never
    const key = `POST /api/cases/:id/${NOUNS[type as CaseWish]}` as 'POST /api/cases/:id/lifts'
    const reply =
      type === 'open' ? await client.call('POST /api/cases', { body }) : await client.call(key, { params, body })
    if (!reply.ok) refused.push(reply.problem.code)
  }
  return refused
}

async function attached(at: TestNode, file: string, name: string): Promise<void> {
  const people = new RegExp(`\\b(?:${Object.keys(STORY_ROLES).join('|')})\\b`, 'g')
  await attachedText(
    at,
    readFileSync(file, 'utf8').replace(people, (name) => STORY_ROLES[name]!),
    name,
  )
}

async function attachedText({ as }: TestNode, text: string, name: string): Promise<void> {
  const bytes = Buffer.from(text)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const sent = await as().call('PUT /api/evidence/:digest', { params: { digest }, upload: new Blob([bytes]) })
  const body = { evidence: digest, bytes: bytes.length, name, sensitive: false }
  const said = await as().call('POST /api/cases/:id/attachments', { params, body })
  if (!sent.ok || !said.ok) throw new Error(`${name} was not attached`)
}

test('the example story, told over HTTP, is the example case: the same entries, the same words, the same refusals', async () => {
  const at = await node(await fresh())
  expect(await tell(at, STORY.wishes)).toEqual(STORY.refused.map(([, code]) => code))
  const file = await at.as('auditor').call('GET /api/cases/:id/file', { params })
  if (!file.ok) throw new Error(file.problem.detail)
  const read = readCase(file.value.split('\n'), 'HP-1', '9999-01-01T00:00:00.000Z' as Instant, nodeCrypto.sha256)
  if (!read.ok) throw new Error(read.problem.message)
  const said = ({ n, type, data }: CaseEvent) => ({ n, type, data: { ...data, policy: undefined } })
  const { events, openings } = read.value
  // As it came back: its times are those of today already.
  const back = events.map(
    (event) =>
      JSON.parse(JSON.stringify(said(event)), (_, value: unknown) =>
        typeof value === 'object' && value !== null && 'sealed' in value
          ? openings.get(String(value.sealed))?.value
          : value,
      ) as unknown,
  )
  expect(back).toEqual(STORY.events.map((event) => inWords(said(event), STORY.openings)))
  expect(await at.as('viewer').call('GET /api/cases/:id/file', { params })).toMatchObject({ status: 403 })
  expect(await at.as('viewer').call('GET /api/cases/:id/rules', { params })).toMatchObject({ status: 403 })
})

/** Figures and documents of the case on the afternoon of the first day: the fix is under way. */
let at: TestNode
beforeAll(async () => {
  at = await node(await fresh())
  const planned = STORY.wishes.findIndex(([, { type }]) => type === 'start_task') + 1
  await tell(at, STORY.wishes.slice(0, planned))
})

const document = (kind: string, format: string, who = 'executive') =>
  at.as(who).call('GET /api/cases/:id/documents/:kind', {
    params: { ...params, kind },
    query: { format: format as 'markdown' },
  })
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test('without answers there are no figures, and it is said what would have to be answered', async () => {
  const figures = await at.as().call('GET /api/cases/:id/options', { params, query: {} })
  expect(figures).toMatchObject({ ok: true, value: { schema: expect.stringContaining('holdpoint/') } })
  expect(JSON.stringify(figures)).toContain('attack_chance_30_days')
  const brief = await document('executive', 'markdown')
  expect(brief.ok && text(brief.value)).not.toContain('€')
})

test('what is attached under its well-known name gives the case its figures, from then on', async () => {
  const before = new Date().toISOString()
  await attached(at, 'examples/case.answers.yaml', 'case.answers.yaml')
  await attached(at, 'examples/case.profile.yaml', 'profile.yaml')
  await attached(at, 'examples/case.plan.yaml', 'plan.yaml')
  const figures = await at.as().call('GET /api/cases/:id/options', { params, query: {} })
  expect(figures).toMatchObject({ ok: true, value: { currency: 'EUR', options: expect.any(Array) } })
  const plan = await at.as().call('GET /api/cases/:id/plan', { params, query: {} })
  expect(plan).toMatchObject({ ok: true, value: { zone: 'Europe/Berlin' } })
  const brief = await document('executive', 'markdown')
  expect(brief.ok && text(brief.value)).toMatch(/€ ?\d|EUR ?\d/)
  const then = await at.as().call('GET /api/cases/:id/options', { params, query: { at: before } })
  expect(JSON.stringify(then)).not.toContain('EUR') // as it was known then
})

test.each(DOCUMENT_KINDS)('%s is a document of the case, and names what those who get it may know', async (kind) => {
  const made = await document(kind, 'markdown')
  if (!made.ok) expect(made.problem.code).toMatch(/^brief\//)
  else expect(text(made.value)).toMatch(/^# /m)
  expect(await document(kind, 'markdown', 'viewer')).toMatchObject({ status: 403 })
})

test.each([
  ['text', /^EXEC|^[A-Z]/, 'txt'],
  ['html', /^<!doctype html>/i, 'html'],
  ['json', /^\{/, 'json'],
  ['pdf', /^%PDF/, 'pdf'],
  ['docx', /^PK/, 'docx'],
])('a brief comes as %s, as a file', async (format, start, ending) => {
  const made = await document('executive', format)
  expect(made.ok && text(made.value.subarray(0, 40))).toMatch(start)
  const { headers } = await fetch(`${at.url}/api/cases/HP-1/documents/executive?format=${format}`, {
    headers: { authorization: 'Bearer token-executive' },
  })
  expect(headers.get('content-disposition')).toBe(`attachment; filename="HP-1-executive.${ending}"`)
})

test('a document that there is not, a format that there is not, and a moment that is none are refused', async () => {
  expect(await document('novel', 'markdown')).toMatchObject({ status: 404 })
  expect(await document('executive', 'mp3')).toMatchObject({ status: 422, problem: { pointer: '/format' } })
  expect(await at.as().call('GET /api/cases/:id/options', { params, query: { at: 'yesterday' } })).toMatchObject({
    status: 422,
    problem: { pointer: '/at' },
  })
})

test('why something is missing from a document is said beside it, as at the terminal', async () => {
  const missing = async (format: string) => {
    const { headers, status } = await fetch(`${at.url}/api/cases/HP-1/documents/executive?format=${format}`, {
      headers: { authorization: 'Bearer token-executive' },
    })
    expect(status).toBe(200)
    return JSON.parse(headers.get('holdpoint-missing') ?? '[]') as unknown[]
  }
  expect(await missing('markdown')).toEqual([])
  const plan = 'schema: holdpoint/plan/v1\nby: lea\nzone: Europe/Nowhere\n'
  await attachedText(at, plan, 'plan.yaml')
  const lacks = { code: 'plan/missing', detail: expect.any(String), at: { file: 'HP-1.plan.yaml', line: 1 } }
  const said = [lacks, lacks] // calendars and people
  expect(await missing('markdown')).toMatchObject(said)
  expect(await missing('pdf')).toMatchObject(said)
})
