import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import type { Client } from './database.ts'

const BATCH = 1 << 16

/** Rows by way of COPY. It begins with the first row; until `end`, its connection can do nothing else. */
export interface CopyIn {
  /** Fields as COPY's text format has them: see {@link text} and {@link bytes}. */
  add(...fields: readonly (string | number)[]): Promise<void>
  end(): Promise<void>
}

export function copyIn(client: Client, table: string): CopyIn {
  let stream: ReturnType<typeof from> | undefined
  let done: Promise<void> | undefined
  let waiting = ''

  async function flush(): Promise<void> {
    if (!stream) {
      stream = client.query(from(`COPY ${table} FROM STDIN`))
      done = finished(stream)
      done.catch(() => {}) // told where it is waited for
    }
    const room = stream.write(waiting)
    waiting = ''
    if (!room) await Promise.race([once(stream, 'drain'), done])
  }
  return {
    async add(...fields) {
      waiting += `${fields.join('\t')}\n`
      if (waiting.length > BATCH) await flush()
    },
    async end() {
      if (waiting !== '') await flush()
      stream?.end()
      await done
      stream = undefined
      done = undefined
    },
  }
}

/** @source PostgreSQL, COPY, "Text Format": only these four mean something to it */
export const text = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')

/** @param hex  what the column takes as bytes */
export const bytes = (hex: string): string => `\\\\x${hex}`
