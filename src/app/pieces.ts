import { FingerprintSet } from '../core/finding/fingerprint-set.ts'
import { docketFor } from '../core/gate/evaluate.ts'
import { hearPart } from '../core/gate/part.ts'
import { feedFacts } from '../core/policy/feeds.ts'
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
    const sayings = new FingerprintSet()
    const source = ports.files.open(file, { digest: 'later' })
    stamps.push(source.ok ? source.value.stamp : undefined)
    const report = readOpened(file, source, ports, { share, sayings, seed })
    return hearPart(report, docketFor(question, all), sayings)
  })
  return { parts, stamps, feeds: feedFacts(feeds.value) }
}
