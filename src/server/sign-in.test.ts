import { expect, test } from 'vitest'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { DAY, HOUR, MINUTE } from '../core/instant.ts'
import { peopleText, type ShownPeople } from '../writers/terminal/people.ts'
import { recognise } from './server.testing.ts'
import { authenticator, browser, GOOD, type House, houses } from './sign-in.testing.ts'

const { fresh, join } = stores()
const house = houses()

const codeOf = (text: string) => (JSON.parse(text) as { code: string }).code
const keyIn = (text: string) => /class="secret">([A-Z2-7 ]+)</.exec(text)![1]!
const troubleIn = (text: string) => /id="trouble"[^>]*>\s*<p>([^<]*)/.exec(text)?.[1]

/** Somebody, signed in. */
async function inside({ url }: House, name: string, password = GOOD) {
  const own = browser(url)
  const answer = await own.post('/sign-in', { name, password })
  expect(answer.status).toBe(303)
  return { ...own, answer }
}
const ask = (url: string, path: string, token: string, init: RequestInit = {}) =>
  fetch(url + path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
  })
const eventsOf = async ({ ledger }: { ledger: Awaited<ReturnType<typeof fresh>>['ledger'] }) =>
  value(await ledger.stream('people', 0)).map((bytes) => JSON.parse(Buffer.from(bytes).toString()) as { type: string })

test('whoever opens the link of a new server first becomes its administrator; the link opens nothing more', async () => {
  const store = await fresh()
  const home = await house(store)
  const code = await home.setUpCode()
  const ana = browser(home.url)
  expect((await ana.get('/sign-in')).text).toContain('no administrator yet')
  expect((await ana.get(`/welcome/${code}`)).text).toContain('Become administrator')
  const form = { name: 'ana', password: GOOD, again: GOOD }
  expect(await ana.post(`/welcome/${code}`, { ...form, name: 'Ana Lopez' })).toMatchObject({ status: 422 })
  expect(await ana.post(`/welcome/${code}`, { ...form, name: 'console' })).toMatchObject({ status: 409 })
  expect(await ana.post(`/welcome/${code}`, { ...form, password: 'short', again: 'short' })).toMatchObject({
    status: 422,
  })
  expect(troubleIn((await ana.post(`/welcome/${code}`, { ...form, again: 'other' })).text)).toBe(
    'The two passwords differ.',
  )
  expect(await ana.post(`/welcome/${code}`, form)).toMatchObject({ status: 303, to: '/account/second-factor' })
  expect(await browser(home.url).get(`/welcome/${code}`)).toMatchObject({ status: 404 })
  expect(await browser(home.url).post(`/welcome/${code}`, { ...form, name: 'eve' })).toMatchObject({ status: 404 })
  const types = (await eventsOf(store)).map(({ type }) => type)
  expect(types).toEqual(['person_added', 'role_granted', 'password_set'])
  expect(JSON.stringify(await eventsOf(store))).not.toMatch(/lamp|river|scrypt/)
})

test('of two who open the link of a new server at once, one becomes administrator', async () => {
  const home = await house(await fresh())
  const code = await home.setUpCode()
  const answers = await Promise.all(
    ['ana', 'ben', 'cy', 'dee'].map((name) =>
      browser(home.url).post(`/welcome/${code}`, { name, password: GOOD, again: GOOD }),
    ),
  )
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
})

test('the link of a new server is good for its time only', async () => {
  const home = await house(await fresh())
  home.wait(-2 * HOUR)
  const code = await home.setUpCode() // an hour, which was over an hour ago
  home.wait(2 * HOUR)
  expect(await browser(home.url).get(`/welcome/${code}`)).toMatchObject({ status: 404 })
})

