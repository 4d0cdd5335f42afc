import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Feed, Since } from '../app/feed.ts'

const BEAT_MS = 15_000
/** How long somebody who does not read is waited for. What they have not read yet is kept once, not twice. */
const UNREAD_MS = 30_000

/** News as Server-Sent Events, until the signal, the listener or `stillMay` ends it. */
export async function tellNews(
  raw: ServerResponse,
  feed: Feed,
  {
    since,
    signal,
    stillMay,
    unreadMillis = UNREAD_MS,
  }: { since: Since | undefined; signal: AbortSignal; stillMay: () => boolean; unreadMillis?: number },
): Promise<void> {
  const life = new AbortController()
  const end = () => life.abort()
  signal.addEventListener('abort', end, { once: true })
  raw.once('close', end)
  const beat = setInterval(() => {
    if (!stillMay()) end()
    else if (!raw.writableNeedDrain) raw.write(':\n\n')
  }, BEAT_MS)
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write('retry: 2000\n\n')
  try {
    for await (const { log, index, ...news } of feed.follow(since, life.signal)) {
      if (!stillMay()) break
      if (!raw.write(`id: ${log}:${index}\nevent: entry\ndata: ${JSON.stringify(news)}\n\n`))
        await once(raw, 'drain', { signal: AbortSignal.any([life.signal, AbortSignal.timeout(unreadMillis)]) })
    }
  } catch {
    // nobody listens any more
  } finally {
    clearInterval(beat)
    signal.removeEventListener('abort', end)
    if (raw.writableNeedDrain) raw.destroy() // nobody reads the end of it either
    else raw.end()
  }
}

/** `2:812`: the entry of this index, of this log. Anything else is none of ours. */
export function sinceOf(lastEventId: unknown): Since | undefined {
  const [, log, index] = /^(\d{1,9}):(\d{1,15})$/.exec(typeof lastEventId === 'string' ? lastEventId : '') ?? []
  return log === undefined ? undefined : { log: Number(log), index: Number(index) }
}
