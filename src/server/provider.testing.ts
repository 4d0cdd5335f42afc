import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export const CLIENT = { clientId: 'holdpoint', clientSecret: 'a-secret-between-the-two' }

/** A real OpenID provider (oidc-provider) on a port of its own, that goes with the test file. Any name is let in, and is its own account. */
export async function openIdServer() {
  let answer: RequestListener = (_, response) => void response.writeHead(503).end()
  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    /** @param url of the Holdpoint that it lets people in to */
    async letsIn(url: string): Promise<void> {
      const { default: Provider } = await quietly(() => import('oidc-provider'))
      const provider = await quietly(
        async () =>
          new Provider(issuer, {
            clients: [
              {
                client_id: CLIENT.clientId,
                client_secret: CLIENT.clientSecret,
                redirect_uris: [`${url}/sign-in/provider/back`],
              },
            ],
            claims: { openid: ['sub'], profile: ['preferred_username'] },
            conformIdTokenClaims: false,
            cookies: { keys: ['a key of the test'] },
            ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
            findAccount: (_: unknown, id: string) => ({
              accountId: id,
              claims: async () => ({ sub: id, preferred_username: id.replace(/^.*\|/, '') }),
            }),
          }),
      )
      answer = provider.callback()
    },
    async away(): Promise<void> {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** It warns that its keys and pages are for development; they are. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { info, warn } = console
  Object.assign(console, { info: () => {}, warn: () => {} })
  try {
    return await work()
  } finally {
    Object.assign(console, { info, warn })
  }
}

/** Somebody at the provider's own pages: keeps its cookies, signs in as whoever it is told, consents, and comes back with the address. */
export async function throughProvider(start: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  const { origin } = new URL(start)
  let at = start
  for (let step = 0; step < 20; step++) {
    if (new URL(at).origin !== origin) return at
    const page = await ask(at, {}, jar)
    const to = page.headers.get('location')
    if (to !== null) {
      at = new URL(to, at).href
      continue
    }
    const text = await page.text()
    const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1]
    if (action === undefined) throw new Error(`the provider says ${page.status}: ${text.slice(0, 300)}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? ''
    const body = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
    const answer = await ask(new URL(action, at).href, { method: 'POST', body }, jar)
    at = new URL(answer.headers.get('location')!, at).href
  }
  throw new Error('the provider leads in circles')
}

async function ask(url: string, init: RequestInit, jar: Map<string, string>): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    jar.set(name, value)
  }
  return response
}