test('an invitation opens once, and not late', async () => {
  const home = await house(await fresh())
  await home.console({ type: 'add_person', person: 'ben' as never })
  const code = await home.inviteCode('ben')
  const ben = browser(home.url)
  expect((await ben.get(`/welcome/${code}`)).text).toContain('<b>ben</b>')
  expect(await ben.post(`/welcome/${code}`, { password: GOOD, again: GOOD })).toMatchObject({
    status: 303,
    to: '/account',
  })
  expect((await ben.get('/account')).text).toContain('You have no role yet')
  const again = await browser(home.url).post(`/welcome/${code}`, { password: `${GOOD}!`, again: `${GOOD}!` })
  expect(again).toMatchObject({ status: 404 })
  expect(again.text).toContain('opens nothing')
  await home.console({ type: 'add_person', person: 'cy' as never })
  const late = await home.inviteCode('cy')
  home.wait(DAY)
  expect(await browser(home.url).post(`/welcome/${late}`, { password: GOOD, again: GOOD })).toMatchObject({
    status: 404,
  })
})

test('an administrator invites over the API; nobody else does', async () => {
  const home = await house(await fresh(), { secondFactor: 'nobody' })
  await home.person('adm', ['administrator'])
  await home.person('ben', ['analyst'])
  const invite = { person: 'cy', roles: ['engineer'] }
  expect(await (await inside(home, 'ben')).json('/api/invitations', invite)).toMatchObject({ status: 403 })
  const answer = await (await inside(home, 'adm')).json('/api/invitations', invite)
  expect(answer.status).toBe(201)
  const { link } = JSON.parse(answer.text) as { link: string }
  const cy = browser(home.url)
  expect(await cy.post(new URL(link).pathname, { password: GOOD, again: GOOD })).toMatchObject({ status: 303 })
  expect(JSON.parse((await cy.get('/api/me')).text)).toEqual({ person: 'cy', roles: ['engineer'] })
  expect(await (await inside(home, 'adm')).json('/api/resets', { person: 'adm' })).toMatchObject({ status: 403 })
})

test('who gave somebody a way in, and when it was used, is there for those who oversee people', async () => {
  const home = await house(await fresh(), { secondFactor: 'nobody' })
  await home.person('adm', ['administrator'])
  await home.person('aud', ['auditor'])
  const adm = await inside(home, 'adm')
  const { link } = JSON.parse((await adm.json('/api/invitations', { person: 'cy', roles: ['executive'] })).text) as {
    link: string
  }
  const linksOfCy = async () => {
    const { people } = JSON.parse((await (await inside(home, 'aud')).get('/api/people')).text) as ShownPeople
    return people.find(({ person }) => person === 'cy')!.links
  }
  expect(await linksOfCy()).toMatchObject([{ purpose: 'invitation', by: 'adm', state: 'open' }])
  await browser(home.url).post(new URL(link).pathname, { password: GOOD, again: GOOD })
  expect(await linksOfCy()).toMatchObject([{ by: 'adm', state: 'used', used_at: expect.any(String) }])
  await adm.json('/api/resets', { person: 'cy' })
  expect(await linksOfCy()).toMatchObject([{ state: 'used' }, { purpose: 'reset', by: 'adm', state: 'open' }])
  const { people } = JSON.parse((await adm.get('/api/people')).text) as ShownPeople
  const text = peopleText({ people, tokens: [] }, (_, words) => words)
  expect(text).toMatch(/^cy +executive\n +let back in by adm \S+Z, link open until \S+Z$/m)
})

test('a token under a name that is taken is refused, and the one that has it may no more than before', async () => {
  const home = await house(await fresh(), { secondFactor: 'nobody' })
  await home.person('adm', ['administrator'])
  const adm = await inside(home, 'adm')
  const until = new Date(Date.now() + DAY).toISOString()
  const issue = (...roles: string[]) => adm.json('/api/tokens', { name: 'ci', roles, until })
  expect((await issue('pipeline')).status).toBe(201)
  expect(codeOf((await issue('auditor')).text)).toBe('people/token-taken')
  const { people } = JSON.parse((await adm.get('/api/people')).text) as ShownPeople
  expect(people.find(({ person }) => person === 'token:ci')).toMatchObject({ roles: ['pipeline'] })
})

