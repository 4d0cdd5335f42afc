import type { ReadReport } from '../../core/gate/evidence.ts'
import { earliest, type Instant } from '../../core/instant.ts'
import type { KnownFinding, Look, Outcome } from '../ports/inventory.ts'
import type { Candidate } from './partners.ts'

/**
 * What a report may do to what was known. Only a full one says that something is gone; any other closes nothing: one
 * of a scan that ended before the last one, one with problems, one without findings where there were some, one that fewer tools looked for than the last time.
 */
export type Scope = 'full' | 'older' | 'problems' | 'empty' | 'narrower'

/** What a report said, set beside what was known. */
export interface Heard {
  readonly evidence: ReadReport
  /** The tools that looked. */
  readonly tools: ReadonlySet<string>
  /** Hex SHA-256 of each finding's content. */
  readonly contents: ReadonlySet<string>
  /** Those that nobody said before in these words. They stand at the end of the shelf already. */
  readonly fresh: readonly Candidate[]
}

export function scopeOf(heard: Heard, known: readonly KnownFinding[], looks: readonly Look[]): Scope {
  const { evidence, tools, contents } = heard
  const before = looks.filter(({ tool }) => tools.has(tool))
  if (before.some((look) => isOlder(evidence, look))) return 'older'
  if (evidence.problems.length > 0) return 'problems'
  if (contents.size === 0 && known.some(({ tool, absent }) => !absent && tools.has(tool))) return 'empty'
  return before.some(({ covers }) => covers.some((tool) => !tools.has(tool))) ? 'narrower' : 'full'
}

const isOlder = ({ facts }: ReadReport, { finishedAt }: Look) =>
  facts.finishedAt !== undefined && finishedAt !== undefined && facts.finishedAt < finishedAt

export interface Changes extends Pick<Outcome, 'changed' | 'dropped' | 'returned' | 'gone'> {
  readonly counts: Counts
}

export interface Counts {
  readonly total: number
  readonly new: number
  readonly changed: number
  readonly gone: number
  readonly returned: number
  /** Not said, and not closed by that. */
  readonly missing: number
}

/** @param pairs  known number by fresh number */
export function changesOf(
  heard: Heard,
  known: readonly KnownFinding[],
  pairs: ReadonlyMap<number, number>,
  scope: Scope,
): Changes {
  const partnered = new Set(pairs.values())
  const absent = new Set(known.flatMap(({ no, absent }) => (absent ? [no] : [])))
  const isSaid = ({ no, content }: KnownFinding) => heard.contents.has(content) || partnered.has(no)
  const missing = known.flatMap((one) => (!one.absent && heard.tools.has(one.tool) && !isSaid(one) ? [one.no] : []))
  const older = scope === 'older'
  // An older scan may know what nobody knew, but not what became of what a later one saw.
  const changed = older ? [] : [...pairs].map(([words, no]) => ({ no, words }))
  const returned = older ? [] : known.flatMap((one) => (one.absent && heard.contents.has(one.content) ? [one.no] : []))
  const gone = scope === 'full' ? missing : []
  const cameBack = changed.filter(({ no }) => absent.has(no)).length
  return {
    changed,
    dropped: [...pairs.keys()],
    returned,
    gone,
    counts: {
      total: heard.contents.size,
      new: heard.fresh.length - pairs.size,
      changed: changed.length - cameBack,
      gone: gone.length,
      returned: returned.length + cameBack,
      missing: missing.length - gone.length,
    },
  }
}

/** How the tools stand after it. */
export function looksAfter(
  { evidence, tools }: Heard,
  before: readonly Look[],
  scope: Scope,
  now: Instant,
): readonly Look[] {
  if (scope === 'older') return []
  const covers = [...tools].toSorted()
  return covers.map((tool): Look => {
    const look = before.find((one) => one.tool === tool)
    // A report that names a time to come must not make every later one an older one.
    const finishedAt = evidence.facts.finishedAt ? earliest(evidence.facts.finishedAt, now) : look?.finishedAt
    // Which tools looked is not to be learned from a report with problems.
    return { tool, covers: scope === 'problems' && look ? look.covers : covers, ...(finishedAt && { finishedAt }) }
  })
}
