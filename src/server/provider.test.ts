import { expect, test } from 'vitest'
import { openIdProvider } from '../adapters/oidc.ts'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import type { Provider, Vouched } from '../app/ports/accounts.ts'
import { ok } from '../core/problem.ts'
import { CLIENT, openIdServer, throughProvider } from './provider.testing.ts'
import { browser, GOOD, houses } from './sign-in.testing.ts'

const { fresh } = stores()
const house = houses()

/** A Holdpoint whose people may sign in with a real provider. */
async function withProvider() {
  const provider = await openIdServer()
  const settings = { ...CLIENT, issuer: provider.issuer, name: 'Example Org', secondFactorTrusted: false }
  const store = await fresh()
  const home = await house(store, { provider: openIdProvider(settings) })
  await provider.letsIn(home.url)
  /** From our page to the provider and back; what comes back is not yet answered. */
  const leave = async (own: ReturnType<typeof browser>, login: string, change = (url: URL) => url) => {
    const { status, to } = await own.get('/sign-in/provider')
    expect(status).toBe(303)
    return throughProvider(change(new URL(to!)).href, login)
  }
  const comeBack = (own: ReturnType<typeof browser>, back: string) =>
    own.get(new URL(back).pathname + new URL(back).search)
  const me = async (own: ReturnType<typeof browser>) => JSON.parse((await own.get('/api/me')).text) as unknown
  return { provider, store, home, leave, comeBack, me }
}

test('somebody new whom the provider vouches for gets an account under a name of their own, and no role', async () => {
  const { home, store, leave, comeBack, me } = await withProvider()
  const own = browser(home.url)
  expect((await own.get('/sign-in')).text).toContain('Continue with Example Org')
  expect(await comeBack(own, await leave(own, 'dora'))).toMatchObject({ status: 303, to: '/account' })
  expect(await me(own)).toEqual({ person: 'dora', roles: [] })
  expect((await own.get('/api/cases')).status).toBe(403)
  const again = browser(home.url)
  await comeBack(again, await leave(again, 'dora'))
  expect(await me(again)).toEqual({ person: 'dora', roles: [] }) // the same account, not a second one
  const types = value(await store.ledger.stream('people', 0)).map(
    (bytes) => JSON.parse(Buffer.from(bytes).toString()).type,
  )
  expect(types).toEqual(['person_added', 'provider_linked'])
})

test("a name at the provider is nobody's account here: who has the same one gets another", async () => {
  const { home, leave, comeBack, me } = await withProvider()
  await home.person('adm', ['administrator'])
  const own = browser(home.url)
  await comeBack(own, await leave(own, 'elsewhere|adm'))
  expect(await me(own)).toMatchObject({ person: expect.stringMatching(/^adm-[0-9a-f]{4}$/), roles: [] })
  const taken = browser(home.url)
  await comeBack(taken, await leave(taken, 'elsewhere|console'))
  expect(await me(taken)).toMatchObject({ person: expect.stringMatching(/^console-[0-9a-f]{4}$/) })
})

test('what comes back is answered once, in the browser that left', async () => {
  const { home, leave, comeBack } = await withProvider()
  const [own, other] = [browser(home.url), browser(home.url)]
  const back = await leave(own, 'dora')
  expect(await comeBack(other, back)).toMatchObject({ status: 400 }) // a sign-in planted into another browser
  expect(await comeBack(own, back)).toMatchObject({ status: 400 }) // and it is spent by that
  const next = await leave(own, 'dora')
  const cookie = own.jar.get('holdpoint-away')!
  expect(await comeBack(own, next)).toMatchObject({ status: 303 })
  own.jar.set('holdpoint-away', cookie)
  expect(await comeBack(own, next)).toMatchObject({ status: 400 })
  expect(await own.get('/sign-in/provider/back')).toMatchObject({ status: 400 })
})

test('what was not asked for opens nothing: another state, nonce, challenge or issuer', async () => {
  const { home, leave, comeBack } = await withProvider()
  const set = (name: string, text: string) => (url: URL) => {
    url.searchParams.set(name, text)
    return url
  }
  const turned = async (going: (url: URL) => URL, coming = (url: URL) => url) => {
    const own = browser(home.url)
    const answer = await comeBack(own, coming(new URL(await leave(own, 'dora', going))).href)
    expect(own.jar.has('holdpoint')).toBe(false)
    return [answer.status, /id="trouble"[^>]*>\s*<p>([^<]*)/.exec(answer.text)?.[1]]
  }
  const same = (url: URL) => url
  const strange = 'The provider does not vouch for you: its answer does not fit what was asked.'
  expect(await turned(set('nonce', 'another'))).toEqual([401, strange])
  expect(await turned(set('code_challenge', 'x'.repeat(43)))).toEqual([401, strange])
  expect((await turned(set('state', 'another')))[0]).toBe(400)
  expect(await turned(same, set('code', 'guessed'))).toEqual([401, strange])
  expect(await turned(same, set('iss', 'https://evil.example'))).toEqual([401, strange])
  expect(
    await turned(same, (url) => {
      url.searchParams.delete('code')
      return set('error', 'access_denied')(url)
    }),
  ).toEqual([401, 'The provider does not vouch for you: it was declined there.'])
})