test('the way back in takes password, second factor and sessions of before away', async () => {
  const store = await fresh()
  const home = await house(store)
  await home.person('ben', ['analyst'])
  const old = await inside(home, 'ben')
  const key = keyIn((await old.get('/account/second-factor')).text)
  await old.post('/account/second-factor', { code: authenticator(key) })
  const code = await home.inviteCode('ben', 'reset')
  const back = browser(home.url)
  const next = 'marble onion seven kites'
  expect(await back.post(`/welcome/${code}`, { password: next, again: next })).toMatchObject({ status: 303 })
  expect(await old.get('/account')).toMatchObject({ status: 303, to: '/sign-in?next=/account' })
  expect(await browser(home.url).post('/sign-in', { name: 'ben', password: GOOD })).toMatchObject({ status: 401 })
  expect((await inside(home, 'ben', next)).answer.to).toBe('/account') // no code is asked for any more
})

test('a wrong password, a name that nobody has, and somebody without a password get the same answer', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  await home.console({ type: 'add_person', person: 'cy' as never })
  const page = (name: string) => browser(home.url).post('/sign-in', { name, password: 'not the one at all' })
  const answers = await Promise.all(['ben', 'eve', 'cy', '<b>'].map(page))
  for (const answer of answers) expect(answer.status).toBe(401)
  expect(new Set(answers.map(({ text }) => text.replaceAll(/value="[^"]*"/g, ''))).size).toBe(1)
  expect(answers[3]!.text).toContain('value="&lt;b&gt;"')
})

test('a name that nobody has takes a hash as well: the time tells nothing', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const kept: (string | undefined)[] = []
  const { verify } = home.ports.passwords
  home.ports.passwords.verify = (password, hash) => verify(password, (kept.push(hash), hash))
  for (const name of ['ben', 'eve', 'a b c']) await browser(home.url).post('/sign-in', { name, password: 'not it' })
  expect(kept.map((hash) => typeof hash)).toEqual(['string', 'undefined', 'undefined'])
})

test('five wrong tries at one name from one address, and the sixth is not looked at, even where it is right', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = browser(home.url)
  for (const name of ['ben', 'nobody-here']) {
    for (let i = 0; i < 5; i++) expect((await own.post('/sign-in', { name, password: `wrong ${i}` })).status).toBe(401)
    const late = await own.post('/sign-in', { name, password: GOOD })
    expect(late.status).toBe(429) // for a name that nobody has as well
    expect(late.text).toContain('Wait until')
  }
  const api = await own.json('/api/sessions', { name: 'ben', password: GOOD })
  expect(api).toMatchObject({ status: 429 })
  expect(Number(api.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('a hundred wrong tries at once are a hundred', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => browser(home.url).post('/sign-in', { name: 'ben', password: `wrong ${i}` })),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
})

test('right ones in between do not count', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  for (let i = 0; i < 8; i++) await inside(home, 'ben')
})

test('signing in makes a new session, whatever the browser came with; the one before is over', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = browser(home.url)
  const planted = `hps_${'0'.repeat(64)}`
  own.jar.set('holdpoint', planted)
  await own.post('/sign-in', { name: 'ben', password: GOOD })
  const first = own.jar.get('holdpoint')!
  expect(first).not.toBe(planted)
  await own.post('/sign-in', { name: 'ben', password: GOOD })
  expect(own.jar.get('holdpoint')).not.toBe(first)
  expect((await ask(home.url, '/api/me', first)).status).toBe(401)
  expect((await own.get('/api/me')).status).toBe(200)
})

test('the cookie is for browsers alone, and for https where that is what people use', async () => {
  const [plain, store] = [await house(await fresh()), await fresh()]
  await plain.person('ben', ['analyst'])
  const [line] = (await inside(plain, 'ben')).answer.headers.getSetCookie()
  expect(line).toMatch(/^holdpoint=hps_[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/)
  const secure = await house(store, { publicUrl: 'https://holdpoint.example' })
  await secure.person('ben', ['analyst'])
  const from = { origin: 'https://holdpoint.example', 'sec-fetch-site': 'same-origin' }
  const answer = await browser(secure.url).post('/sign-in', { name: 'ben', password: GOOD }, from)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-holdpoint=hps_[0-9a-f]{64}; .*; Secure$/)
})

