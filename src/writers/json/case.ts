import type { Standing } from '../../core/case/standing.ts'
import type { Replay } from '../case.ts'
import { problemJson } from './problem.ts'
import { jsonText } from './text.ts'

/** A replayed case for machines: standing, next steps, what is missing, what is due, and the events as they are. */
export function replayJson({
  id,
  at,
  state,
  events,
  question,
  standing,
  steps,
  missing,
  due,
  openEnds,
}: Replay): string {
  const value = {
    case: id,
    name: state.opened?.name,
    at,
    entries: events.length,
    holds: [...state.holds.values()].map(({ id: hold, product, environments, affected }) => ({
      hold,
      product,
      environments: [...environments],
      affected: affected.map(({ digests, commits, versions }) => ({ digests, commits, versions })),
    })),
    ...(question && standing && { question: { ...question, now: undefined }, standing: standingJson(standing) }),
    next: steps.map(({ wish, product, about, who, why }) => ({
      command: wish,
      product,
      about,
      who,
      why,
      dead_end: who.length === 0,
    })),
    missing: missing.map(({ candidate, problems }) => ({
      candidate: candidate.n,
      product: candidate.product,
      build: candidate.build,
      missing: problems.map(problemJson),
    })),
    due,
    open_ends: openEnds.map(problemJson),
    events,
  }
  return `${jsonText(value, 2)}\n`
}

const standingJson = (standing: Standing): object => standing
