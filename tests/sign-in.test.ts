import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT, openIdServer } from '../src/server/provider.testing.ts'
import { authenticator, browser, GOOD } from '../src/server/sign-in.testing.ts'
import { hasBrowser, realBrowser } from './browser.testing.ts'
import { holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const DATA = join(folder, 'data')
const CONFIG = join(folder, 'config')

let server: ChildProcess
let url: string
let said = ''

async function start(env: Record<string, string>, port = 0): Promise<void> {
  said = ''
  const args = ['dist/main.js', 'serve', '--data', DATA, '--port', String(port), '--log', 'info']
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  server.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`it ended: ${said}`)))
    server.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Ctrl-C')) resolve()
    })
  })
  url = /(http:\/\/localhost:\d+)/.exec(said)![1]!
}
async function stop(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}

const env = () => {
  const { HOLDPOINT_TOKEN: _, ...rest } = process.env
  return { ...rest, HOLDPOINT_CONFIG: CONFIG, HOLDPOINT_URL: url }
}
const holdpoint = (...args: readonly string[]) => holdpointWith({ env: env() }, ...args)
const typing = (input: string, ...args: readonly string[]) => holdpointWith({ env: env(), input }, ...args)
const admin = (...args: readonly string[]) => holdpoint('admin', ...args, '--data', DATA, '--public-url', url)

let settings: Record<string, string>
beforeAll(async () => {
  const provider = await openIdServer()
  settings = {
    HOLDPOINT_OIDC_ISSUER: provider.issuer,
    HOLDPOINT_OIDC_CLIENT_ID: CLIENT.clientId,
    HOLDPOINT_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    HOLDPOINT_OIDC_NAME: 'Example Org',
  }
  await start(settings)
  await provider.letsIn(url)
}, 120_000)
afterAll(stop)

