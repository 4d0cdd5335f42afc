import type { StorePlace } from './ports/store.ts'
import type { Ports } from './ports.ts'

/** Beside the store: where its server was reached last, for whoever makes a link to it. */
const fileOf = (place: StorePlace): string => `${'url' in place ? place.keys : place.folder}/address`
const MAX_BYTES = 2_000

/** A link can name another address: that it could not be written stops nobody from serving. */
export function tellAddress(place: StorePlace, url: string, { files }: Pick<Ports, 'files'>): void {
  files.put(new TextEncoder().encode(`${url}\n`), { file: fileOf(place) })
}

export function addressOf(place: StorePlace, { files }: Pick<Ports, 'files'>): string | undefined {
  const text = files.text(fileOf(place), MAX_BYTES)
  return text.ok && /^https?:\/\/\S+$/.test(text.value.trim()) ? text.value.trim() : undefined
}
