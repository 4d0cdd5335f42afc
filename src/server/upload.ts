import type { Readable } from 'node:stream'

/** What comes in, piece by piece. Whoever has enough of it leaves the connection as it is: it has an answer to carry. */
export const piecesOf = (raw: Readable): AsyncIterable<Uint8Array> => raw.iterator({ destroyOnReturn: false })
