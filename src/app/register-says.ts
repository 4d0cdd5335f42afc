import type { CaseEvent } from '../core/case/event.ts'
import type { Product } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import { profileAt } from '../core/product/profile-at.ts'
import { ok, type Result } from '../core/problem.ts'
import { readRegisterEvents, textOf } from './products.ts'
import type { RegisterSays } from './ports/studies.ts'
import type { Store } from './ports/store.ts'

/** Every product that a case has or had a hold on. @param until what happened later is as if it had not */
export function heldProducts(events: readonly CaseEvent[], until: Instant | undefined): readonly Product[] {
  const known = events.filter(({ at }) => until === undefined || at <= until)
  return [...new Set(known.flatMap((event) => (event.type === 'hold_placed' ? [event.data.product] : [])))]
}

/**
 * The profile that the register has for a case of one product. Of a case of several it says nothing: the figures of one of them would
 * look like those of the case.
 */
export async function registerSays(
  products: readonly Product[],
  until: Instant | undefined,
  {
    shelf,
    evidence,
  }: { readonly shelf: Pick<Store['shelf'], 'streams'>; readonly evidence: Pick<Store['evidence'], 'read'> },
): Promise<Result<RegisterSays>> {
  const [product, ...others] = products
  if (product === undefined || others.length > 0) return ok({})
  const events = await readRegisterEvents(shelf)
  if (!events.ok) return events
  const profile = profileAt(events.value, product, until ?? END)
  if (!profile) return ok({})
  const text = await textOf(profile.digest, evidence)
  if (!text.ok) return GONE.has(text.problem.code) ? ok({}) : text
  return ok({ profile: { ...profile, text: text.value } })
}

/** One that was erased is as if it were not there, as an attached one is. */
const GONE: ReadonlySet<string> = new Set(['evidence/no-such-file', 'evidence/erased'])

const END = '9999-12-31T23:59:59.999Z' as Instant
