import { afterAll } from 'vitest'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { decisionKey } from '../adapters/decision-key.testing.ts'
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
import { service, type ServicePorts } from '../app/service.ts'
import { study } from '../app/study.ts'
import { recordReport } from '../app/record/record.ts'
import { nodeFiles } from '../adapters/files.ts'
import { intake } from '../adapters/intake.ts'
import type { Actor, Product } from '../core/ids.ts'
import type { Recording } from '../core/recording/recording.ts'
import { ROLES } from '../core/policy/role.ts'
import { workingOf } from '../adapters/calendar.ts'
import { dataFolder } from '../adapters/data.ts'
import { nodeHash } from '../adapters/hash.ts'
import { typst } from '../adapters/typst.ts'
import type { Listening } from '../app/ports/serving.ts'
import { serveHttp, type ServerOptions } from './server.ts'

/** In this thread: what a real server does in another. */
const OUTSIDE = {
  hash: nodeHash,
  crypto: nodeCrypto,
  data: dataFolder({ HOLDPOINT_DATA: '/nowhere' }),
  calendars: { working: workingOf },
  typesetter: typst,
}

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
  readonly looks: Looks
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
    const books = policies({ texts: store.policies, hash: nodeHash })
    const keeper = gatekeeper({
      ledger,
      shelf,
      clock: systemClock,
      crypto: nodeCrypto,
      hash: nodeHash,
      ready: books.ready,
      under: (digest) =>
        digest === undefined ? judged() : { policy: books.of(digest), rules: books.rules(RULES.people, digest) },
      unjudged,
    })
    const seen = looks({ book: store.looks, clock: systemClock })
    const served = service({
      store,
      desk,
      gatekeeper: keeper,
      gateKey: decisionKey(),
      feed: feed({ ledger, look: keeper.look, everyMillis: 20 }),
      crypto: nodeCrypto,
      chance: nodeChance,
      clock: systemClock,
      under: keeper.under,
      policies: books,
      directory: directory({ ledger, crypto: nodeCrypto, clock: systemClock }),
      reading: reading({ looks: seen, under: keeper.under }),
      studies: (task) => study(task, OUTSIDE),
      evidenceBytes: 2 ** 20,
      version: '0.0.0',
      intake,
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
      looks: seen,
      as: (name = 'analyst') => client({ url: server.url, token: `token-${name}` }),
    }
  }
}
