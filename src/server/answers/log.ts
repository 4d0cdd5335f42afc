import { Readable } from 'node:stream'
import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { sinceOf, tellNews } from '../events.ts'
import { Refusal, type Trouble, valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function logAnswers(
  bind: Bind,
  { service, recognise, closing }: Pick<Behind, 'service' | 'recognise' | 'closing'>,
): void {
  bind(ROUTES.checkpoint, async (_, { principal }) => valueOf(await service.checkpoint(principal)))
  bind(ROUTES.entries, async (_, { principal }) => Readable.from(valueOf(await service.bundle(principal))))
  const listeners = new Map<string, number>()
  bind(ROUTES.events, async (_, { principal, request, reply }) => {
    const token = request.token!
    const news = valueOf(service.news(principal, () => recognise(token)))
    const { actor } = principal
    const others = listeners.get(actor) ?? 0
    if (others >= STREAMS) throw new Refusal(TOO_MANY)
    listeners.set(actor, others + 1)
    reply.hijack()
    try {
      await tellNews(reply.raw, news, {
        since: sinceOf(request.headers['last-event-id']),
        signal: closing,
        stillMay: () => recognise(token) !== undefined,
      })
    } finally {
      const left = listeners.get(actor)! - 1
      if (left > 0) listeners.set(actor, left)
      else listeners.delete(actor)
    }
    return reply
  })
}

/** Of one person or token at once: tabs of a browser, not a leak. */
const STREAMS = 20
const TOO_MANY: Trouble = {
  code: 'request/too-many-streams',
  message: `${STREAMS} streams of events are open for you already.`,
  hint: 'Close one.',
}
