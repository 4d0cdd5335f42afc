import { decidePeople } from '../../../core/people/decide.ts'
import {
  decodePeopleEvent,
  evolvePeople,
  NOBODY,
  type People,
  PEOPLE,
  type PeopleEvent,
} from '../../../core/people/people.ts'
import { decodeEntry } from '../../../core/log/codec.ts'
import { factsOf, type Kind } from '../kind.ts'
import type { PeopleWished } from '../wished.ts'

/** Who is who. */
export const people: Kind<People, PeopleEvent, PeopleWished> = {
  read({ bytes }) {
    const entry = decodeEntry(bytes)
    return entry.ok ? decodePeopleEvent(entry.value, { file: PEOPLE }) : entry
  },
  replay: (_, events) => events.reduce(evolvePeople, NOBODY),
  evolve: evolvePeople,
  decide: (state, { by, wish }, { at }) => factsOf(decidePeople(state, wish, by, at)),
}
