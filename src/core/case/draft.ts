import type { Case, Made } from './case.ts'
import type { EventType } from './event.ts'

type Writable<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T extends ReadonlySet<infer V>
      ? Set<V>
      : T extends readonly (infer V)[]
        ? V[]
        : T

/** A case that is being made: its collections may change, what they hold is replaced. */
export type Draft = { -readonly [Facet in keyof Case]: Writable<Case[Facet]> }

/** How each type of event changes a case. Total: an event that fits nothing changes nothing. */
export type Apply<E> = (draft: Draft, data: E, made: Made) => void

/** Replaces what is kept under a key with itself and some fields changed; nothing happens where nothing is kept. */
export function update<K, V extends object>(
  map: Map<K, V>,
  key: K,
  change: Partial<NoInfer<V>> | ((value: NoInfer<V>) => Partial<NoInfer<V>>),
): void {
  const value = map.get(key)
  if (value !== undefined) map.set(key, { ...value, ...(typeof change === 'function' ? change(value) : change) })
}

/** What a decision about the risk rests on: whatever was pending when one of these came is void. */
export const INPUTS: ReadonlySet<EventType> = new Set<EventType>([
  'hold_placed',
  'affected_added',
  'finding_added',
  'finding_seen_in_production',
  'assessed',
  'reassessed',
  'options_computed',
  'containment_applied',
  'containment_removed',
])
