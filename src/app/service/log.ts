import { concat } from '../../core/log/base.ts'
import { parseSignedCheckpoint } from '../../core/log/bundle.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { mayLook, mayReadLog } from '../access.ts'
import type { Feed } from '../feed.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import { heardBy } from '../heard.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'

export interface LogService {
  /** The note that was signed last. */
  checkpoint(who: Principal): Promise<Result<string>>
  /** The log as a bundle, a piece at a time; it throws where the store goes away under it. */
  bundle(who: Principal): Promise<Result<AsyncGenerator<Uint8Array>>>
  /** @param now whoever that is by the time of the next news; undefined: nobody any more */
  news(who: Principal, now?: () => Principal | undefined): Result<Feed>
}

export function logService({
  store: { ledger },
  feed,
  gatekeeper,
}: {
  readonly store: Pick<Store, 'ledger'>
  readonly feed: Feed
  readonly gatekeeper: Pick<Gatekeeper, 'case' | 'under'>
}): LogService {
  return {
    async checkpoint(who) {
      const may = mayLook(who)
      if (!may.ok) return may
      const head = await ledger.head()
      if (!head.ok) return head
      const note = await ledger.checkpoint(head.value.log)
      if (!note.ok) return note
      return note.value === undefined ? NOT_SIGNED : ok(note.value)
    },

    async bundle(who) {
      const may = mayReadLog(who, gatekeeper.under().rules)
      if (!may.ok) return may
      const head = await ledger.head()
      if (!head.ok) return head
      const { log } = head.value
      const note = await ledger.checkpoint(log)
      if (!note.ok) return note
      if (note.value === undefined) return NOT_SIGNED
      const signed = parseSignedCheckpoint(note.value, 'checkpoint')
      return signed.ok ? ok(lines(note.value, ledger.entries(log, 0, signed.value.checkpoint.size))) : signed
    },

    news: (who, now = () => who) => {
      const may = mayLook(who)
      const rules = () => gatekeeper.under().rules
      return may.ok ? ok(heardBy(feed, { who: now, rules, stateOf: gatekeeper.case })) : may
    },
  }
}

const NOT_SIGNED = refuse(
  'log/not-signed',
  'Nothing of the log is signed yet.',
  'Wait a second: it is signed as it grows.',
)

async function* lines(note: string, entries: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield encodeUtf8(note)!
  const newline = Uint8Array.of(0x0a)
  let [batch, bytes]: [Uint8Array[], number] = [[], 0]
  for await (const entry of entries) {
    batch.push(entry, newline)
    bytes += entry.length + 1
    if (bytes < PIECE_BYTES) continue
    yield concat(...batch)
    ;[batch, bytes] = [[], 0]
  }
  if (batch.length > 0) yield concat(...batch)
}
const PIECE_BYTES = 64 * 1024