describe.skipIf(!hasBrowser)('in a real browser', () => {
  const chrome = realBrowser()
  const seen: string[] = []

  /** A page that says what the browser complains of, but for answers that say no. */
  async function open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) seen.push(message.text())
    })
    return page
  }
  /** What somebody who cannot see, or uses no mouse, would stumble over. */
  async function faults(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source)
    const found = (await page.evaluate('axe.run()')) as { violations: { id: string }[]; passes: unknown[] }
    expect(found.passes.length).toBeGreaterThan(10)
    return found.violations.map(({ id }) => id)
  }

  let key = ''

  test('the first administrator opens the printed link, chooses a password and adds a second factor', async () => {
    const link = /(http:\S+\/welcome\/[0-9a-f]{64})/.exec(said)![1]!
    const page = await open(await chrome().newContext({ javaScriptEnabled: true }))
    await page.goto(link)
    expect(await faults(page)).toEqual([])
    await page.fill('#name', 'ana')
    await page.fill('#password', 'password2026')
    await page.fill('#again', 'password2026')
    await page.click('button')
    expect(await page.textContent('[role=alert]')).toContain('easily guessed')
    expect(await page.getAttribute('#password', 'aria-describedby')).toBe('password-help trouble')
    expect(await page.evaluate('document.activeElement.id')).toBe('password')
    expect(await faults(page)).toEqual([])
    await page.fill('#password', GOOD)
    await page.fill('#again', GOOD)
    await page.click('button')
    expect(page.url()).toBe(`${url}/account/second-factor`)
    expect(await faults(page)).toEqual([])
    await page.click('summary')
    key = (await page.textContent('.secret'))!
    await page.fill('#code', authenticator(key, -1))
    await page.click('button.main')
    expect(await page.locator('.codes li').count()).toBe(10)
    expect(await faults(page)).toEqual([])
    await page.click('a.main')
    expect(await page.textContent('.roles')).toContain('administrator')
    expect(await faults(page)).toEqual([])
    await page.click('text=Sign out')
    expect(await page.textContent('[role=status]')).toBe('You are signed out.')
    expect(await faults(page)).toEqual([])
    expect(seen).toEqual([]) // nothing was against our own policy
  })

  test('they sign in with both factors, without a script, by keyboard alone', async () => {
    const context = await chrome().newContext({ javaScriptEnabled: false, colorScheme: 'dark' })
    const page = await open(context)
    await page.goto(url)
    await page.waitForSelector('#name:focus')
    await page.keyboard.type('ana')
    await page.keyboard.press('Tab')
    await page.keyboard.type(GOOD)
    await page.keyboard.press('Enter')
    await page.waitForSelector('#code:focus')
    await page.keyboard.type(authenticator(key))
    await page.keyboard.press('Enter')
    await page.waitForURL(`${url}/account`)
    const [cookie] = (await context.cookies()).filter(({ name }) => name === 'holdpoint')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  })

  test("somebody new comes in by the organisation's provider, with an account and no role", async () => {
    const page = await open(await chrome().newContext())
    await page.goto(`${url}/sign-in`)
    await page.click('text=Continue with Example Org')
    await page.fill('[name=login]', 'dora')
    await page.fill('[name=password]', 'any')
    await page.click('[type=submit]')
    await page.click('[type=submit]') // what is told to us
    await page.waitForURL(`${url}/account`)
    expect(await page.textContent('header')).toContain('Signed in as dora')
    expect(await page.textContent('main')).toContain('You have no role yet')
    expect(await faults(page)).toEqual([])
  })

  test('a page of another site that sends our form, or asks our API, is refused', async () => {
    const context = await chrome().newContext()
    const page = await open(context)
    await page.goto(`${url}/sign-in`)
    await page.click('text=Continue with Example Org')
    await page.fill('[name=login]', 'dora')
    await page.fill('[name=password]', 'any')
    await page.click('[type=submit]')
    await page.click('[type=submit]')
    await page.waitForURL(`${url}/account`)
    const evil = await context.newPage()
    await evil.goto(settings['HOLDPOINT_OIDC_ISSUER']!) // another site: 127.0.0.1 is not localhost
    await evil.setContent(`<form method="post" action="${url}/sign-out"><button>win a prize</button></form>`)
    await evil.click('button')
    expect(await evil.textContent('body')).toContain('does not come from a page of this server')
    await page.reload()
    expect(page.url()).toBe(`${url}/account`)
  })

  test('a terminal is let in by a code typed on the page', async () => {
    const page = await open(await chrome().newContext())
    await page.goto(`${url}/sign-in`)
    await page.click('text=Continue with Example Org')
    await page.fill('[name=login]', 'erik')
    await page.fill('[name=password]', 'any')
    await page.click('[type=submit]')
    await page.click('[type=submit]')
    await page.waitForURL(`${url}/account`)
    const terminal = spawn(process.execPath, ['dist/main.js', 'login', '--browser'], { env: env() })
    let out = ''
    terminal.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    await expect.poll(() => out, { timeout: 20_000 }).toContain('/connect')
    await page.goto(`${url}/connect`)
    expect(await faults(page)).toEqual([])
    await page.fill('#code', /([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(out)![1]!)
    await page.click('button')
    expect(await page.textContent('main')).toContain('A terminal at')
    expect(await faults(page)).toEqual([])
    await page.click('button.main')
    expect(await page.textContent('h1')).toBe('The terminal is in')
    const [code] = (await once(terminal, 'exit')) as [number]
    expect(code).toBe(0)
    expect(out).toContain('as erik')
    expect(holdpoint('whoami').out).toBe(`erik at ${url}: no role\n`)
    expect(holdpoint('holds')).toMatchObject({ exit: 5, err: expect.stringContaining('access/no-role') })
    expect(holdpoint('logout').exit).toBe(0)
  })
})

