import type { Message, Outbox } from './ports/outbox.ts'
import { ok, type Result } from '../core/problem.ts'

/** Tells a message to whom it concerns; whoever cannot, throws. The same message may come twice. */
export type Tell = (message: Message) => Promise<void>

const AT_ONCE = 64
/** As long as a telling may take; then another node may try. */
const MINE_MS = 60_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15 * 60_000

/** Tells what waits: at least once, and what one case said in the order in which it was said. @returns how much was told */
export async function deliver(outbox: Outbox, tell: Tell): Promise<Result<number>> {
  const taken = await outbox.take(AT_ONCE, MINE_MS)
  if (!taken.ok) return taken
  let told = 0
  for (const message of taken.value) {
    const done = await tell(message).then(
      () => outbox.told(message),
      () => outbox.later(message, Math.min(FIRST_WAIT_MS * 2 ** message.attempts, LONGEST_WAIT_MS)),
    )
    if (!done.ok) return done
    told++
  }
  return ok(told)
}

const DROPPED_AT_ONCE = 5_000

/**
 * What waits while there is nobody to tell: it goes, so that the store of a server that runs for years holds the log and not its echo. The
 * log itself keeps every entry; whoever subscribes later is told from then on. @returns how much went
 */
export async function dropUntold({ drop }: Pick<Outbox, 'drop'>): Promise<Result<number>> {
  for (let gone = 0; ;) {
    const some = await drop(DROPPED_AT_ONCE)
    if (!some.ok) return some
    gone += some.value
    if (some.value < DROPPED_AT_ONCE) return ok(gone)
  }
}
