import type { Case } from '../../core/case/case.ts'
import { decodeEvent } from '../../core/case/decode.ts'
import type { CaseEvent } from '../../core/case/event.ts'
import { replay } from '../../core/case/evolve.ts'
import type { CaseId } from '../../core/ids.ts'
import { millisOf } from '../../core/instant.ts'
import { caseRow, holdRows } from '../handle/rows.ts'
import { isCase } from '../handle/kinds/cases.ts'
import type { Loader, Row, Table } from '../ports/backup.ts'
import type { StreamEntry } from '../ports/ledger.ts'
import { CASES, HOLDS } from './tables.ts'

/** Makes the read models anew from the entries, one case at a time. @returns how many cases there are */
export async function rebuild(loader: Loader): Promise<number> {
  const [cases, holds] = [new Heap(loader, CASES), new Heap(loader, HOLDS)]
  let count = 0
  for await (const state of statesOf(loader)) {
    const { id, n, name, openedAt, closed } = caseRow(state)
    await cases.add({ case_id: id, n, name, opened_ms: millisOf(openedAt), closed })
    for (const { product, inForce } of holdRows(state)) await holds.add({ product, case_id: id, in_force: inForce })
    count++
  }
  await cases.flush()
  await holds.flush()
  return count
}

async function* statesOf(loader: Loader): AsyncGenerator<Case> {
  let stream: CaseId | undefined
  let events: CaseEvent[] = []
  for await (const entry of loader.streams()) {
    if (!isCase(entry.stream)) continue
    if (entry.stream !== stream && stream) yield replay(stream, events)
    if (entry.stream !== stream) events = []
    stream = entry.stream
    events.push(eventOf(entry, events.at(-1)))
  }
  if (stream) yield replay(stream, events)
}

function eventOf({ stream, bytes }: StreamEntry, before: CaseEvent | undefined): CaseEvent {
  const previous = before && { id: stream as CaseId, n: before.n, at: before.at }
  const event = decodeEvent(JSON.parse(decoder.decode(bytes)), previous, { file: stream })
  if (!event.ok) throw new Error(`${stream}: ${event.problem.message}`) // it was read before, so this is a fault of ours
  return event.value
}

const decoder = new TextDecoder()

/** Rows that wait until they are worth a statement. */
class Heap {
  private readonly loader: Loader
  private readonly table: Table
  private rows: Row[] = []

  constructor(loader: Loader, table: Table) {
    this.loader = loader
    this.table = table
  }

  async add(row: Row): Promise<void> {
    this.rows.push(row)
    if (this.rows.length >= this.table.page) await this.flush()
  }

  async flush(): Promise<void> {
    const rows = this.rows
    this.rows = []
    if (rows.length > 0) await this.loader.add(this.table, rows)
  }
}
