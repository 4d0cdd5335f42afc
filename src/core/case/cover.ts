import type { IdentityId } from '../finding/finding.ts'
import type { Question } from '../gate/question.ts'
import type { Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Code } from '../problem.ts'
import type { Case, Hold } from './case.ts'
import { exceptionFor } from './exception.ts'
import { currentPlacement, linkedDigests, standingClearances } from './hold.ts'
import { isRefuted, liveFindings } from './proof.ts'
import type { Build } from './values.ts'

/** What a case answers for, of one artifact: findings that need not stop it any more, and evidence that it may do without. */
export interface Cover {
  readonly findings: readonly IdentityId[]
  readonly missing: readonly Code[]
  /** Over at this instant. */
  readonly until?: Instant
}

/** One artifact of a release, or a release without any. */
type Asked = Pick<Question, 'product' | 'commit' | 'environment'> & { readonly digest: Digest | undefined }

/**
 * What people have decided in a case about findings that recorded evidence names as well: proven gone from this candidate, accepted, dismissed.
 * Never what belongs to another case, and never by silence: a line that ended, or a hold that its placer took back, answers for nothing.
 */
export function coversOf(state: Case, asked: Asked, now: Instant): readonly Cover[] {
  const hold = state.holds.get(asked.product)
  if (!hold?.environments.has(asked.environment)) return []
  const live = liveFindings(state).map(({ finding }) => finding)
  const dismissed = [...state.findings.values()].filter((one) => one.dismissed).map(({ finding }) => finding)
  const covers: Cover[] = [{ findings: dismissed, missing: [] }]
  const ended = hold.placements.at(-1)!.ended
  const mistaken = currentPlacement(hold) === undefined && (ended === 'false_positive' || ended === 'not_affected')
  if (mistaken || hold.unaffected.some((build) => isBuild(hold, build, asked)))
    covers.push({ findings: live, missing: [] })
  for (const clearance of standingClearances(state, hold)) {
    const candidate = state.candidates.get(clearance.candidate)!
    if (isBuild(hold, candidate.build, asked) && !isRefuted(state, candidate))
      covers.push({ findings: clearance.findings, missing: [] })
  }
  const exception = exceptionFor(state, hold, asked, now)
  if (exception?.kind === 'carries_a_fix') covers.push({ findings: live, missing: [] })
  if (exception?.kind === 'acceptance') {
    const { findings, missing, until } = exception.acceptance
    covers.push({ findings, missing, until })
  }
  if (exception?.kind === 'override') covers.push({ findings: live, missing: [], until: exception.override.until })
  return covers
}

/** By digest where it has artifacts, else by its commit, asked without any digest. */
const isBuild = (hold: Hold, build: Build, { commit, digest }: Asked): boolean =>
  digest === undefined
    ? build.digests.length === 0 && build.commit === commit
    : build.digests.some((each) => linkedDigests(hold, digest).has(each))