test('over plain http from elsewhere nobody signs in', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const { port } = new URL(home.url)
  const { request } = await import('node:http')
  const status = await new Promise<[number, string]>((resolve) => {
    const headers = {
      host: 'holdpoint.internal:80',
      origin: 'http://holdpoint.internal:80',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/sign-in', headers }, (response) => {
      let text = ''
      response
        .on('data', (chunk: Buffer) => (text += chunk.toString()))
        .on('end', () => resolve([response.statusCode!, text]))
    })
    sent.end(`name=ben&password=${encodeURIComponent(GOOD)}`)
  })
  expect(status[0]).toBe(403)
  expect(status[1]).toContain('plain http')
})

test('an unused session is over after twelve hours, a used one after seven days', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const idle = await inside(home, 'ben')
  home.wait(12 * HOUR - MINUTE)
  expect((await idle.get('/api/me')).status).toBe(200)
  home.wait(12 * HOUR)
  expect((await idle.get('/api/me')).status).toBe(401)
  const used = await inside(home, 'ben')
  for (let i = 0; i < 20; i++) {
    home.wait(8 * HOUR)
    expect((await used.get('/api/me')).status).toBe(200)
  }
  home.wait(8 * HOUR)
  expect((await used.get('/api/me')).status).toBe(401)
})

test('the secret of a session turns with use; the one before is good for a minute', async () => {
  const store = await fresh()
  const home = await house(store)
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  const first = own.jar.get('holdpoint')!
  home.wait(HOUR)
  await own.get('/account')
  expect(own.jar.get('holdpoint')).not.toBe(first)
  expect((await ask(home.url, '/api/me', first)).status).toBe(200)
  home.wait(MINUTE)
  expect((await own.get('/api/me')).status).toBe(200)
  expect((await ask(home.url, '/api/me', first)).status).toBe(401)
  await home.refresh()
  const other = await house(join(store.where))
  expect((await ask(other.url, '/api/me', first)).status).toBe(401)
})

test('a browser that never got the new secret goes on with the old one, and gets another', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  const first = own.jar.get('holdpoint')!
  home.wait(HOUR)
  await own.get('/account')
  const lost = own.jar.get('holdpoint')!
  own.jar.set('holdpoint', first)
  home.wait(10 * MINUTE)
  expect((await own.get('/api/me')).status).toBe(200)
  expect([first, lost]).not.toContain(own.jar.get('holdpoint'))
  expect((await ask(home.url, '/api/me', lost)).status).toBe(401)
})

test('a session that ended is over on every node, one that began is known on every node', async () => {
  const store = await fresh()
  const [one, two] = [await house(store), await house(join(store.where))]
  await one.person('ben', ['analyst'])
  await two.console({ type: 'add_person', person: 'ben' as never })
  await two.refresh()
  const own = await inside(one, 'ben')
  const secret = own.jar.get('holdpoint')!
  expect((await ask(two.url, '/api/me', secret)).status).toBe(200) // at once: it is looked up
  expect(await own.post('/sign-out')).toMatchObject({ status: 303, to: '/sign-in?out=1' })
  expect(own.jar.has('holdpoint')).toBe(false)
  expect((await ask(one.url, '/api/me', secret)).status).toBe(401)
  await two.refresh() // every second
  expect((await ask(two.url, '/api/me', secret)).status).toBe(401)
})

test('whoever makes secrets up keeps no connection from the gate', async () => {
  const store = await fresh()
  const home = await house(store, { tokens: recognise })
  const asking = (path: string, token: string, init?: RequestInit) => ask(home.url, path, token, init)
  const held = await asking('/api/cases', 'token-analyst', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': commandId() },
    body: JSON.stringify({ title: 'Login', hold: { product: 'payments', reason: 'It leaks.' } }),
  })
  expect(held.status).toBe(201)
  let over = () => {}
  const isOver = new Promise<void>((resolve) => (over = resolve))
  let locked = () => {}
  const isLocked = new Promise<void>((resolve) => (locked = resolve))
  const locking = store.db.connected(async (client) => {
    await client.query('BEGIN; LOCK TABLE holdpoint.sessions IN ACCESS EXCLUSIVE MODE')
    locked()
    await isOver
    await client.query('ROLLBACK')
  })
  await isLocked
  const made = Array.from({ length: 40 }, (_, i) => asking('/healthz', `hps_${i.toString(16).padStart(64, '0')}`))
  await new Promise((go) => setTimeout(go, 200)) // until they are all in
  const answer = (await (await asking('/api/gate?product=payments', 'token-pipeline')).json()) as { decision: string }
  over()
  await Promise.all([...made, locking])
  expect(answer.decision).toBe('held')
})

