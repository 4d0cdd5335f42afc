import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { keysInMemory, stores, value } from '../adapters/postgres/store.testing.ts'
import { client, commandId } from '../api/client.ts'
import { NOUNS } from '../api/nouns.ts'
import { ALL_ROUTES } from '../api/openapi.ts'
import { notary } from '../app/notary.ts'
import type { Actor } from '../core/ids.ts'
import { ROLES } from '../core/policy/role.ts'
import { enrol, type Fixture, PLAIN, RICH, type Row, ROWS } from './authorisation.testing.ts'
import { recognise } from './server.testing.ts'
import { houses } from './sign-in.testing.ts'

const { fresh } = stores()
const house = houses()
const PAGE = new URL('../../docs/authorisation.md', import.meta.url)
const WRITE = process.env['HOLDPOINT_WRITE_EXAMPLES'] === '1'

/** Who asks: what the page calls them, and their token. */
const COLUMNS: readonly (readonly [head: string, token: string | undefined])[] = [
  ['no token', undefined],
  ['unknown token', 'token-gone'],
  ['no role', 'token-stranger'],
  ...ROLES.map((role) => [role, `token-${role}`] as const),
  ['engineer, let in', 'token-let-in'],
  ['pipeline, bound to it', 'token-payments-only'],
  ['pipeline, bound elsewhere', 'token-shop-only'],
]

/** A case, and the positions of what was made in it. */
type Made = ReadonlyMap<string, unknown>

/** Cases made alike, many at once: whoever goes through changes theirs, and the next one gets another. */
function cases({ as }: Fixture, steps: typeof RICH, atOnce: number) {
  let ready: Made[] = []
  async function make(): Promise<Made> {
    const opened = await as('analyst').call('POST /api/cases', { body: { title: 'Login' } })
    if (!opened.ok) throw new Error(opened.problem.detail)
    const made = new Map<string, unknown>([['case', opened.value.case]])
    for (const [who, wish, body, name] of steps) {
      const reply = await as(who).call(`POST /api/cases/:id/${NOUNS[wish]}` as 'POST /api/cases/:id/lifts', {
        params: { id: opened.value.case },
        body: filled(body, made) as never,
      })
      if (!reply.ok) throw new Error(`${wish} by ${who}: ${reply.problem.detail}`)
      if (name !== undefined) made.set(name, reply.value.entries[0]!)
    }
    return made
  }
  return {
    async now(): Promise<Made> {
      if (ready.length === 0) ready = await Promise.all(Array.from({ length: atOnce }, make))
      return ready[0]!
    },
    used: () => void ready.shift(),
  }
}

const filled = (given: unknown, made: Made): unknown =>
  JSON.parse(JSON.stringify(given), (_, each: unknown) =>
    typeof each === 'string' && each.startsWith('$') ? (made.get(each.slice(1)) ?? each) : each,
  )

const UPLOADS = new Map(ALL_ROUTES.map(({ method, path, upload }) => [`${method} ${path}`, upload?.media]))
const nameIn = (token = 'nobody') => token.replace(/^token-/, '')

/** What somebody sends of themselves: their token, or, where people ask in a session of theirs, its secret. */
async function secretOf(token: string | undefined, { signedIn }: Row, { people }: Fixture) {
  const who = token === undefined ? undefined : recognise(token)
  if (!signedIn || !who || who.roles.includes('pipeline')) return token
  const session = { person: who.actor as Actor, both: true, sort: 'terminal', place: 'here' } as const
  return value(await people.sessions.begin(session)).token
}

async function asked(
  url: string,
  key: string,
  row: Row,
  made: Made,
  { token, name }: { token: string | undefined; name: string },
) {
  const [method = '', path = ''] = key.split(' ')
  const params = filled(row.params ?? {}, made) as Record<string, string>
  const place = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const life = new AbortController()
  const body = row.file?.(name) ?? (row.body === undefined ? undefined : JSON.stringify(filled(row.body, made)))
  const response = await fetch(`${url}${place}?${new URLSearchParams(row.query).toString()}`, {
    method,
    signal: life.signal,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'idempotency-key': commandId() }),
      ...(body !== undefined && { 'content-type': UPLOADS.get(key) ?? 'application/json' }),
    },
    ...(body !== undefined && { body }),
  })
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  const answer = (isJson ? await response.json() : {}) as Readonly<Record<string, unknown>>
  life.abort() // what streams is not listened to
  return { status: response.status, answer }
}

/** What a cell says. `rule`: let through, and refused by the case as it stands. */
function cellOf({ status, answer }: Awaited<ReturnType<typeof asked>>, row: Row): string {
  if (status < 300) return row.tells?.(answer) ?? 'yes'
  if (status === 401 || status === 404) return String(status)
  if (status === 403) return 'no'
  if ([400, 409, 412, 422].includes(status)) return 'rule'
  throw new Error(`${status} ${JSON.stringify(answer)}`)
}

