import type { Question } from '../gate/question.ts'
import type { Digest, HoldId } from '../ids.ts'
import { earliest, type Instant } from '../instant.ts'
import type { Code } from '../problem.ts'
import type { Candidate, Case, Hold, Placement, Position } from './case.ts'
import { exceptionFor } from './exception.ts'
import { currentPlacement, isLineInForce, linkedDigests, standingClearances } from './hold.ts'
import { isRefuted } from './proof.ts'
import type { Build } from './values.ts'

/** What a case says about a release. From what stops to what does not. */
export type Standing =
  | { readonly is: 'held'; readonly hold: HoldId; readonly because: HeldBecause; readonly provisional: boolean }
  /** The version is not enough to tell: ask with the digest (the commit, where there are no artifacts). */
  | { readonly is: 'unknown'; readonly hold: HoldId; readonly because: 'ask_with_the_digest' }
  | { readonly is: 'overridden'; readonly hold: HoldId; readonly override: Position; readonly until: Instant }
  | {
      readonly is: 'accepted'
      readonly hold: HoldId
      readonly acceptance: Position
      readonly until: Instant
      readonly missing: readonly Code[]
    }
  | { readonly is: 'cleared'; readonly hold: HoldId; readonly candidate: Position }
  | { readonly is: 'not_affected'; readonly hold?: HoldId; readonly because: NotAffectedBecause }
  | { readonly is: 'withdrawn'; readonly hold: HoldId; readonly because: NonNullable<Placement['ended']> }

export type HeldBecause =
  | 'affected' // an identity that is known to be vulnerable: held for ever
  | 'refuted' // a candidate that still has the weakness, as its last proof shows
  | 'other_artifact' // it claims a cleared release's version or commit, and is not what was proven
  | 'line' // a release of a line that is held, neither proven nor shown unaffected

export type NotAffectedBecause =
  | 'not_reached' // another product or environment
  | 'line_ended' // a later release of a line whose hold was lifted
  | 'shown' // evidence says that it never had the weakness
  | 'carries_a_fix' // the fix of another hold, and this weakness is in production already, and not made worse

/** A question without its moment, which is given beside it. */
export type Asked = Omit<Question, 'now'>

const ORDER: readonly Standing['is'][] = [
  'held',
  'unknown',
  'overridden',
  'accepted',
  'cleared',
  'not_affected',
  'withdrawn',
]

/**
 * May this release be promoted there, now, as far as this case goes? The only function that answers it. The worst of the
 * question's artifacts decides. What already runs (a restart, a scale-out) is not asked about.
 */
export function standing(state: Case, asked: Asked, now: Instant): Standing {
  const hold = state.holds.get(asked.product)
  if (!hold?.environments.has(asked.environment)) return { is: 'not_affected', because: 'not_reached' }
  const placement = currentPlacement(hold)
  if (!placement) return { is: 'withdrawn', hold: hold.id, because: hold.placements.at(-1)!.ended! }
  const view = viewOf(state, hold, placement)
  const parts = asked.digests.length > 0 ? asked.digests : [undefined]
  return parts
    .map((digest) => {
      const answer = digest === undefined ? named(view, asked) : artifact(view, asked, digest)
      return withExceptions(view, asked, digest, answer, now)
    })
    .reduce(worse)
}

function worse(a: Standing, b: Standing): Standing {
  if ('until' in a && 'until' in b && a.is === b.is) return earliest(a.until, b.until) === a.until ? a : b
  return ORDER.indexOf(a.is) <= ORDER.indexOf(b.is) ? a : b
}

/** What the answers of one question share. */
interface View {
  readonly state: Case
  readonly hold: Hold
  readonly placement: Placement
  readonly inForce: boolean
  readonly cleared: readonly Candidate[]
}

const viewOf = (state: Case, hold: Hold, placement: Placement): View => ({
  state,
  hold,
  placement,
  inForce: isLineInForce(state, hold),
  cleared: standingClearances(state, hold).map(({ candidate }) => state.candidates.get(candidate)!),
})

