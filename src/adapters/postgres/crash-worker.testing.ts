// A process that is going to be killed: opens the store that its first argument says, and wishes things as fast as it can. Each line
// that it prints is an answer that it was given: `id stream n index`.
import { writeSync } from 'node:fs'
import process from 'node:process'
import { type Desk, desk } from '../../app/handle/handle.ts'
import { acknowledging, opening, placing, RULES } from '../../app/handle/wish.testing.ts'
import type { Ask } from '../../app/handle/wished.ts'
import { notary } from '../../app/notary.ts'
import type { StorePlace } from '../../app/ports/store.ts'
import { nodeCrypto } from '../crypto.ts'
import { openStore } from './open.ts'

const CALLERS = 16

const opened = await openStore(JSON.parse(process.argv[2]!) as StorePlace)
if (!opened.ok) throw new Error(`${opened.problem.code}: ${opened.problem.message}`)
const work = desk({ ledger: opened.value.ledger, crypto: nodeCrypto, rules: () => RULES })
writeSync(1, 'open\n')
for (let caller = 0; caller < CALLERS; caller++) void call(work)
const signs = notary({ ...opened.value, crypto: nodeCrypto })
setInterval(() => void signs.sign().catch(() => {}), 50)

async function call(to: Desk): Promise<void> {
  for (;;) {
    const stream = await told(to, opening())
    if (stream === undefined) continue
    for (let i = 0; i < 4; i++) await told(to, placing(stream, `p${i}`))
    await told(to, acknowledging(stream))
  }
}

/** Asks until there is an answer: the same command, as a careful caller does. */
async function told(to: Desk, ask: Ask): Promise<string | undefined> {
  for (;;) {
    const answer = await to.handle(ask)
    if (!answer.ok) continue
    const { stream, n, index } = answer.value
    writeSync(1, `${ask.id} ${stream} ${n} ${index}\n`)
    return stream
  }
}