test("somebody ends a session of theirs from another one, and nobody else's", async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  await home.person('cy', ['analyst'])
  const [lost, own, cy] = [await inside(home, 'ben'), await inside(home, 'ben'), await inside(home, 'cy')]
  const ids = [...(await own.get('/account')).text.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id!)
  expect(ids.length).toBeGreaterThan(0)
  for (const session of ids) await cy.post('/account/sessions/end', { session })
  expect((await lost.get('/api/me')).status).toBe(200)
  for (const session of ids) await own.post('/account/sessions/end', { session })
  expect((await lost.get('/api/me')).status).toBe(401)
  expect((await own.get('/api/me')).status).toBe(200)
})

test('a request by cookie from elsewhere changes nothing', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  const { origin } = new URL(home.url)
  const strangers: readonly Record<string, string>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: origin.replace(/:\d+$/, ':1') },
    { origin: `${origin}.evil.example` },
    {},
  ]
  for (const from of strangers) {
    const api = await own.json('/api/cases', { title: 'planted' }, from)
    expect([api.status, codeOf(api.text)], JSON.stringify(from)).toEqual([403, 'access/other-origin'])
    for (const [path, fields] of [
      ['/sign-out', {}],
      ['/sign-in', { name: 'ben', password: GOOD }],
      ['/account/password', { old: GOOD, next: 'marble onion seven kites' }],
      ['/connect/confirm', { code: 'BCDF-GHJK' }],
    ] as const)
      expect((await own.post(path, fields, from)).status, path).toBe(403)
  }
  expect((await own.get('/api/me')).status).toBe(200)
  expect((await own.json('/api/cases', { title: 'mine' })).status).toBe(201)
})

test('a form cannot speak to the API', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  expect(await own.post('/api/cases', { title: 'planted' })).toMatchObject({ status: 415 })
  expect(await own.post('/api/sessions', { name: 'ben', password: GOOD })).toMatchObject({ status: 415 })
})

test('who decides acts in no role until there is a second factor, and then in all of them; but stops a release at once', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['security-manager'])
  const own = await inside(home, 'ben')
  expect(own.answer.to).toBe('/account/second-factor')
  expect(JSON.parse((await own.get('/api/me')).text)).toEqual({
    person: 'ben',
    roles: [],
    withheld: ['security-manager'],
  })
  for (const answer of [
    await own.get('/api/cases'),
    await own.json('/api/cases/HP-1/acknowledgements', {}),
    await own.get('/metrics'),
  ])
    expect([answer.status, codeOf(answer.text)]).toEqual([403, 'access/second-factor'])
  const hold = { product: 'payments', version: '2.4.0', reason: 'It leaks.' }
  expect((await own.json('/api/cases', { title: 'x', hold })).status).toBe(201)
  const key = keyIn((await own.get('/account/second-factor')).text)
  expect(await own.post('/account/second-factor', { code: '000000' })).toMatchObject({ status: 401 })
  expect((await own.get('/account/second-factor')).text).toContain(key) // the same, so that the picture stays right
  const before = own.jar.get('holdpoint')!
  const added = await own.post('/account/second-factor', { code: authenticator(key) })
  expect(added.status).toBe(200)
  expect([...added.text.matchAll(/<code>([A-Z0-9-]{19})<\/code>/g)]).toHaveLength(10)
  expect(own.jar.get('holdpoint')).not.toBe(before)
  expect((await ask(home.url, '/api/me', before)).status).toBe(401)
  expect(JSON.parse((await own.get('/api/me')).text)).toEqual({ person: 'ben', roles: ['security-manager'] })
  expect((await own.json('/api/cases', { title: 'x' })).status).toBe(201)
})

test('a role that was granted meanwhile waits for a second factor, in the same session', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  expect((await own.get('/api/cases')).status).toBe(200)
  await home.console({ type: 'grant_role', person: 'ben' as never, role: 'executive' })
  expect((await own.get('/api/cases')).status).toBe(200) // as the analyst that they are
  expect(codeOf((await own.json('/api/cases/HP-1/acknowledgements', {})).text)).toBe('access/second-factor')
})

