import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { tellDeadEnds } from '../app/dead-ends.ts'
import { desk } from '../app/handle/handle.ts'
import { opening, placing, RULES, wished } from '../app/handle/wish.testing.ts'
import { caseOf } from '../app/service/case-of.ts'
import type { Grant, Rules } from '../core/case/rules.ts'
import type { Actor, CaseId, Product } from '../core/ids.ts'
import { addMillis, HOUR, type Instant, instantFromMillis } from '../core/instant.ts'

const { fresh, join } = stores()
const now = () => instantFromMillis(Date.now())

/** The rules after somebody's roles have ended. */
const without = (name: string, until: Instant): Rules => ({
  ...RULES,
  people: new Map(
    [...RULES.people].map(([who, grants]): [Actor, readonly Grant[]] =>
      who === name ? [who, grants.map((grant) => ({ ...grant, until }))] : [who, grants],
    ),
  ),
})

async function asked(): Promise<{ store: TestStore; id: CaseId; look: () => ReturnType<typeof caseOf> }> {
  const store = await fresh()
  const id = value(await store.desk.handle(opening())).stream as CaseId
  value(await store.desk.handle(placing(id)))
  const request = wished(
    id,
    (words) => ({
      type: 'request_acceptance',
      product: 'payments' as Product,
      scope: { kind: 'build', build: { version: '2.4.0', digests: [`sha256:${'cd'.repeat(32)}`] as never } },
      environments: ['production'] as never,
      until: addMillis(now(), HOUR),
      conditions: [],
      controls: [],
      missing: [],
      reason: words('For an hour.'),
    }),
    'product-manager',
  )
  value(await store.desk.handle(request))
  return { store, id, look: () => caseOf(id, store.shelf) }
}

const escalations = async (look: () => ReturnType<typeof caseOf>) =>
  value(await look()).escalations.map(({ because }) => because)

test('an approver who leaves in the middle of a case: the dead end is escalated, once, by whichever node comes first', async () => {
  const { store, look } = await asked()
  const nodes = [store, join(store.where)]
  const tell = async (rules: Rules) =>
    Promise.all(
      nodes.map(async (node) =>
        value(
          await tellDeadEnds({
            cases: [value(await look())],
            rules,
            now: now(),
            desk: desk({ ledger: node.ledger, crypto: nodeCrypto, rules: () => rules }),
            crypto: nodeCrypto,
          }),
        ),
      ),
    )
  expect(await tell(RULES)).toEqual([0, 0])
  const left = now()
  expect(await tell(without('executive', left))).toEqual([1, 1])
  expect(await escalations(look)).toEqual(['dead_end'])
  await tell(without('executive', left)) // a minute later, or after a restart
  expect(await escalations(look)).toEqual(['dead_end'])
  expect(await tell(RULES)).toEqual([0, 0]) // somebody was appointed
  await tell(without('executive', addMillis(left, 1))) // and left as well
  expect(await escalations(look)).toEqual(['dead_end', 'dead_end'])
})
