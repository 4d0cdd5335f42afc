import type { Entry } from '../../../core/log/entry.ts'
import { decodeEntry } from '../../../core/log/codec.ts'
import { ok } from '../../../core/problem.ts'
import type { Kind, State } from '../kind.ts'
import type { Noted } from '../wished.ts'

/** What is decided elsewhere. Such a stream may be long, and nothing is decided on it: of its entries only how many there are is known. */
export const noted: Kind<State, Entry, Noted> = {
  read: ({ bytes }) => decodeEntry(bytes),
  replay: (_, events) => ({ n: events.length }),
  evolve: (_, { n }) => ({ n }),
  decide: (_, { fact }) => ok(fact ? [fact] : []),
}
