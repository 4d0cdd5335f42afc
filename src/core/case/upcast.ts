/** One stored version of a type's data, made into the next one. Stored entries are never rewritten. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
/** By type and the version that it reads: `assessed/1`. */
export type Upcasters = ReadonlyMap<string, Upcaster>

/** Empty as long as every type has its first version. */
export const UPCASTERS: Upcasters = new Map()

interface Stored {
  readonly type: string
  readonly v: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Follows the upcasters from the version that was stored to the newest that they lead to. */
export function upcast({ type, v, data }: Stored, upcasters: Upcasters = UPCASTERS): Stored {
  const next = upcasters.get(`${type}/${v}`)
  return next ? upcast({ type, v: v + 1, data: next(data) }, upcasters) : { type, v, data }
}