test('with a second factor, the password opens nothing by itself; each code opens once', async () => {
  const store = await fresh()
  const home = await house(store)
  await home.person('ben', ['security-manager'])
  const first = await inside(home, 'ben')
  const key = keyIn((await first.get('/account/second-factor')).text)
  const shown = await first.post('/account/second-factor', { code: authenticator(key, -1) })
  const recovery = /<code>([A-Z0-9-]{19})<\/code>/.exec(shown.text)![1]!

  const own = await inside(home, 'ben')
  expect(own.answer.to).toBe('/sign-in/code')
  expect(own.jar.has('holdpoint')).toBe(false)
  expect(await own.get('/account')).toMatchObject({ status: 303 })
  expect((await ask(home.url, '/api/me', own.jar.get('holdpoint-half')!)).status).toBe(401)
  expect(await own.post('/sign-in/code', { code: authenticator(key, -1) })).toMatchObject({ status: 401 }) // used when it was set up
  const code = authenticator(key)
  const stolen = own.jar.get('holdpoint-half')!
  expect(await own.post('/sign-in/code', { code })).toMatchObject({ status: 303, to: '/account' })
  expect((await own.get('/api/cases')).status).toBe(200)

  const thief = browser(home.url)
  thief.jar.set('holdpoint-half', stolen)
  expect(await thief.post('/sign-in/code', { code: recovery })).toMatchObject({ status: 401 }) // the half sign-in is spent
  const second = await inside(home, 'ben')
  expect(await second.post('/sign-in/code', { code })).toMatchObject({ status: 401 })
  expect(await second.post('/sign-in/code', { code: recovery.toLowerCase() })).toMatchObject({ status: 303 })
  const third = await inside(home, 'ben')
  expect(await third.post('/sign-in/code', { code: recovery })).toMatchObject({ status: 401 })
  const log = JSON.stringify(await eventsOf(store))
  expect(log).toContain('second_factor_set')
  expect(log).not.toMatch(new RegExp(`${key.replaceAll(' ', '')}|${recovery}`))
})

test('whose word on the address of who asks is taken, is said; everybody else only has their own', async () => {
  const home = await house(await fresh(), { proxies: ['127.0.0.1'] })
  const own = browser(home.url)
  const { origin } = new URL(home.url)
  const tryFrom = async (address: string) =>
    (await own.post('/sign-in', { name: 'ben', password: 'wrong' }, { origin, 'x-forwarded-for': address })).status
  for (let i = 0; i < 5; i++) expect(await tryFrom('192.0.2.1')).toBe(401)
  expect(await tryFrom('192.0.2.1')).toBe(429)
  expect(await tryFrom('192.0.2.2')).toBe(401)
  const alone = await house(await fresh())
  const forger = browser(alone.url)
  const forge = async (address: string) =>
    (
      await forger.post(
        '/sign-in',
        { name: 'ben', password: 'wrong' },
        { origin: new URL(alone.url).origin, 'x-forwarded-for': address },
      )
    ).status
  for (let i = 0; i < 5; i++) expect(await forge(`192.0.2.${i}`)).toBe(401)
  expect(await forge('192.0.2.99')).toBe(429)
})

test('whoever shouts from one address locks nobody out who comes from another', async () => {
  const home = await house(await fresh(), { proxies: ['127.0.0.1'] })
  await home.person('ben', ['analyst'])
  const { origin } = new URL(home.url)
  const signIn = async (address: string, password: string) =>
    (await browser(home.url).post('/sign-in', { name: 'ben', password }, { origin, 'x-forwarded-for': address })).status
  for (let i = 0; i < 60; i++) await signIn('192.0.2.1', 'wrong')
  expect(await signIn('192.0.2.1', GOOD)).toBe(429)
  expect(await signIn('192.0.2.2', GOOD)).toBe(303)
})

