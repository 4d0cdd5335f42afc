import type { Case } from '../../../core/case/case.ts'
import { decide } from '../../../core/case/decide.ts'
import { decodeEvent } from '../../../core/case/decode.ts'
import type { CaseEvent } from '../../../core/case/event.ts'
import { evolve, replay } from '../../../core/case/evolve.ts'
import { type CaseId, parseCaseId } from '../../../core/ids.ts'
import { decodeEntry } from '../../../core/log/codec.ts'
import { refuse, type Result } from '../../../core/problem.ts'
import type { StreamEntry } from '../../ports/ledger.ts'
import type { Kind } from '../kind.ts'
import type { Wished } from '../wished.ts'

/** Cases, each in a stream of its own. What they decide has its envelope already, for a case in a file has no desk; it is the same one. */
export const cases: Kind<Case, CaseEvent, Wished> = {
  read: eventOf,
  replay: (stream, events) => replay(stream as CaseId, events),
  evolve,
  decide(state, { id, by, wish, expect }, { at, rules }) {
    if (expect !== undefined && expect !== state.n)
      return refuse(
        'case/changed',
        `${state.id} has ${state.n} entries by now; you saw ${expect}.`,
        'Look at what came since, then ask again.',
      )
    return decide(state, { id, at, by, wish }, rules)
  },
}

/** Is this the stream of a case? Others (`policy`, `people`, `log`) hold other things. */
export const isCase = (stream: string): stream is CaseId => parseCaseId(stream).ok

/** One entry of a case, checked, and that it follows what is known. */
export function eventOf({ stream, bytes }: StreamEntry, before: Pick<Case, 'n' | 'at'> | undefined): Result<CaseEvent> {
  const entry = decodeEntry(bytes)
  const previous = before && before.n > 0 ? { id: stream as CaseId, n: before.n, at: before.at } : undefined
  const event = entry.ok ? decodeEvent(entry.value, previous, { file: stream }) : entry
  return event.ok
    ? event
    : refuse('store/damaged', `An entry of ${stream} cannot be read: ${event.problem.message}`, HINT, { file: stream })
}

const HINT = 'Run the newest Holdpoint; if it cannot read it either, the database is damaged: restore a backup.'
