import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result } from '../../core/problem.ts'
import type { Where } from './database.ts'
import { type Embedded, type EmbeddedOptions, launch } from './embedded/launch.ts'

export interface Supervised {
  readonly where: Where
  stop(): Promise<void>
}

/** Our own PostgreSQL, started again whenever it dies without being asked to: whoever waits for it finds it at the same place. */
export async function supervised(options: EmbeddedOptions): Promise<Result<Supervised>> {
  const first = await launch(options)
  if (!first.ok) return first
  let current = first.value
  const life = new AbortController()
  const watch = (server: Embedded) => {
    void server.gone.then(async ({ asked }) => {
      if (!asked && !life.signal.aborted && !server.joined) await again()
    })
  }
  async function again(): Promise<void> {
    for (let wait = 100; !life.signal.aborted; wait = Math.min(2 * wait, 5_000)) {
      const next = await launch(options)
      if (next.ok && life.signal.aborted) return next.value.stop()
      if (next.ok) {
        current = next.value
        return watch(current)
      }
      await pause(wait)
    }
  }
  watch(current)
  return ok({
    where: current.connection,
    async stop() {
      life.abort()
      await current.stop()
    },
  })
}
