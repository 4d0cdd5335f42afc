import type { CheckServer } from '../app/check-server.ts'
import { serverOf, type ServerOptions } from './at-server.ts'

/** Whoever got no answer asks again, with the same key. */
const TRIES = 3
const PAUSE_MS = 1_000

/** What `check` asks of a server, over HTTP. */
export async function checkServer(options: ServerOptions): Promise<CheckServer | undefined> {
  const server = await serverOf(options)
  if (!server) return undefined
  const { commandId } = await import('../api/client.ts')
  return {
    async record({ product, version, commit, digests }, report) {
      const query = { product, digest: digests, ...(version && { version }), ...(commit && { commit }) }
      const idempotencyKey = commandId()
      for (let tries = 1; ; tries++) {
        const reply = await server.call('POST /api/reports', {
          query,
          upload: streamOf(report.chunks()),
          idempotencyKey,
        })
        if (reply.ok || ![0, 503].includes(reply.status) || tries === TRIES) return reply
        await new Promise((resolve) => setTimeout(resolve, tries * PAUSE_MS))
      }
    },
    gate: ({ product, version, commit, digests, environment }) =>
      server.call('GET /api/gate', {
        query: { product, digest: digests, environment, ...(version && { version }), ...(commit && { commit }) },
      }),
  }
}

/** As it is read: a report may be larger than memory. */
export function streamOf(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]()
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next()
        if (done) controller.close()
        else controller.enqueue(value.slice()) // the next one comes in the same buffer
      },
      cancel: () => void iterator.return?.(),
    },
    { highWaterMark: 0 },
  )
}
