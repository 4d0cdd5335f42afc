import type { IdentityId } from '../finding/finding.ts'
import type { Question } from '../gate/question.ts'
import type { Digest } from '../ids.ts'
import { earliest, within, type Instant } from '../instant.ts'
import type { Acceptance, Case, Hold, Override, Position } from './case.ts'
import { linkedDigests } from './hold.ts'
import { liveFindings } from './proof.ts'
import type { Build } from './values.ts'

/** Why one held artifact may pass all the same. */
export type Exception =
  | { readonly kind: 'carries_a_fix' }
  | { readonly kind: 'acceptance'; readonly acceptance: Acceptance }
  | { readonly kind: 'override'; readonly override: Override }

/** One artifact of a release, or a release without any. */
export type Artifact = Pick<Question, 'commit' | 'environment'> & { readonly digest: Digest | undefined }

/** Looked up anew at every question: nothing has to be ended by a clock. */
export function exceptionFor(state: Case, hold: Hold, artifact: Artifact, now: Instant): Exception | undefined {
  const { environment, digest } = artifact
  const covers = (build: Build) => isBuild(hold, build, artifact)
  const findings = liveFindings(state).map(({ finding }) => finding)
  const knows = (known: readonly IdentityId[]) => findings.every((finding) => known.includes(finding))

  if (hold.letThrough.some((release) => covers(release.build) && knows(release.findings)))
    return { kind: 'carries_a_fix' }

  const acceptance = longest(
    state.acceptances,
    (one) =>
      one.product === hold.product &&
      one.environments.includes(environment) &&
      (one.scope.kind === 'line' || covers(one.scope.build)) &&
      knows(one.findings) &&
      isAcceptanceInForce(state, one, now),
  )
  if (acceptance) return { kind: 'acceptance', acceptance }

  const override = longest(
    state.overrides,
    (one) =>
      one.product === hold.product &&
      one.digest === digest &&
      one.environment === environment &&
      isOverrideOpen(one, now),
  )
  return override && { kind: 'override', override }
}

/** From when it was granted (or later, if it says so) until its end: T − 1 ms is in, T is out. */
export const isAcceptanceInForce = (state: Case, acceptance: Acceptance, now: Instant): boolean =>
  acceptance.outcome === 'granted' &&
  within(now, acceptance.from, acceptance.until) &&
  now >= acceptance.grantedAt! &&
  acceptance.controls.every((control) => state.containments.get(control)?.state !== 'removed')

export const isOverrideOpen = ({ at, until, endedAt }: Override, now: Instant): boolean =>
  within(now, at, endedAt === undefined ? until : earliest(until, endedAt))

/** The one that lasts longest, of those that apply. */
function longest<T extends { readonly until: Instant }>(
  all: ReadonlyMap<Position, T>,
  applies: (one: T) => boolean,
): T | undefined {
  let last: T | undefined
  for (const one of all.values()) if (applies(one) && (!last || one.until > last.until)) last = one
  return last
}

/** The build itself: by digest where it has artifacts, else by its commit, asked without any digest. */
const isBuild = (hold: Hold, build: Build, { commit, digest }: Artifact): boolean =>
  digest === undefined
    ? build.digests.length === 0 && build.commit === commit
    : build.digests.some((each) => linkedDigests(hold, digest).has(each))
