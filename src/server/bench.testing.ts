// A server as `bench/gate.mjs` starts it, in a process of its own: a store with some holds, or a bare node:http that answers a constant.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { decisionKey } from '../adapters/decision-key.testing.ts'
import { nodeHash } from '../adapters/hash.ts'
import { answers } from '../adapters/postgres/answers.ts'
import { database } from '../adapters/postgres/database.ts'
import { evidence } from '../adapters/postgres/evidence.ts'
import { deliveries } from '../adapters/postgres/deliveries.ts'
import { foundLog } from '../adapters/postgres/found.ts'
import { ledger } from '../adapters/postgres/ledger.ts'
import { policyTexts } from '../adapters/postgres/policies.ts'
import { lookBook } from '../adapters/postgres/looks.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { throwaway } from '../adapters/postgres/postgres.testing.ts'
import { shelf } from '../adapters/postgres/shelf.ts'
import { MASTERS } from '../adapters/postgres/store.testing.ts'
import { intake } from '../adapters/intake.ts'
import { directory } from '../app/directory.ts'
import { feed } from '../app/feed.ts'
import { gatekeeper } from '../app/gatekeeper.ts'
import { desk } from '../app/handle/handle.ts'
import { opening, placing, RULES } from '../app/handle/wish.testing.ts'
import { defaultPolicy } from '../app/policy.ts'
import { looks } from '../app/looks.ts'
import { reading } from '../app/reading.ts'
import { studioOf } from '../adapters/studio.ts'
import { policies } from '../app/policies.ts'
import { service } from '../app/service.ts'
import type { Actor } from '../core/ids.ts'
import { serveHttp } from './server.ts'

const CASES = 1_000
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)

async function gate(): Promise<void> {
  const { where, stop } = await throwaway()
  const db = database(where)
  await migrate(db)
  await foundLog(db, 'bench.example/log')
  const [log, books, book, texts] = [ledger(db), shelf(db), lookBook(db), policyTexts(db)]
  const wishes = desk({ ledger: log, crypto: nodeCrypto, rules: () => RULES })
  const opened = await Promise.all(Array.from({ length: CASES }, () => wishes.handle(opening())))
  await Promise.all(opened.map((one, i) => one.ok && wishes.handle(placing(one.value.stream, `product-${i}`))))
  const under = () => ({ policy: POLICY, rules: RULES })
  const keeper = gatekeeper({
    ledger: log,
    shelf: books,
    clock: systemClock,
    crypto: nodeCrypto,
    hash: nodeHash,
    under,
  })
  const served = service({
    store: {
      ledger: log,
      shelf: books,
      looks: book,
      evidence: evidence(db, MASTERS),
      answers: answers(db),
      deliveries: deliveries(db),
      policies: texts,
    },
    desk: wishes,
    gatekeeper: keeper,
    gateKey: decisionKey(),
    feed: feed({ ledger: log, look: keeper.look }),
    crypto: nodeCrypto,
    chance: nodeChance,
    clock: systemClock,
    under,
    directory: directory({ ledger: log, crypto: nodeCrypto, clock: systemClock }),
    policies: policies({ texts, hash: nodeHash }),
    reading: reading({ looks: looks({ book, clock: systemClock }), under }),
    studies: studioOf(new URL('nowhere.js', import.meta.url)),
    evidenceBytes: 0,
    version: '0',
    intake,
    recorder: { record: () => Promise.reject(new Error('nothing is recorded here')), stop: async () => {} },
  })
  const pipeline = { actor: 'pipeline' as Actor, roles: ['pipeline'] as const }
  const recognise = (token: string) => (token === 'token' ? pipeline : undefined)
  const server = await serveHttp({ service: served, recognise, version: '0', host: '127.0.0.1', port: 0 })
  if (!server.ok) throw new Error(server.problem.message)
  say({ url: server.value.url })
  process.stdin.once(
    'end',
    () =>
      void server.value
        .stop()
        .then(() => db.close())
        .then(stop),
  )
  process.stdin.resume()
}

/** The peer: as fast as Node answers anything. */
function bare(): void {
  const answer = process.argv[3]!
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(answer)
  })
  server.listen(0, '127.0.0.1', () => say({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
  process.stdin.once('end', () => process.exit(0))
  process.stdin.resume()
}

const POLICY = defaultPolicy(nodeHash)
if (process.argv[2] === 'gate') await gate()
else bare()
