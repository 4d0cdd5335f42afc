import { createHmac } from 'node:crypto'
import { nodeChance } from '../adapters/chance.ts'
import { hmacSha1, nodeCrypto } from '../adapters/crypto.ts'
import { scryptPasswords } from '../adapters/passwords.ts'
import { accounts } from '../adapters/postgres/accounts.ts'
import { keysInMemory, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { directory } from '../app/directory.ts'
import type { Provider } from '../app/ports/accounts.ts'
import { offerSetUp } from '../app/sign-in/invitations.ts'
import { SESSION_PREFIX } from '../app/sign-in/sessions.ts'
import { RESET_MS, type SignIn, signIn } from '../app/sign-in/sign-in.ts'
import type { Recognise } from '../app/ports/principal.ts'
import type { SignInPorts } from '../app/sign-in/ports.ts'
import { CONSOLE, type PeopleWish } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import type { SecondFactorFor } from '../core/people/authority.ts'
import { stepAt, totpCode } from '../core/people/totp.ts'
import type { Actor } from '../core/ids.ts'
import { addMillis, instantFromMillis } from '../core/instant.ts'
import type { Role } from '../core/policy/role.ts'
import { giveLink } from '../app/sign-in/invitations.ts'
import { commandId } from '../api/client.ts'
import { nodes } from './server.testing.ts'

export const GOOD = 'lamp river candle ox'

/** A server on a store, as far as people and pages are concerned; its clock can be turned on. */
export interface House {
  readonly url: string
  readonly people: SignIn
  readonly ports: SignInPorts
  /** Makes so much time pass. */
  wait(millis: number): void
  refresh(): Promise<void>
  /** A wish of the console. */
  console(wish: PeopleWish): Promise<void>
  /** Somebody with these roles, and a password. */
  person(name: string, roles?: readonly Role[], password?: string): Promise<void>
  setUpCode(): Promise<string>
  inviteCode(name: string, purpose?: 'invitation' | 'reset'): Promise<string>
}

export function houses() {
  const node = nodes()
  const keys = keysInMemory()
  return async (
    store: TestStore,
    options: {
      secondFactor?: SecondFactorFor
      provider?: Provider
      publicUrl?: string
      proxies?: readonly string[]
      /** Whose tokens these are; by default the log says. */
      tokens?: Recognise
      requestsAMinute?: number
    } = {},
  ): Promise<House> => {
    let ahead = 0
    const clock = { now: () => addMillis(instantFromMillis(Date.now()), ahead) }
    const who = directory({ ledger: store.ledger, crypto: nodeCrypto, clock })
    value(await who.refresh())
    const tokens = options.tokens ?? who.recognise
    const ports: SignInPorts = {
      accounts: accounts(store.db, keys),
      desk: store.desk,
      people: who.people,
      refresh: who.refresh,
      clock,
      chance: nodeChance,
      crypto: nodeCrypto,
      hmac: hmacSha1,
      passwords: scryptPasswords({ N: 2 ** 10, r: 8, p: 1 }),
      secondFactor: options.secondFactor ?? 'deciders',
      ...(options.provider && { provider: options.provider }),
    }
    const people = signIn(ports)
    const { url } = await node(store, {
      signIn: people,
      recognise: (token) => (token.startsWith(SESSION_PREFIX) ? people.recognise(token) : tokens(token)),
      ...(options.requestsAMinute !== undefined && { requestsAMinute: options.requestsAMinute }),
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      ...(options.proxies && { proxies: options.proxies }),
    })
    const console = async (wish: PeopleWish) => {
      value(await store.desk.handle({ id: commandId() as never, by: CONSOLE, on: PEOPLE, wish, openings: [] }))
      value(await who.refresh())
    }
    const inviteCode = async (name: string, purpose: 'invitation' | 'reset' = 'invitation') =>
      value(await giveLink({ person: name as Actor, purpose, millis: RESET_MS, by: CONSOLE }, ports)).code
    return {
      url,
      people,
      ports,
      wait: (millis) => void (ahead += millis),
      refresh: async () => void value(await people.sessions.refresh()),
      console,
      async person(name, roles = [], password = GOOD) {
        const person = name as Actor
        await console({ type: 'add_person', person })
        for (const role of roles) await console({ type: 'grant_role', person, role })
        const code = await inviteCode(name)
        value(await people.invitations.accept({ code, password }, { address: '::1', program: 'test' }))
      },
      setUpCode: async () => value(await offerSetUp(3_600_000, ports)).code,
      inviteCode,
    }
  }
}

/** A browser without eyes: keeps cookies, follows nothing, says where it comes from as browsers do. */
export function browser(url: string) {
  const jar = new Map<string, string>()
  const headers = (more: Record<string, string>) => ({
    ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0 Safari/537.36',
    ...more,
  })
  async function visit(path: string, init: RequestInit = {}, more: Record<string, string> = {}) {
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers: headers(more) })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const text = await response.text()
    return {
      status: response.status,
      to: response.headers.get('location') ?? undefined,
      text,
      headers: response.headers,
    }
  }
  const same = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }
  return {
    jar,
    get: (path: string) => visit(path),
    /** A form of a page of ours; or, with other headers, of somebody else's. */
    post: (path: string, fields: Record<string, string> = {}, from: Record<string, string> = same) =>
      visit(path, { method: 'POST', body: new URLSearchParams(fields) }, from),
    json: (path: string, body: unknown, from: Record<string, string> = same) =>
      visit(
        path,
        { method: 'POST', body: JSON.stringify(body) },
        { 'content-type': 'application/json', 'idempotency-key': commandId(), ...from },
      ),
  }
}

/** What an authenticator shows for a key as it is typed by hand, so many half minutes from now. */
export function authenticator(key: string, steps = 0, millis = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replaceAll(' ', '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2))
  const hmac = (secret: Uint8Array, message: Uint8Array) => createHmac('sha1', secret).update(message).digest()
  return totpCode(new Uint8Array(bytes), stepAt(instantFromMillis(millis)) + steps, hmac)
}
