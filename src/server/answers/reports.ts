import type { Readable } from 'node:stream'
import { ROUTES } from '../../api/routes.ts'
import type { SaidRelease } from '../../app/service/records.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function recordAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.recordReport, async ({ query }, { principal, request, reply }) => {
    const { digest = [], ...rest } = query as Omit<SaidRelease, 'digests'> & { digest?: string[] }
    const recorded = await service.record(
      principal,
      keyOf(request),
      { ...rest, digests: digest },
      piecesOf(request.raw),
    )
    request.raw.resume() // what nobody wants passes by: whoever sends it listens for the answer only afterwards
    const said = valueOf(recorded)
    if (said['again'] === false) reply.status(201)
    return said
  })
}

/** What comes in, piece by piece. Whoever has enough of it leaves the connection as it is: it has an answer to carry. */
const piecesOf = (raw: Readable): AsyncIterable<Uint8Array> => raw.iterator({ destroyOnReturn: false })
