import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stores } from '../adapters/postgres/store.testing.ts'
import type { Client } from '../api/client.ts'
import type { Digest } from '../core/ids.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()

const PROFILE = readFileSync('examples/case.profile.yaml', 'utf8')
const DEARER = PROFILE.replace('cost_of_delay_per_day: { low: 8000, high: 30000 }', 'cost_of_delay_per_day: 70000')
const ANSWERS =
  'schema: holdpoint/risk-case/v1\nby: ana\ninputs: { attack_chance_30_days: 0.2, fix_days: 1, full_regression_days: 1, already_exposed_fraction: 0 }\n'
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const params = { id: 'HP-1' }

/** A hold on each of these products, in one case. */
async function held({ as }: TestNode, ...products: readonly string[]): Promise<void> {
  const [first, ...others] = products
  const hold = (product: string) => ({ product, version: '2.4.0', reason: 'Anybody can read the accounts.' })
  given(await as().call('POST /api/cases', { body: { title: 'Login', hold: hold(first!) } }))
  for (const product of others) {
    const body = {
      product,
      environments: ['production'],
      affected: { digests: [], commits: [], versions: ['2.4.0'] },
      reason: 'The same login.',
    }
    given(await as().call('POST /api/cases/:id/holds', { params, body: body as never }))
  }
}
const register = async ({ as }: TestNode, product: string, profile: string) =>
  given(await as('product-manager').call('POST /api/products', { body: { product, profile } }))
async function attach({ as }: TestNode, name: string, text: string): Promise<void> {
  const [digest, bytes] = [digestOf(text), Buffer.from(text)]
  given(await as().call('PUT /api/evidence/:digest', { params: { digest }, upload: new Blob([bytes]) }))
  const body = { evidence: digest, bytes: bytes.length, name, sensitive: false }
  given(await as().call('POST /api/cases/:id/attachments', { params, body }))
}
function given<T>(
  reply: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: object },
): T {
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.value
}
const options = async (client: Client, at?: string) =>
  given(
    await client.call('GET /api/cases/:id/options', { params, query: { ...(at !== undefined && { at }) } }),
  ) as unknown as Figures
interface Figures {
  readonly files?: readonly string[]
  readonly profile?: string
  readonly give?: { readonly answers: string; readonly profile: readonly string[] }
  readonly unanswered?: readonly { readonly input: string }[]
  readonly assumptions?: readonly { readonly input: string; readonly value: unknown }[]
}
const brief = async (client: Client, kind: string) =>
  new TextDecoder().decode(
    given(
      await client.call('GET /api/cases/:id/documents/:kind', {
        params: { ...params, kind },
        query: { format: 'markdown' },
      }),
    ),
  )
const delayIn = ({ assumptions = [] }: Figures) => assumptions.find(({ input }) => input === 'cost_of_delay_per_day')

test('a case without a profile of its own rests on the one that its product is registered with, and says so', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await register(at, 'payments', PROFILE)
  const named = `the register's profile of payments (entry 1, ${digestOf(PROFILE)})`
  const asked = await options(at.as())
  expect(asked.profile).toBe(named)
  expect(asked.unanswered?.map(({ input }) => input)).not.toContain('cost_of_delay_per_day')
  expect(asked.give).toEqual({ answers: 'holdpoint attach HP-1 HP-1.answers.yaml', profile: [] })
  await attach(at, 'answers.yaml', ANSWERS)
  expect((await options(at.as())).files).toEqual([named, 'HP-1.jsonl', 'HP-1.answers.yaml'])
  const told = await brief(at.as('executive'), 'executive')
  expect(told).toMatch(/EUR ?\d/)
  expect(told).toMatch(
    /Simulated 100,000 times .* from the profile of payments in the register, of .* \(entry 1 there, /,
  )
})

test('also before anybody has answered anything, a brief says whose data is at stake, and where that stands', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  expect(await brief(at.as('executive'), 'missing')).toContain('whose data is at stake')
  await register(at, 'payments', PROFILE)
  expect(await brief(at.as('executive'), 'missing')).not.toContain('whose data is at stake')
  expect(await brief(at.as('executive'), 'executive')).toContain('The profile of payments in the register')
})

test('a profile that is attached to the case goes before that of the register', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await register(at, 'payments', DEARER)
  await attach(at, 'answers.yaml', ANSWERS)
  expect(delayIn(await options(at.as()))).toMatchObject({ value: 70_000 })
  await attach(at, 'profile.yaml', PROFILE)
  const figures = await options(at.as())
  expect(delayIn(figures)).not.toMatchObject({ value: 70_000 })
  expect(figures.files).toEqual(['HP-1.profile.yaml', 'HP-1.jsonl', 'HP-1.answers.yaml'])
})

