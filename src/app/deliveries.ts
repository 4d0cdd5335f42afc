import type { Case } from '../core/case/case.ts'
import { HOUSE } from '../core/case/decide/delivery.ts'
import { currentPlacement } from '../core/case/hold.ts'
import { standing } from '../core/case/standing.ts'
import { type CaseId, type Product, type Uuid, uuidv7 } from '../core/ids.ts'
import { addMillis, instantFromMillis, type Instant } from '../core/instant.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, type Result } from '../core/problem.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import type { Desk } from './handle/handle.ts'
import type { Handled } from './handle/wished.ts'
import type { Crypto } from './ports.ts'
import type { Deliveries, Delivery } from './ports/deliveries.ts'

export interface TellingPorts {
  readonly desk: Desk
  readonly crypto: Crypto
}

/** Tells a case of a delivery. However often it is told, and by whom, the case has it once. */
export function tellCase(
  on: CaseId,
  { id, by, product, version, commit, digests, environment }: Delivery,
  { desk, crypto }: TellingPorts,
): Promise<Result<Handled>> {
  const where = { product, digests, environment }
  const wish = { type: 'record_delivery', ...where, ...(version && { version }), ...(commit && { commit }) } as const
  return desk.handle({ id: telling(id, on, crypto), by, on, wish, openings: [] })
}

/** The id of the command that tells this case of this delivery. */
function telling(delivery: Uuid, on: CaseId, { sha256 }: Crypto): Uuid {
  const millis = Number.parseInt(delivery.slice(0, 8) + delivery.slice(9, 13), 16)
  const at = instantFromMillis(Math.min(millis, LAST_MILLIS))
  return uuidv7(at, sha256(encodeUtf8(`delivery ${delivery} ${on}`)!).subarray(0, 10))
}
const LAST_MILLIS = 253_402_300_799_999

/** Somebody else was telling it at the same moment. */
export const wasTold = (told: Result<unknown>): boolean => told.ok || told.problem.code === 'case/command-reused'

export interface WatchPorts extends TellingPorts {
  readonly gatekeeper: Pick<Gatekeeper, 'look' | 'allCases'>
  readonly deliveries: Pick<Deliveries, 'builds'>
}

/** How long whoever told of a delivery has to tell its cases as well. */
const UNDER_WAY_MS = 10_000

/**
 * Looks at the cases that changed since it looked last: what is known to run somewhere, and turns out to be affected now, alarms its case,
 * although nobody delivers anything. It also ends what broke off: a delivery that was written down, and not told to a case that held then.
 */
export function deliveryWatch({ gatekeeper, deliveries, ...telling }: WatchPorts): () => Promise<Result<void>> {
  const seen = new Map<CaseId, number>()
  return async () => {
    const head = await gatekeeper.look()
    if (!head.ok) return head
    const changed = gatekeeper.allCases().filter(({ id, n }) => seen.get(id) !== n)
    if (changed.length === 0) return ok(undefined)
    const products = [...new Set(changed.flatMap(({ holds }) => [...holds.keys()]))]
    const builds = await deliveries.builds(products)
    if (!builds.ok) return builds
    const byProduct = new Map<Product, Delivery[]>()
    for (const one of builds.value) byProduct.set(one.product, [...(byProduct.get(one.product) ?? []), one])
    let trouble: Result<unknown> = ok(undefined)
    for (const state of changed) {
      const its = [...state.holds.keys()].flatMap((product) => byProduct.get(product) ?? [])
      const { now } = head.value
      const news = its.filter((one) => mustHear(state, one, now, telling.crypto))
      const told = await Promise.all(news.map((one) => tellCase(state.id, { ...one, by: HOUSE }, telling)))
      const failed = told.find((one) => !wasTold(one))
      if (failed) trouble = failed
      else if (its.every(({ at }) => at < addMillis(now, -UNDER_WAY_MS))) seen.set(state.id, state.n)
    }
    return trouble.ok ? ok(undefined) : trouble
  }
}

function mustHear(state: Case, delivery: Delivery, now: Instant, crypto: Crypto): boolean {
  if (state.commands.has(telling(delivery.id, state.id, crypto))) return false
  const placed = currentPlacement(state.holds.get(delivery.product)!)
  if (placed && delivery.at >= placed.at) return delivery.at < addMillis(now, -UNDER_WAY_MS)
  const found = standing(state, delivery as Parameters<typeof standing>[1], now)
  return found.is === 'held' && (found.because === 'affected' || found.because === 'refuted')
}