/** What is held, or cannot be told, may pass all the same: as a fix of another hold, accepted, or overridden. */
function withExceptions(
  { state, hold }: View,
  asked: Asked,
  digest: Digest | undefined,
  answer: Standing,
  now: Instant,
) {
  if (answer.is !== 'held' && answer.is !== 'unknown') return answer
  const exception = exceptionFor(state, hold, { ...asked, digest }, now)
  switch (exception?.kind) {
    case undefined:
      return answer
    case 'carries_a_fix':
      return { is: 'not_affected', hold: hold.id, because: 'carries_a_fix' } satisfies Standing
    case 'acceptance': {
      const { n: acceptance, until, missing } = exception.acceptance
      return { is: 'accepted', hold: hold.id, acceptance, until, missing } satisfies Standing
    }
    case 'override': {
      const { n: override, until } = exception.override
      return { is: 'overridden', hold: hold.id, override, until } satisfies Standing
    }
  }
}

function artifact(view: View, asked: Asked, digest: Digest): Standing {
  const { state, hold } = view
  const linked = linkedDigests(hold, digest)
  const has = ({ digests }: { readonly digests: readonly Digest[] }) => digests.some((each) => linked.has(each))
  if (hold.affected.some(has)) return held(view, 'affected')
  const candidates = candidatesOf(view).filter(({ build }) => has(build))
  if (candidates.some((candidate) => isRefuted(state, candidate))) return held(view, 'refuted')
  const proven = candidates.find((candidate) => view.cleared.includes(candidate))
  if (proven) return cleared(view, proven)
  if (hold.unaffected.some(has)) return { is: 'not_affected', hold: hold.id, because: 'shown' }
  if (isAffectedName(hold, asked)) return held(view, 'affected')
  if (view.inForce) return held(view, 'line')
  if (view.cleared.some(({ build }) => sameName(build, asked))) return held(view, 'other_artifact')
  return { is: 'not_affected', hold: hold.id, because: 'line_ended' }
}

/** Without a digest: commits beat versions, and neither clears what has artifacts. */
function named(view: View, asked: Asked): Standing {
  const { state, hold } = view
  const { commit, version } = asked
  if (commit !== undefined && hold.affected.some(({ commits }) => commits.includes(commit)))
    return held(view, 'affected')
  const byCommit = (build: Build) => build.digests.length === 0 && build.commit === commit
  const candidate = candidatesOf(view).find(({ build }) => byCommit(build))
  if (candidate && isRefuted(state, candidate)) return held(view, 'refuted')
  if (candidate && view.cleared.includes(candidate)) return cleared(view, candidate)
  if (hold.unaffected.some(byCommit)) return { is: 'not_affected', hold: hold.id, because: 'shown' }
  if (version !== undefined && hold.affected.some(({ versions }) => versions.includes(version)))
    return held(view, 'affected')
  const passing = [...view.cleared.map(({ build }) => build), ...hold.unaffected]
  const unnamed = commit === undefined && version === undefined
  const ask = passing.some((build) => sameName(build, asked)) || (unnamed && !view.inForce)
  if (ask) return { is: 'unknown', hold: hold.id, because: 'ask_with_the_digest' }
  return view.inForce ? held(view, 'line') : { is: 'not_affected', hold: hold.id, because: 'line_ended' }
}

const candidatesOf = ({ state, hold }: View): readonly Candidate[] =>
  [...state.candidates.values()].filter(({ product }) => product === hold.product)

const held = ({ hold, placement }: View, because: HeldBecause): Standing => ({
  is: 'held',
  hold: hold.id,
  because,
  provisional: placement.provisional,
})

const cleared = ({ hold }: View, { n }: Candidate): Standing => ({ is: 'cleared', hold: hold.id, candidate: n })

const isAffectedName = ({ affected }: Hold, { commit, version }: Asked): boolean =>
  affected.some(
    ({ commits, versions }) =>
      (commit !== undefined && commits.includes(commit)) || (version !== undefined && versions.includes(version)),
  )

const sameName = (build: Build, { commit, version }: Asked): boolean =>
  (commit !== undefined && build.commit === commit) || (version !== undefined && build.version === version)