test('what is asked as of a moment rests on the profile that the register had then', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await attach(at, 'answers.yaml', ANSWERS)
  const before = await later()
  await register(at, 'payments', PROFILE)
  const first = await later()
  await register(at, 'payments', DEARER)
  const second = await later()
  given(
    await at
      .as('product-manager')
      .call('POST /api/products/:product/removals', { params: { product: 'payments' }, body: {} }),
  )
  expect((await options(at.as(), before)).unanswered).not.toEqual([])
  expect((await options(at.as(), first)).files?.[0]).toContain(digestOf(PROFILE))
  expect((await options(at.as(), second)).files?.[0]).toContain(`(entry 2, ${digestOf(DEARER)})`)
  expect(await options(at.as())).not.toHaveProperty('profile')
})

test('a profile that was erased is as if there were none, and keeps nobody from the case', async () => {
  const store = await fresh()
  const at = await node(store)
  await held(at, 'payments')
  await register(at, 'payments', PROFILE)
  expect(await store.evidence.erase(digestOf(PROFILE) as Digest)).toMatchObject({ ok: true })
  expect(await options(at.as())).not.toHaveProperty('profile')
  expect(await brief(at.as(), 'missing')).toContain('holdpoint product add payments')
})

/** A moment with nothing else in it. */
async function later(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 15))
  const now = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 15))
  return now
}

test('the profile of one product is not that of a case of two: it is said, and one can be attached', async () => {
  const at = await node(await fresh())
  await held(at, 'payments', 'ledger')
  await register(at, 'payments', PROFILE)
  const asked = await options(at.as())
  expect(asked).not.toHaveProperty('profile')
  expect(asked.give?.profile).toEqual(['holdpoint attach HP-1 profile.yaml'])
  expect(await brief(at.as(), 'missing')).toContain('this case is not about exactly one')
  expect(await at.as().call('GET /api/cases/:id/profile', { params, query: {} })).toMatchObject({ status: 404 })
})

test('beside answers in another currency the register’s profile does not count, and keeps nobody from the rest', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await register(at, 'payments', PROFILE)
  await attach(at, 'answers.yaml', `${ANSWERS}currency: USD\n`)
  expect(await options(at.as())).not.toHaveProperty('profile')
  expect(await brief(at.as(), 'missing')).toContain('in another currency than the answers')
})

test.each(['missing', 'answers'])('where there is no profile, %s names both commands that give one', async (kind) => {
  const at = await node(await fresh())
  await held(at, '@shop/cart')
  const told = (await brief(at.as(), kind)).replaceAll(/[`\\]/g, '')
  expect(told).toContain('holdpoint attach HP-1 profile.yaml')
  expect(told).toContain('holdpoint product add @shop/cart --profile profile.yaml')
  expect(told).toContain('holdpoint attach HP-1 answers.yaml')
  expect((await options(at.as())).give?.profile).toEqual([
    'holdpoint attach HP-1 profile.yaml',
    'holdpoint product add @shop/cart --profile profile.yaml',
  ])
  await register(at, '@shop/cart', PROFILE)
  expect((await brief(at.as(), kind)).replaceAll(/[`\\]/g, '')).not.toContain('product add')
})

test('who may not read the case gets neither its figures nor the profile by way of it', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await register(at, 'payments', PROFILE)
  for (const who of ['viewer', 'pipeline', 'administrator', 'payments-only'])
    for (const path of ['profile', 'options'] as const)
      expect(await at.as(who).call(`GET /api/cases/:id/${path}`, { params, query: {} }), who).toMatchObject({
        ok: false,
        status: 403,
        problem: { code: 'access/need-to-know' },
      })
  for (const who of ['shop-only', 'stranger'])
    expect(await at.as(who).call('GET /api/cases/:id/profile', { params, query: {} }), who).toMatchObject({ ok: false })
})

test('figures make nothing else of the register readable: no file of the case, no other product', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  await register(at, 'ledger', DEARER)
  await register(at, 'payments', PROFILE)
  const download = { params: { ...params, digest: digestOf(PROFILE) } }
  expect(await at.as().call('GET /api/cases/:id/evidence/:digest', download)).toMatchObject({ status: 404 })
  const told = JSON.stringify([await options(at.as()), await brief(at.as(), 'engineering')])
  expect(told).not.toContain('ledger')
  expect(told).not.toContain(digestOf(DEARER))
})

test('a profile of the case’s product comes with the entry that gave it', async () => {
  const at = await node(await fresh())
  await held(at, 'payments')
  expect(await at.as().call('GET /api/cases/:id/profile', { params, query: {} })).toMatchObject({
    status: 404,
    problem: { code: 'product/no-profile', hint: expect.stringContaining('holdpoint product add payments --profile') },
  })
  await register(at, 'payments', PROFILE)
  expect(await at.as().call('GET /api/cases/:id/profile', { params, query: {} })).toMatchObject({
    value: { product: 'payments', profile: digestOf(PROFILE), entry: 1, text: PROFILE },
  })
})