test('whoever has a whole network of IPv6 comes from one address; each of IPv4 is its own', async () => {
  const home = await house(await fresh(), { proxies: ['127.0.0.1'] })
  const { origin } = new URL(home.url)
  const tryFrom = async (address: string) =>
    (await browser(home.url).post('/sign-in', { name: 'ben', password: 'no' }, { origin, 'x-forwarded-for': address }))
      .status
  for (let i = 0; i < 5; i++) expect(await tryFrom(`2001:db8:0:7::${i}`)).toBe(401)
  expect(await tryFrom('2001:db8::7:aaaa:bbbb:cccc:dddd')).toBe(429)
  expect(await tryFrom('2001:db8:0:8::1')).toBe(401)
  for (let i = 0; i < 6; i++) expect(await tryFrom(`::ffff:192.0.2.${i}`)).toBe(401)
})

test('codes are guessed five times, whichever way they come', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  const key = keyIn((await own.get('/account/second-factor')).text)
  await own.post('/account/second-factor', { code: authenticator(key, -1) })
  for (let i = 0; i < 5; i++) {
    const wrong = { name: 'ben', password: GOOD, code: `00000${i}` }
    expect((await own.json('/api/sessions', wrong)).status).toBe(401)
  }
  expect(await own.json('/api/sessions', { name: 'ben', password: GOOD, code: authenticator(key) })).toMatchObject({
    status: 429,
  })
  expect(await own.post('/account/second-factor/end', { code: authenticator(key) })).toMatchObject({ status: 429 })
})

test('the second factor goes with a code of it, and the roles wait again', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['executive'])
  const own = await inside(home, 'ben')
  const key = keyIn((await own.get('/account/second-factor')).text)
  await own.post('/account/second-factor', { code: authenticator(key, -1) })
  expect(await own.post('/account/second-factor/end', { code: '123456' })).toMatchObject({ status: 401 })
  expect(await own.post('/account/second-factor/end', { code: authenticator(key) })).toMatchObject({ status: 200 })
  expect(JSON.parse((await own.get('/api/me')).text)).toMatchObject({ roles: [], withheld: ['executive'] })
})

test('another password takes the present one, and ends every other session', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const [other, own] = [await inside(home, 'ben'), await inside(home, 'ben')]
  const next = 'marble onion seven kites'
  expect(await own.post('/account/password', { old: 'not it', next })).toMatchObject({ status: 401 })
  expect(await own.post('/account/password', { old: GOOD, next: 'short' })).toMatchObject({ status: 422 })
  expect(await own.post('/account/password', { old: GOOD, next })).toMatchObject({ status: 200 })
  expect((await own.get('/api/me')).status).toBe(200)
  expect((await other.get('/api/me')).status).toBe(401)
  expect((await inside(home, 'ben', next)).answer.to).toBe('/account')
})

test('a terminal is let in by whoever types its code, once', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = await inside(home, 'ben')
  const post = async (path: string, body: unknown = {}) => {
    const answer = await fetch(home.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'user-agent': 'holdpoint/1.2.3' },
    })
    return {
      status: answer.status,
      ...((await answer.json()) as { device?: string; code?: string; page?: string; token?: string }),
    }
  }
  const { device, code, page } = await post('/api/devices')
  expect(page).toBe(`${home.url}/connect`)
  expect(await post('/api/devices/sessions', { device })).toEqual({ status: 200, state: 'waiting' })
  expect(await own.post('/connect', { code: 'BCDF-BCDF' })).toMatchObject({ status: 404 })
  expect((await own.post('/connect', { code: code!.toLowerCase().replace('-', ' ') })).text).toContain(
    'holdpoint/1.2.3 at',
  )
  expect(await own.post('/connect/confirm', { code: code! })).toMatchObject({ status: 200 })
  expect(await own.post('/connect/confirm', { code: code! })).toMatchObject({ status: 404 })
  const got = await post('/api/devices/sessions', { device })
  expect(got).toMatchObject({ state: 'in', person: 'ben' })
  expect((await ask(home.url, '/api/cases', got.token!)).status).toBe(200)
  expect(await post('/api/devices/sessions', { device })).toMatchObject({ status: 404 })
  const ended = await ask(home.url, '/api/sign-outs', got.token!, { method: 'POST' })
  expect(await ended.json()).toEqual({ ended: true })
  expect((await ask(home.url, '/api/cases', got.token!)).status).toBe(401)
})