describe('from a terminal', () => {
  beforeAll(async () => {
    const link = hasBrowser ? undefined : /(http:\S+\/welcome\/[0-9a-f]{64})/.exec(said)![1]!
    if (link) await browser(url).post(new URL(link).pathname, { name: 'ana', password: GOOD, again: GOOD })
  })

  test('an invitation beside the running server, a password, a session for the commands to come, and out again', async () => {
    const unsaid = holdpoint('admin', 'invite', 'ben', '--data', DATA).out
    expect(unsaid.startsWith(`${url}/welcome/`), 'where the server listens, on whatever port').toBe(true)
    const [link = '', note] = admin('invite', 'ben', '--role', 'analyst').out.split('\n')
    expect(link).toMatch(/^http:\/\/localhost:\d+\/welcome\/[0-9a-f]{64}$/)
    expect(note).toMatch(/^It opens once, until \S+Z\.$/)
    const ben = browser(url)
    expect(await ben.post(new URL(link).pathname, { password: GOOD, again: GOOD })).toMatchObject({ status: 303 })

    const wrong = typing('ben\nnot the one\n', 'login')
    expect(wrong).toMatchObject({ exit: 5, err: expect.stringContaining('sign-in/refused') })
    const right = typing(`ben\n${GOOD}\n`, 'login')
    expect(right).toMatchObject({ exit: 0, out: expect.stringContaining(`Signed in to ${url} as ben`) })
    const file = join(CONFIG, 'sessions.json')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    const secret = /hps_[0-9a-f]{64}/.exec(readFileSync(file, 'utf8'))![0]
    const held = holdpoint('hold', 'payments@2.4.0', '--reason', 'Anybody can read the accounts')
    expect(held).toMatchObject({ exit: 0, out: expect.stringContaining('HP-1/payments') })
    const { HOLDPOINT_URL: _, ...nowhere } = env()
    expect(holdpointWith({ env: nowhere }, 'holds').out).toContain('HP-1/payments') // the server signed in to last
    for (const text of [wrong, right, held].flatMap(({ out, err }) => [out, err])) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(GOOD)
    }
    expect(holdpoint('logout').out).toBe(`Signed out of ${url}.\n`)
    expect(holdpoint('holds')).toMatchObject({ exit: 5, err: expect.stringContaining('access/no-token') })
    expect(await browser(url).get('/api/me')).toMatchObject({ status: 401 })
    const stale = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${secret}` } })
    expect(stale.status).toBe(401)
  })

  test('a session outlives a restart of the server', async () => {
    expect(typing(`ben\n${GOOD}\n`, 'login').exit).toBe(0)
    const { port } = new URL(url)
    await stop()
    await start(settings, Number(port))
    expect(said).not.toContain('/welcome/') // it has an administrator, or was asked for one before
    expect(holdpoint('whoami').out).toBe(`ben at ${url}: analyst\n`)
  })

  test('whoever may read the data folder lets somebody back in, and every session of before is over', async () => {
    const [link = ''] = admin('reset', 'ben').out.split('\n')
    const next = 'marble onion seven kites'
    expect(await browser(url).post(new URL(link).pathname, { password: next, again: next })).toMatchObject({
      status: 303,
    })
    expect(holdpoint('whoami')).toMatchObject({ exit: 5, err: expect.stringContaining('access/unknown-token') })
    expect(typing(`${GOOD}\n`, 'login', '--name', 'ben').exit).toBe(5)
    expect(typing(`${next}\n`, 'login', '--name', 'ben').exit).toBe(0)
    expect(admin('reset', 'nobody')).toMatchObject({ exit: 2, err: expect.stringContaining('people/unknown') })
    expect(admin('invite', 'console')).toMatchObject({ exit: 2, err: expect.stringContaining('people/name-taken') })
  })

  test('a file that others may read is not used, and is said', () => {
    const file = join(CONFIG, 'sessions.json')
    chmodSync(file, 0o644)
    expect(holdpoint('whoami')).toMatchObject({ exit: 5, err: expect.stringContaining('access/no-token') })
    expect(typing(`ben\nmarble onion seven kites\n`, 'login')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('login/exposed'),
    })
    chmodSync(file, 0o600)
  })

  test('a password goes nowhere where others could read it', () => {
    for (const at of ['http://holdpoint.internal:4650', 'http://127.0.0.1.evil.example', 'nowhere'])
      expect(typing('ben\nany\n', 'login', '--server', at)).toMatchObject({
        exit: 2,
        out: '',
        err: expect.stringContaining('login/not-safe'),
      })
  })

  test('no line of the server says a secret', async () => {
    await expect.poll(() => said).toContain('"route":"/welcome/:code"')
    expect(said).not.toMatch(/hps_|lamp river|marble onion|a-secret-between/)
  })
})
