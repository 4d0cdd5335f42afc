import { FingerprintSet } from '../core/finding/fingerprint-set.ts'
import { docketFor } from '../core/gate/evaluate.ts'
import { hearPart } from '../core/gate/part.ts'
import { feedFacts } from '../core/policy/feeds.ts'
import type { Share } from '../scan/shape.ts'
import { loadFeeds } from './feeds.ts'
import type { Ports } from './ports.ts'
import type { Task, Told } from './ports/crew.ts'
import { readOpened } from './reports.ts'

type Hearing = Pick<Ports, 'data' | 'files' | 'hash' | 'terminal'>

/** What a thread of the crew does. */
export function hearPieces({ pieces, question, grounds, withFeeds, seed }: Task, ports: Hearing): Told {
  const feeds = withFeeds ? loadFeeds(ports.data) : { ok: true as const, value: {} }
  // They were whole a moment ago. Who asked sees that these are not theirs, and does without us.
  if (!feeds.ok) return { parts: [], stamps: [], feeds: [] }
  const all = { ...grounds, feeds: feeds.value }
  const stamps: (string | undefined)[] = []
  const parts = pieces.map(({ file, share }) => {
    const source = ports.files.open(file, { digest: 'later' })
    const sayings = new FingerprintSet(source.ok ? recordsIn(share, source.value.size) : 0)
    stamps.push(source.ok ? source.value.stamp : undefined)
    const report = readOpened(file, source, ports, { share, sayings, seed })
    return hearPart(report, docketFor(question, all), sayings)
  })
  return { parts, stamps, feeds: feedFacts(feeds.value) }
}

/** In bytes: what a record takes in a report of many, rather less than more. */
const RECORD = 512

/** About so many come, so that room for them need not be made again and again. */
const recordsIn = ({ from, to }: Share, size: number) => Math.ceil((Math.min(to, size) - from) / RECORD)
