import { Readable } from 'node:stream'
import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { lengthOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function evidenceAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.upload, async ({ params }, { principal, request }) => {
    const taken = await service.upload(principal, params['digest']!, piecesOf(request.raw), lengthOf(request))
    request.raw.resume() // what nobody wants passes by: whoever sends it listens for the answer only afterwards
    return valueOf(taken)
  })
  bind(ROUTES.download, async ({ params }, { principal, reply }) => {
    const { name, size, bytes } = valueOf(await service.download(principal, params['id']!, params['digest']!))
    reply
      .header('content-disposition', `attachment; filename="${harmless(name ?? params['digest']!.slice(7, 19))}"`)
      .header('content-length', size)
    return Readable.from(bytes)
  })
}

/** What comes in, piece by piece. Whoever has enough of it leaves the connection as it is: it has an answer to carry. */
const piecesOf = (raw: Readable): AsyncIterable<Uint8Array> => raw.iterator({ destroyOnReturn: false })

/** A name that strangers gave, as a header can carry it and any disk may have it: never a path, never hidden. */
const harmless = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+/, '')
    .slice(-100) || 'evidence'
