import { ok, refuse, type Result } from '../core/problem.ts'
import type { Clock } from './ports.ts'
import type { Look, LookBook } from './ports/looks.ts'

/** Notes who looks at what, without making a look slow. */
export interface Looks {
  /** Soon durable. Refused where so many wait that they would be lost with this process. */
  note(look: Look): Result<void>
  /** Durable when it answers: for what nobody may see unnoticed. */
  noteFirst(look: Look): Promise<Result<void>>
  /** Writes what waits. */
  flush(): Promise<Result<void>>
}

const MAX_WAITING = 10_000

export function looks({ book, clock }: { readonly book: LookBook; readonly clock: Clock }): Looks {
  const waiting = new Map<string, Look>()
  /** What was written in this hour already. */
  let written = new Set<string>()
  let hour = ''

  function isWritten(key: string): boolean {
    const now = clock.now().slice(0, HOUR)
    if (now !== hour) [hour, written] = [now, new Set()]
    return written.has(key)
  }
  async function write(some: ReadonlyMap<string, Look>): Promise<Result<void>> {
    const begun = hour
    const done = await book.write([...some.values()])
    if (!done.ok) return done
    for (const [key, look] of some) {
      if (waiting.get(key) === look) waiting.delete(key)
      if (begun === hour) written.add(key)
    }
    return done
  }

  return {
    note(look) {
      const key = keyOf(look)
      if (isWritten(key)) return ok(undefined)
      if (waiting.size >= MAX_WAITING && !waiting.has(key)) return NOT_NOTED
      waiting.set(key, look)
      return ok(undefined)
    },
    async noteFirst(look) {
      const key = keyOf(look)
      if (isWritten(key)) return ok(undefined)
      const done = await write(new Map([[key, look]]))
      return done.ok ? done : NOT_NOTED
    },
    flush: () => (waiting.size > 0 ? write(new Map(waiting)) : Promise.resolve(ok(undefined))),
  }
}

/** `2026-11-20T14` */
const HOUR = 13
const keyOf = ({ case: id, by, what }: Look): string => `${id} ${by} ${what}`

const NOT_NOTED = refuse(
  'store/not-noted',
  'It cannot be noted now that you look at this, so it is not shown.',
  'Wait: it recovers by itself once the database answers.',
)
