import { FingerprintSet } from '../core/finding/fingerprint-set.ts'
import { docketFor, type Grounds } from '../core/gate/evaluate.ts'
import { hearPart, type Part } from '../core/gate/part.ts'
import type { Question } from '../core/gate/question.ts'
import { type FeedFact, feedFacts } from '../core/policy/feeds.ts'
import type { Share } from '../scan/shape.ts'
import { loadFeeds } from './feeds.ts'
import type { Ports } from './ports.ts'
import { readOpened } from './reports.ts'

/** What one thread has to hear, and what it judges by: plain values. Feeds are large, so it loads them itself. */
export interface Task {
  readonly pieces: readonly Piece[]
  readonly question: Question
  readonly grounds: Omit<Grounds, 'feeds'>
  readonly withFeeds: boolean
}

export interface Piece {
  readonly file: string
  readonly share: Share
}

/** What a thread heard, piece by piece, and the feeds that it judged by. */
export interface Told {
  readonly parts: readonly Part[]
  readonly feeds: readonly FeedFact[]
}

type Hearing = Pick<Ports, 'data' | 'files' | 'hash' | 'terminal'>

export function hearPieces({ pieces, question, grounds, withFeeds }: Task, ports: Hearing): Told {
  const feeds = withFeeds ? loadFeeds(ports.data) : { ok: true as const, value: {} }
  // They were whole a moment ago. Who asked sees that these are not theirs, and does without us.
  if (!feeds.ok) return { parts: [], feeds: [] }
  const all = { ...grounds, feeds: feeds.value }
  const parts = pieces.map(({ file, share }) => {
    const sayings = new FingerprintSet()
    const report = readOpened(file, ports.files.open(file), ports, { share, sayings })
    return hearPart(report, docketFor(question, all), sayings)
  })
  return { parts, feeds: feedFacts(feeds.value) }
}
