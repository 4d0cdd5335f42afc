import { decodeProductEvent, evolveRegister, NO_PRODUCTS, type Register } from '../core/product/register.ts'
import { addRecording, decodeRecording, noRecordings, type Recordings } from '../core/recording/recording.ts'
import { ok } from '../core/problem.ts'
import { Memory, type Reading } from './memory.ts'
import type { Shelf } from './ports/shelf.ts'

const RECORDINGS: Reading<Recordings> = {
  begin: noRecordings,
  n: ({ n }) => n,
  add(known, entry) {
    const recording = decodeRecording(entry, { file: entry.stream })
    if (!recording.ok) return recording
    addRecording(known, recording.value)
    return ok(known)
  },
}

const REGISTER: Reading<Register> = {
  begin: () => NO_PRODUCTS,
  n: ({ n }) => n,
  add(known, entry) {
    const event = decodeProductEvent(entry, { file: entry.stream })
    return event.ok ? ok(evolveRegister(known, event.value)) : event
  },
}

/** What is recorded of each product's releases, in memory. */
export const recordingsIn = (shelf: Pick<Shelf, 'streams'>) => new Memory(shelf, RECORDINGS)
/** Which products there are, in memory. */
export const registerIn = (shelf: Pick<Shelf, 'streams'>) => new Memory(shelf, REGISTER)
