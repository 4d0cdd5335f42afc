import { nodeChance } from '../adapters/chance.ts'
import { nodeLocksmith } from '../adapters/locksmith.ts'
import { type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import type { Locksmith } from '../app/ports/locksmith.ts'
import { makeSealedKey, readSealedKey } from '../app/sealed-key.ts'
import { DIGEST } from '../core/decision/decision.testing.ts'
import { seal } from '../core/decision/envelope.ts'
import { OVERRIDE_KEYS, type OverrideKey } from '../core/decision/override-key.ts'
import { OVERRIDE, overrideJson } from '../core/decision/override.ts'
import { statementBytes } from '../core/decision/statement.ts'
import type { Actor, Product } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'

/** The same lock for nothing. */
const smith: Locksmith = { ...nodeLocksmith, stretch: async (words) => Buffer.from(words.padEnd(32).slice(0, 32)) }
const HOLDERS = ['security-manager', 'executive'] as string[] as Actor[]
export const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString() as Instant

/** A sealed key that stands in the log, and what its holders sign with it. */
export async function sealedKey(store: TestStore, more: Partial<OverrideKey> = {}, holders = HOLDERS) {
  const about = { name: 'night', products: ['payments' as Product], max_hours: 4, until: at(10_000), ...more }
  const people = holders.map((holder) => ({ holder, passphrase: `words of ${holder}` }))
  const { key, file } = value(await makeSealedKey(about, people, { chance: nodeChance, smith }))
  const fact = { type: 'override_key_registered', v: 1, data: key as never }
  value(
    await store.desk.handle({
      id: commandId() as never,
      by: 'console' as Actor,
      on: OVERRIDE_KEYS,
      fact,
      openings: [],
    }),
  )
  const signer = value(await value(readSealedKey(file, smith)).open([people[0]!, people[1]!]))
  return (use: object = {}) => {
    const override = {
      use: commandId(),
      key: about.name,
      people: holders.slice(0, 2),
      release: { product: 'payments', version: '2.4.0', digests: [DIGEST], environment: 'production' },
      from: at(-30),
      until: at(60),
      reason: 'Production burns',
      ...use,
    }
    return seal(value(statementBytes(override.release as never, OVERRIDE, overrideJson(override as never))), signer)
  }
}