test('an invitation can be answered with the provider; the account is theirs from then on', async () => {
  const { home, comeBack, me } = await withProvider()
  await home.console({ type: 'add_person', person: 'ben' as never })
  await home.console({ type: 'grant_role', person: 'ben' as never, role: 'analyst' })
  const code = await home.inviteCode('ben')
  const own = browser(home.url)
  const page = await own.post(`/welcome/${code}/provider`)
  const url = /href="(http[^"]+)">Continue/.exec(page.text)![1]!.replaceAll('&amp;', '&')
  expect(await comeBack(own, await throughProvider(url, 'b.lopez'))).toMatchObject({ status: 303, to: '/account' })
  expect(await me(own)).toEqual({ person: 'ben', roles: ['analyst'] })
  expect(await browser(home.url).get(`/welcome/${code}`)).toMatchObject({ status: 404 })
})

test("who is in can link the provider; an account that is somebody else's stays theirs", async () => {
  const { home, leave, comeBack, me } = await withProvider()
  await home.person('ben', ['analyst'])
  const dora = browser(home.url)
  await comeBack(dora, await leave(dora, 'dora'))
  const own = browser(home.url)
  await own.post('/sign-in', { name: 'ben', password: GOOD })
  const linkAs = async (login: string) => {
    const page = await own.post('/account/provider')
    const url = /href="(http[^"]+)">Continue/.exec(page.text)![1]!.replaceAll('&amp;', '&')
    return comeBack(own, await throughProvider(url, login))
  }
  expect(await linkAs('dora')).toMatchObject({ status: 409 })
  expect(await linkAs('b.lopez')).toMatchObject({ status: 303 })
  const later = browser(home.url)
  await comeBack(later, await leave(later, 'b.lopez'))
  expect(await me(later)).toEqual({ person: 'ben', roles: ['analyst'] })
  const outside = browser(home.url)
  expect(await outside.post('/account/provider')).toMatchObject({ status: 401 })
  expect(await own.post('/account/provider', {}, { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
})

test('the way back in takes the provider account away that somebody linked meanwhile', async () => {
  const { home, leave, comeBack, me } = await withProvider()
  await home.person('ben', ['analyst'])
  const stolen = browser(home.url)
  await stolen.post('/sign-in', { name: 'ben', password: GOOD })
  const linkAs = async (own: ReturnType<typeof browser>, login: string) => {
    const page = await own.post('/account/provider')
    const url = /href="(http[^"]+)">Continue/.exec(page.text)![1]!.replaceAll('&amp;', '&')
    return comeBack(own, await throughProvider(url, login))
  }
  expect(await linkAs(stolen, 'eve')).toMatchObject({ status: 303 })
  const code = await home.inviteCode('ben', 'reset')
  const next = 'marble onion seven kites'
  const ben = browser(home.url)
  await ben.post(`/welcome/${code}`, { password: next, again: next })
  expect((await ben.get('/account')).text, 'who comes back sees that none is linked').toContain('You could sign in')

  const eve = browser(home.url)
  await comeBack(eve, await leave(eve, 'eve'))
  expect(await me(eve)).toEqual({ person: 'eve', roles: [] })
  expect(await linkAs(ben, 'b.lopez'), 'their own is linked anew').toMatchObject({ status: 303 })
  expect(await me(ben)).toEqual({ person: 'ben', roles: ['analyst'] })
})

test('nobody has a second account of the provider: it would be a way in that the log does not show', async () => {
  const { home, leave, comeBack, me } = await withProvider()
  await home.person('ben', ['analyst'])
  const own = browser(home.url)
  await own.post('/sign-in', { name: 'ben', password: GOOD })
  const linkAs = async (login: string) => {
    const page = await own.post('/account/provider')
    const url = /href="(http[^"]+)">Continue/.exec(page.text)![1]!.replaceAll('&amp;', '&')
    return comeBack(own, await throughProvider(url, login))
  }
  expect(await linkAs('b.lopez')).toMatchObject({ status: 303 })
  const second = await linkAs('eve')
  expect(second).toMatchObject({ status: 409 })
  expect(second.text).toContain('linked already')
  expect(await linkAs('b.lopez'), 'the same one again is no other').toMatchObject({ status: 303 })
  const eve = browser(home.url)
  await comeBack(eve, await leave(eve, 'eve'))
  expect(await me(eve)).toEqual({ person: 'eve', roles: [] })
})

test('a provider that is away is said, and passwords work on', async () => {
  const { home, provider } = await withProvider()
  await home.person('ben', ['analyst'])
  await provider.away()
  const own = browser(home.url)
  const answer = await own.get('/sign-in/provider')
  expect(answer.status).toBe(503)
  expect(answer.text).toContain('cannot be reached')
  expect(await own.post('/sign-in', { name: 'ben', password: GOOD })).toMatchObject({ status: 303 })
})

/** A provider that says what it is told to. */
const saying = (vouched: Vouched): Provider => ({
  name: 'Example Org',
  begin: async (redirect) =>
    ok({ url: `${redirect}?state=${vouched.subject}`, redirect, state: vouched.subject, nonce: '', verifier: '' }),
  finish: async () => ok(vouched),
})

test.each([
  [false, { roles: [], withheld: ['executive'] }],
  [true, { roles: ['executive'] }],
])('a provider that saw two factors (%s) is believed', async (both, expected) => {
  const vouched = { issuer: 'https://id.example', subject: 'e1', both }
  const home = await house(await fresh(), { provider: saying(vouched) })
  await home.person('eve', ['executive'])
  value(await home.ports.accounts.link(vouched, 'eve' as never))
  const own = browser(home.url)
  const { to } = await own.get('/sign-in/provider')
  await own.get(new URL(to!).pathname + new URL(to!).search)
  expect(JSON.parse((await own.get('/api/me')).text)).toEqual({ person: 'eve', ...expected })
})
