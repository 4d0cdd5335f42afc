import type { StorePlace } from './ports/store.ts'

/** Where a command finds the store: what it says itself, else what the environment says. */
export interface PlaceWords {
  /** `--data`: the data folder. */
  readonly data?: string
  /** DATABASE_URL; `--data` goes before it. */
  readonly url?: string
  /** HOLDPOINT_KEYS */
  readonly keys?: string
  /** HOLDPOINT_PG_BIN */
  readonly binaries?: string
}

/** A data folder unless a database is named; its keys beside it unless they lie elsewhere. */
export function placeOf(
  words: PlaceWords,
  folder: { readonly path: string },
  mode: 'serve' | 'join-or-start',
): StorePlace {
  const { data, url, keys, binaries } = words
  const path = data ?? folder.path
  if (url !== undefined && data === undefined) return { url, keys: keys ?? `${path}/keys` }
  return { folder: path, mode, ...(keys !== undefined && { keys }), ...(binaries !== undefined && { binaries }) }
}