test.each(['a reset', 'another password', 'the end of the session that said yes'])(
  'a terminal that was let in and has not come yet stays outside after %s',
  async (how) => {
    const home = await house(await fresh())
    await home.person('ben', ['analyst'])
    const stolen = await inside(home, 'ben')
    const ask = async (path: string, body: unknown = {}) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(home.url + path, { method: 'POST', body: JSON.stringify(body), headers })
      return { status: answer.status, ...((await answer.json()) as { device?: string; code?: string }) }
    }
    const { device, code } = await ask('/api/devices')
    expect(await stolen.post('/connect/confirm', { code: code! })).toMatchObject({ status: 200 })
    const next = 'marble onion seven kites'
    const back = browser(home.url)
    if (how === 'a reset')
      await back.post(`/welcome/${await home.inviteCode('ben', 'reset')}`, { password: next, again: next })
    else if (how === 'another password')
      await (await inside(home, 'ben')).post('/account/password', { old: GOOD, next, again: next })
    else await stolen.post('/sign-out')
    expect((await stolen.get('/api/me')).status).toBe(401)
    expect(await ask('/api/devices/sessions', { device })).toMatchObject({ status: 404, code: 'sign-in/device-over' })
  },
)

test('a code for a terminal is guessed ten times', async () => {
  const home = await house(await fresh())
  await home.person('eve', ['viewer'])
  const eve = await inside(home, 'eve')
  for (let i = 0; i < 10; i++) expect((await eve.post('/connect', { code: `BCDF-GH${i}K` })).status).toBe(404)
  expect((await eve.post('/connect', { code: 'BCDF-GHJK' })).status).toBe(429)
})

test('pages come with a policy under which nothing of a stranger runs, and lead nowhere else', async () => {
  const home = await house(await fresh())
  await home.person('ben', ['analyst'])
  const own = browser(home.url)
  const { headers } = await own.get('/sign-in')
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  )
  expect(headers.get('referrer-policy')).toBe('same-origin') // the secret of a link goes nowhere
  expect(headers.get('cache-control')).toBe('no-store')
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
    expect(await own.post('/sign-in', { name: 'ben', password: GOOD, next })).toMatchObject({ to: '/account' })
  expect(await own.post('/sign-in', { name: 'ben', password: GOOD, next: '/connect' })).toMatchObject({
    to: '/connect',
  })
})

test('no table holds a password, the secret of a link or of a session, or what was typed as a name', async () => {
  const store = await fresh()
  const home = await house(store)
  const tables = ['passwords', 'second_factors', 'recovery_codes', 'sessions', 'tickets', 'attempts']
  const code = await home.setUpCode()
  const own = browser(home.url)
  await own.post(`/welcome/${code}`, { name: 'ana', password: GOOD, again: GOOD })
  await own.post('/sign-in', { name: GOOD, password: 'typed in the wrong field' })
  const secret = own.jar.get('holdpoint')!
  for (const table of tables) {
    const rows = value(await store.db.query<{ row: string }>(`SELECT t::text AS row FROM holdpoint.${table} AS t`))
    expect(rows.map(({ row }) => row).join('\n'), table).not.toMatch(
      new RegExp(`${secret}|${secret.slice(4)}|${code}|${GOOD}`),
    )
  }
})

test('a page that is not there is said to a person as a page, to a program as a problem', async () => {
  const { url } = await house(await fresh())
  const ask = async (path: string, accept: string) => {
    const reply = await fetch(url + path, { headers: { accept } })
    return {
      status: reply.status,
      type: reply.headers.get('content-type'),
      text: await reply.text(),
      headers: reply.headers,
    }
  }
  const page = await ask('/welcom', 'text/html,application/xhtml+xml')
  expect(page).toMatchObject({ status: 404, type: 'text/html; charset=utf-8' })
  expect(page.text).toContain('There is nothing here')
  expect(page.headers.get('content-security-policy')).toContain("style-src 'self'")
  for (const [path, accept] of [
    ['/welcom', '*/*'],
    ['/api/welcom', 'text/html'],
  ] as const)
    expect(await ask(path, accept)).toMatchObject({ status: 404, type: 'application/problem+json; charset=utf-8' })
})
