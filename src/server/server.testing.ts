import { afterAll } from 'vitest'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { type Client, client } from '../api/client.ts'
import { directory } from '../app/directory.ts'
import { feed } from '../app/feed.ts'
import { type Gatekeeper, gatekeeper } from '../app/gatekeeper.ts'
import { type Looks, looks } from '../app/looks.ts'
import { RULES } from '../app/handle/wish.testing.ts'
import { policies } from '../app/policies.ts'
import { defaultPolicy } from '../app/policy.ts'
import type { Principal, Recognise } from '../app/ports/principal.ts'
import { reading } from '../app/reading.ts'
import { service } from '../app/service.ts'
import type { Actor, Product } from '../core/ids.ts'
import { ROLES } from '../core/policy/role.ts'
import { nodeHash } from '../adapters/hash.ts'
import type { Listening } from '../app/serve.ts'
import { serveHttp, type ServerOptions } from './server.ts'

export const under = () => ({ policy: defaultPolicy(nodeHash), rules: RULES })

/** Everybody's token is `token-` and their role; `stranger` has none, `let-in` is an engineer, the bound ones are pipelines'. */
export const recognise: Recognise = (token) => {
  const name = token.replace(/^token-/, '')
  if (token === name) return undefined
  const role = ROLES.find((role) => role === name)
  if (name === 'payments-only') return principal(name, ['pipeline'], ['payments'])
  if (name === 'shop-only') return principal(name, ['pipeline'], ['shop'])
  if (name === 'let-in') return principal(name, ['engineer'])
  return role ? principal(name, [role]) : name === 'stranger' ? principal(name, []) : undefined
}
const principal = (actor: string, roles: Principal['roles'], products?: readonly string[]): Principal => ({
  actor: actor as Actor,
  roles,
  ...(products && { products: products as readonly Product[] }),
})

export interface TestNode extends Listening {
  readonly gatekeeper: Gatekeeper
  readonly looks: Looks
  /** By default an analyst's. */
  as(name?: string): Client
}

/** Servers that go with the test file. */
export function nodes() {
  const running: Listening[] = []
  afterAll(() => Promise.all(running.map((node) => node.stop())))

  /** One more process, as it were, on a store. */
  return async (store: TestStore, options: Partial<ServerOptions> = {}): Promise<TestNode> => {
    const { ledger, shelf, desk } = store
    const books = policies({ texts: store.policies, hash: nodeHash })
    const keeper = gatekeeper({
      ledger,
      shelf,
      clock: systemClock,
      crypto: nodeCrypto,
      ready: books.ready,
      under: (digest) =>
        digest === undefined ? under() : { policy: books.of(digest), rules: books.rules(RULES.people, digest) },
    })
    const seen = looks({ book: store.looks, clock: systemClock })
    const served = service({
      store,
      desk,
      gatekeeper: keeper,
      feed: feed({ ledger, look: keeper.look, everyMillis: 20 }),
      crypto: nodeCrypto,
      chance: nodeChance,
      clock: systemClock,
      under: keeper.under,
      policies: books,
      directory: directory({ ledger, crypto: nodeCrypto, clock: systemClock }),
      reading: reading({ looks: seen, under: keeper.under }),
    })
    const listening = await serveHttp({
      service: served,
      recognise,
      version: '0.0.0',
      host: '127.0.0.1',
      port: 0,
      log: 'silent',
      ...options,
    })
    const server = value(listening)
    running.push(server)
    return {
      ...server,
      gatekeeper: keeper,
      looks: seen,
      as: (name = 'analyst') => client({ url: server.url, token: `token-${name}` }),
    }
  }
}
