import { afterAll } from 'vitest'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { type Client, client } from '../api/client.ts'
import { feed } from '../app/feed.ts'
import { type Gatekeeper, gatekeeper } from '../app/gatekeeper.ts'
import { RULES } from '../app/handle/wish.testing.ts'
import { defaultPolicy } from '../app/policy.ts'
import type { Principal, Recognise } from '../app/ports/principal.ts'
import { service, type ServicePorts } from '../app/service.ts'
import { recordReport } from '../app/record/record.ts'
import { dataFolder } from '../adapters/data.ts'
import { nodeFiles } from '../adapters/files.ts'
import { intake } from '../adapters/intake.ts'
import type { Actor, Product } from '../core/ids.ts'
import type { Recording } from '../core/recording/recording.ts'
import { ROLES } from '../core/policy/role.ts'
import { nodeHash } from '../adapters/hash.ts'
import type { Listening } from '../app/serve.ts'
import { serveHttp, type ServerOptions } from './server.ts'

export const under = () => ({ policy: defaultPolicy(nodeHash), rules: RULES })

/** Everybody's token is `token-` and their role; `stranger` has none, `payments-only` is a pipeline's. */
export const recognise: Recognise = (token) => {
  const name = token.replace(/^token-/, '')
  if (token === name) return undefined
  const role = ROLES.find((role) => role === name)
  if (name === 'payments-only') return principal(name, ['pipeline'], ['payments'])
  return role ? principal(name, [role]) : name === 'stranger' ? principal(name, []) : undefined
}
const principal = (actor: string, roles: Principal['roles'], products?: readonly string[]): Principal => ({
  actor: actor as Actor,
  roles,
  ...(products && { products: products as readonly Product[] }),
})

/** In this thread: what a real server does in another. */
export const recorderOn = (store: TestStore) => ({
  record: (wish: Parameters<typeof recordReport>[0]) =>
    recordReport(wish, {
      store,
      intake,
      files: nodeFiles,
      hash: nodeHash,
      crypto: nodeCrypto,
      clock: systemClock,
      data: dataFolder({ HOLDPOINT_DATA: '/nowhere' }),
    }),
  stop: async () => {},
})

export interface TestNode extends Listening {
  readonly gatekeeper: Gatekeeper
  /** By default an analyst's. */
  as(name?: string): Client
}

/** Servers that go with the test file. */
export function nodes() {
  const running: Listening[] = []
  afterAll(() => Promise.all(running.map((node) => node.stop())))

  /** One more process, as it were, on a store. */
  return async (
    store: TestStore,
    options: Partial<ServerOptions> = {},
    ports: Partial<ServicePorts> = {},
    judged: typeof under = under,
    unjudged: (recordings: readonly Recording[]) => void = () => {},
  ): Promise<TestNode> => {
    const { ledger, shelf, desk } = store
    const keeper = gatekeeper({
      ledger,
      shelf,
      clock: systemClock,
      crypto: nodeCrypto,
      hash: nodeHash,
      under: judged,
      unjudged,
    })
    const served = service({
      store,
      desk,
      gatekeeper: keeper,
      feed: feed({ ledger, look: keeper.look, everyMillis: 20 }),
      crypto: nodeCrypto,
      chance: nodeChance,
      clock: systemClock,
      under: judged,
      intake,
      files: nodeFiles,
      recorder: recorderOn(store),
      ...ports,
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
      as: (name = 'analyst') => client({ url: server.url, token: `token-${name}` }),
    }
  }
}
