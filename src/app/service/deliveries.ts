import { mayNot } from '../../core/case/authority.ts'
import type { Rules } from '../../core/case/rules.ts'
import { type CaseId, parseUuid, type Product } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { allOf, mayLook, mayTouch } from '../access.ts'
import { tellCase, type TellingPorts, wasTold } from '../deliveries.ts'
import type { Clock } from '../ports.ts'
import type { Deliveries, DeliveriesPage, Delivered, Delivery } from '../ports/deliveries.ts'
import type { Principal } from '../ports/principal.ts'
import type { Shelf } from '../ports/shelf.ts'
import type { Json } from './json.ts'

/** A deployment as somebody tells it. Its form was checked by its contract. */
export interface ToldDelivery {
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
}

export type AskedDeliveries = Omit<DeliveriesPage, 'product'> & { readonly product: string }

export interface DeliveryService {
  /** @param key the id of the command, a UUIDv7 */
  deliver(who: Principal, key: string, told: ToldDelivery): Promise<Result<Json>>
  deliveries(who: Principal, page: AskedDeliveries): Promise<Result<Json>>
}

export interface DeliveryPorts extends TellingPorts {
  readonly store: { readonly deliveries: Deliveries; readonly shelf: Pick<Shelf, 'holds'> }
  readonly clock: Clock
  readonly under: () => { readonly rules: Rules }
}

export function deliveryService(ports: DeliveryPorts): DeliveryService {
  const { store, clock, under } = ports

  /** What runs there already, told once more, is no other deployment: whatever it still has to be told, it is told as the first time. */
  async function kept(who: Principal, key: Delivery['id'], told: Delivered): Promise<Result<Delivery>> {
    const last = await store.deliveries.last(told.product, told.environment)
    if (!last.ok) return last
    if (last.value && isSame(last.value, told)) return ok(last.value)
    const now = await store.deliveries.keep({ ...told, id: key, by: who.actor })
    if (!now.ok) return now
    return isSame(now.value, told) && now.value.by === who.actor ? now : REUSED(key)
  }

  async function tell(delivery: Delivery): Promise<Result<readonly CaseId[]>> {
    const holds = await store.shelf.holds(delivery.product)
    if (!holds.ok) return holds
    const cases = holds.value.map((row) => row.case)
    const answers = await Promise.all(cases.map((on) => tellCase(on, delivery, ports)))
    const failed = answers.find((answer) => !wasTold(answer))
    if (failed) return failed as Result<never>
    // Two entries: the delivery, and the alarm.
    return ok(
      cases.filter((_, i) => answers[i]!.ok && (answers[i] as { value: { entries: number } }).value.entries > 1),
    )
  }

  return {
    async deliver(who, key, said) {
      const told = said as Delivered
      const allowed = allOf(mayLook(who), mayTouch(who, told.product), mayTell(who, under().rules, clock))
      if (!allowed.ok) return allowed
      const id = parseUuid(key)
      if (!id.ok) return id
      if (told.digests.length === 0 && told.commit === undefined && told.version === undefined) return NOTHING_NAMED
      const delivery = await kept(who, id.value, told)
      if (!delivery.ok) return delivery
      const alarmed = await tell(delivery.value)
      if (!alarmed.ok) return alarmed
      return ok({ ...deliveryJson(delivery.value), again: delivery.value.id !== id.value, alarmed: alarmed.value })
    },

    async deliveries(who, { product, ...page }) {
      const allowed = allOf(mayLook(who), mayTouch(who, product as Product))
      if (!allowed.ok) return allowed
      const rows = await store.deliveries.page({ product: product as Product, ...page })
      return rows.ok ? ok({ deliveries: rows.value.map(deliveryJson) }) : rows
    },
  }
}

const deliveryJson = ({ id, ...rest }: Delivery): Json => ({ delivery: id, ...rest })

const isSame = (a: Delivered, b: Delivered): boolean =>
  a.product === b.product &&
  a.environment === b.environment &&
  a.version === b.version &&
  a.commit === b.commit &&
  a.digests.toSorted().join() === b.digests.toSorted().join()

/** Who may tell a case of a delivery may tell of one that concerns no case. */
const mayTell = ({ actor }: Principal, rules: Rules, clock: Clock): Result<void> =>
  mayNot(rules, actor, 'record', clock.now()) ?? ok(undefined)

const NOTHING_NAMED = refuse(
  'delivery/nothing-named',
  'Nothing says what was delivered.',
  'Give the digest of the artifact, its commit or its version: with the digest alone a case can tell what runs.',
)
const REUSED = (key: string) =>
  refuse('case/command-reused', `Command ${key} said something else before.`, 'Give each command an id of its own.')
