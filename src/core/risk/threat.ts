import { addMillis, DAY, millisOf, type Instant } from '../instant.ts'
import type { Feeds } from '../policy/feeds.ts'
import type { ThreatEvidence } from './evidence.ts'

/** What a chance of an attack may rest on, but for the one thing that no feed knows: whether we are among the targets. */
export type Anywhere = Known<Exclude<ThreatEvidence, { kind: 'elicited' }>>
type Known<E> = E extends unknown ? Omit<E, 'targeted'> : never

/** A feed that a figure came from; its day as YYYY-MM-DD. */
export interface FeedUsed {
  readonly name: string
  readonly dated: string
}

/** What the imported feeds say of a weakness. */
export interface FeedsSay {
  /** Absent where none knows it, or none that may be relied on. */
  readonly evidence?: Anywhere
  /** Those that the evidence comes from. */
  readonly feeds: readonly FeedUsed[]
  /** What was found and what cannot be relied on, a sentence each. */
  readonly says: readonly Said[]
}

export interface Said {
  readonly cve: string
  readonly says: string
  readonly use: 'rests on it' | 'overruled by evidence' | 'too old' | 'too new'
}

export interface Asked {
  readonly cves: readonly string[]
  /** Our own evidence that somebody exploits it. */
  readonly exploited?: { readonly source: string; readonly dated: string }
  readonly feeds: Feeds
  /** The moment that is looked at: what a feed learned later is not known then. */
  readonly now: Instant
}

/** A score speaks of the 30 days that follow it; a catalogue that old may lack what matters today. A listing never expires. */
export const FEED_DAYS = 30

/**
 * From the imported feeds to evidence. Exploitation that is known (KEV, or our own evidence) supersedes EPSS; of several CVEs the
 * likeliest counts, as whoever tries one has tried. Nothing is said of a CVE that no feed has. The evidence does not name the
 * CVE: its source stands in documents for people who need not know it.
 * @source FIRST, EPSS FAQ: "best used when there is no other evidence of active exploitation"
 */
export function askFeeds({ cves, exploited, feeds, now }: Asked): FeedsSay {
  const listed = inCatalogue(cves, feeds, now)
  const score = likeliest(cves, feeds, now)
  if (listed?.evidence) return together(listed, score && overruled(score))
  if (exploited && score)
    return together({ evidence: { kind: 'exploited', ...exploited }, feeds: [], says: [] }, overruled(score), listed)
  return together(score, listed)
}

const together = (...parts: readonly (FeedsSay | undefined)[]): FeedsSay => {
  const said = parts.filter((part) => part !== undefined)
  const evidence = said.find((part) => part.evidence)?.evidence
  return {
    ...(evidence && { evidence }),
    feeds: said.flatMap(({ feeds }) => feeds),
    says: said.flatMap(({ says }) => says),
  }
}

const overruled = ({ says }: FeedsSay): FeedsSay => ({
  feeds: [],
  says: says.map((one) => (one.use === 'rests on it' ? { ...one, use: 'overruled by evidence' } : one)),
})

function inCatalogue(cves: readonly string[], { kev }: Feeds, now: Instant): FeedsSay | undefined {
  if (!kev) return undefined
  const cve = cves.find((one) => kev.lists(one))
  const [name, dated] = [
    `CISA KEV${kev.catalogVersion === undefined ? '' : ` ${kev.catalogVersion}`}`,
    day(kev.releasedAt),
  ]
  if (cve === undefined) {
    const old = daysOld(kev.releasedAt, now)
    return old > FEED_DAYS && cves[0] !== undefined
      ? mention(cves[0], `not in ${name} of ${dated}, which is ${old} days old`, 'too old')
      : undefined
  }
  const says = `listed in ${name} of ${dated}: exploited somewhere`
  if (isLater(kev.releasedAt, now)) return mention(cve, says, 'too new')
  return {
    evidence: { kind: 'exploited', source: `listed in ${name}`, dated },
    feeds: [{ name, dated }],
    says: [{ cve, says, use: 'rests on it' }],
  }
}

function likeliest(cves: readonly string[], { epss }: Feeds, now: Instant): FeedsSay | undefined {
  const scored = cves.flatMap((cve) => {
    const probability = epss?.of(cve)?.probability
    return probability === undefined ? [] : [{ cve, probability }]
  })
  const [worst] = scored.sort((a, b) => b.probability - a.probability)
  if (!epss || !worst) return undefined
  const { cve, probability } = worst
  const { modelVersion: model, scoreDate } = epss
  const [dated, old] = [day(scoreDate), daysOld(scoreDate, now)]
  const says = `EPSS ${probability} (${model} of ${dated}): the chance that anybody tries it anywhere within 30 days`
  if (isLater(scoreDate, now)) return mention(cve, says, 'too new')
  if (old > FEED_DAYS) return mention(cve, `${says}, said ${old} days ago`, 'too old')
  return {
    evidence: { kind: 'epss', epss: probability, scoreDate: dated, model },
    feeds: [{ name: `EPSS ${model}`, dated }],
    says: [{ cve, says, use: 'rests on it' }],
  }
}

const mention = (cve: string, says: string, use: Said['use']): FeedsSay => ({ feeds: [], says: [{ cve, says, use }] })

const day = (instant: Instant): string => instant.slice(0, 10)
const daysOld = (dated: Instant, now: Instant): number => Math.floor((millisOf(now) - millisOf(dated)) / DAY)
/** A day of grace, as when it is imported: a feed of today may carry tomorrow's date somewhere. */
const isLater = (dated: Instant, now: Instant): boolean => dated > addMillis(now, DAY)