test('who may call which route: every route, every role', { timeout: 300_000 }, async () => {
  const keys = ALL_ROUTES.map(({ method, path }) => `${method} ${path}`)
  const missing = keys.filter((key) => !(key in ROWS))
  expect(missing, 'add a line for each to ROWS in src/server/authorisation.testing.ts').toEqual([])
  expect(
    Object.keys(ROWS).filter((key) => !keys.includes(key)),
    'no such route any more',
  ).toEqual([])

  const store = await fresh()
  await enrol(store)
  const { url, people } = await house(store, { tokens: recognise, requestsAMinute: 1_000_000 })
  const fixture = { store, people, as: (who: string) => client({ url, token: `token-${who}` }) }
  const [plain, rich] = [cases(fixture, PLAIN, 1), cases(fixture, RICH, 40)]
  await plain.now()
  value(await notary({ ledger: store.ledger, keys: keysInMemory(), crypto: nodeCrypto }).sign())

  const table = new Map<string, readonly string[]>()
  for (const key of keys) {
    const row = ROWS[key]!
    const pool = key.startsWith('GET') ? plain : rich
    const cells: string[] = []
    for (const [, token] of COLUMNS) {
      const it = await row.before?.(fixture)
      const made = new Map([...(await pool.now()), ...(it === undefined ? [] : ([['it', it]] as const))])
      const who = { token: await secretOf(token, row, fixture), name: nameIn(token) }
      const answer = await asked(url, key, row, made, who)
      if (pool === rich && key.includes('/:id') && answer.status < 300) pool.used()
      cells.push(cellOf(answer, row))
    }
    table.set(key, cells)
  }

  const about = new Map(ALL_ROUTES.map((route) => [`${route.method} ${route.path}`, route.about]))
  const page = pageOf(table, about)
  if (WRITE) writeFileSync(PAGE, page)
  expect(page).toBe(readFileSync(PAGE, 'utf8'))

  // What has to be so, whatever the page says.
  const cell = (key: string, who: string) => table.get(key)![COLUMNS.findIndex(([head]) => head === who)]
  const open = new Set(ALL_ROUTES.filter(({ act }) => act === 'open').map(({ method, path }) => `${method} ${path}`))
  for (const key of keys)
    for (const who of ['no token', 'unknown token']) if (!open.has(key)) expect(cell(key, who), key).toBe('401')
  for (const key of ['lifts', 'change-approvals', 'acceptance-approvals', 'overrides'])
    for (const who of ['pipeline', 'administrator', 'viewer', 'no role', 'pipeline, bound to it'])
      expect(cell(`POST /api/cases/:id/${key}`, who), `${key} by ${who}`).toBe('no')
  for (const role of ROLES) expect(cell('POST /api/cases', role), role).toBe('yes')
  for (const role of ROLES) expect(cell('POST /api/cases/:id/holds', role), role).toBe('yes')
  for (const key of [
    'acknowledgements',
    'decisions',
    'containment-removals',
    'answers',
    'settlements',
    'override-ends',
  ])
    expect(cell(`POST /api/cases/:id/${key}`, 'pipeline'), key).toBe('no')
  for (const key of ['attachments', 'deliveries']) expect(cell(`POST /api/cases/:id/${key}`, 'pipeline')).toBe('yes')
  for (const key of keys.filter((one) => one.includes('/:id')))
    expect(cell(key, 'pipeline, bound elsewhere'), key).toBe('404')
  for (const role of ROLES.filter((one) => one !== 'administrator'))
    expect(cell('POST /api/people/:person/roles', role), role).toBe('no')
  // Whoever has no role can stop a release, and look after their own way in: no more.
  const own = new Set(ALL_ROUTES.filter(({ act }) => act === 'self').map(({ method, path }) => `${method} ${path}`))
  for (const key of keys.filter((one) => !open.has(one) && !own.has(one)))
    if (key !== 'POST /api/cases' && key !== 'GET /metrics') expect(cell(key, 'no role'), key).toBe('no')
  for (const key of ['POST /api/products', 'POST /api/products/:product/removals', 'POST /api/override-uses'])
    for (const who of ['administrator', 'viewer', 'auditor']) expect(cell(key, who), `${key} by ${who}`).toBe('no')
  // A pipeline tells what happened, and registers nothing.
  for (const key of ['POST /api/products', 'POST /api/products/:product/removals'])
    expect(cell(key, 'pipeline'), key).toBe('no')
  for (const key of ['POST /api/invitations', 'POST /api/resets'])
    for (const role of ROLES) expect(cell(key, role), `${key} by ${role}`).toBe(role === 'administrator' ? 'yes' : 'no')
  for (const key of keys.filter((one) => one.includes('/:product')))
    expect(cell(key, 'pipeline, bound elsewhere'), key).toBe('no')
})

function pageOf(table: ReadonlyMap<string, readonly string[]>, about: ReadonlyMap<string, string>): string {
  const heads = COLUMNS.map(([head]) => head)
  const rows = [...table].map(
    ([key, cells]) => `| \`${key}\` | ${cells.map((one) => (one === 'no' ? '·' : one)).join(' | ')} |`,
  )
  const routes = [...table.keys()].map((key) => `- \`${key}\`: ${about.get(key)}`)
  return `# Who may call what

Every route of the API, asked by everybody, at a real server with a critical case that holds \`payments\`. A test prints this page, and fails
where it is not true.

| cell | means |
|---|---|
| yes | it is answered, or done |
| · | refused (403) |
| 401 | who asks is not known; or is a program, where a session is asked for |
| 404 | not there, as far as this one may know |
| rule | let through, and refused by the case as it stands: whoever proposed something does not approve it, what is held is not closed |
| outline, words | how much of it is told |
| none | an empty list |

A pipeline asks, attaches and records deliveries; it never lifts. An administrator says who may do what, and decides nothing. Anybody with
a token may stop a release: from outside security the hold is provisional until security confirms it. The engineer who was let in reads this case,
and can do no more than other engineers. The file of the case that is asked for is a sensitive one: others are for whoever reads the words.
A baseline is brought in one's own name, and excuses nothing unless policy names its owner. To sign in takes the password, to collect the
session of a terminal takes its secret: whatever else is sent along changes nothing there.

| route | ${heads.join(' | ')} |
|---|${heads.map(() => '---').join('|')}|
${rows.join('\n')}

## What they are for

${routes.join('\n')}
`
}
