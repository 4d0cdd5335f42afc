import { Readable } from 'node:stream'
import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { sinceOf, tellNews } from '../events.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function logAnswers(
  bind: Bind,
  { service, recognise, closing }: Pick<Behind, 'service' | 'recognise' | 'closing'>,
): void {
  bind(ROUTES.checkpoint, async (_, { principal }) => valueOf(await service.checkpoint(principal)))
  bind(ROUTES.entries, async (_, { principal }) => Readable.from(valueOf(await service.bundle(principal))))
  bind(ROUTES.events, async (_, { principal, request, reply }) => {
    const token = request.token!
    const news = valueOf(service.news(principal, () => recognise(token)))
    reply.hijack()
    await tellNews(reply.raw, news, {
      since: sinceOf(request.headers['last-event-id']),
      signal: closing,
      stillMay: () => recognise(token) !== undefined,
    })
    return reply
  })
}
