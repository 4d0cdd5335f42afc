import { ok, type Result } from '../core/problem.ts'
import { type Desk, desk } from './handle/handle.ts'
import { placeOf } from './place.ts'
import { policies } from './policies.ts'
import type { Ports } from './ports.ts'
import type { Store } from './ports/store.ts'

/** An errand at the store: beside a server that runs there, else on our own. */
export async function withStore<T>(
  data: string | undefined,
  ports: Ports,
  errand: (store: Store, desk: Desk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { open, words } = ports.stores
  const place = placeOf({ ...(data !== undefined && { data }) }, words, 'join-or-start')
  if (!place.ok) return place
  const store = await open(place.value)
  if (!store.ok) return store
  try {
    const { ledger, policies: texts } = store.value
    const { rules, ready } = policies({ texts, hash: ports.hash })
    return await errand(store.value, desk({ ledger, crypto: ports.crypto, rules, ready }))
  } finally {
    await store.value.close()
  }
}

/** Does one thing after the other, up to the first that is refused. */
export async function inTurn<T>(steps: readonly (() => Promise<Result<T>>)[]): Promise<Result<readonly T[]>> {
  const done: T[] = []
  for (const step of steps) {
    const result = await step()
    if (!result.ok) return result
    done.push(result.value)
  }
  return ok(done)
}
