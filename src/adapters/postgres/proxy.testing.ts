import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

/** A way to the database that can be cut, or swallow what goes through it. */
export interface Way {
  readonly url: string
  /** Breaks every connection, and takes no new one. */
  cut(): void
  /** Keeps the connections, and lets nothing through. */
  freeze(): void
  heal(): void
  close(): Promise<void>
}

export async function wayTo(socketFolder: string, database = 'postgres'): Promise<Way> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let state: 'open' | 'cut' | 'frozen' = 'open'
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy()
    const far = connect(join(socketFolder, '.s.PGSQL.5432'))
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => {})
      from.on('close', () => (to.destroy(), pairs.delete(pair)))
      if (state === 'frozen') from.pause()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const each = (act: (socket: Socket) => unknown) => [...pairs].flat().forEach(act)
  return {
    url: `postgres://holdpoint@127.0.0.1:${(server.address() as AddressInfo).port}/${database}`,
    cut() {
      state = 'cut'
      each((socket) => socket.destroy())
    },
    freeze() {
      state = 'frozen'
      each((socket) => socket.pause())
    },
    heal() {
      state = 'open'
      each((socket) => socket.resume())
    },
    async close() {
      each((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}
