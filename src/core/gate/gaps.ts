import type { Feeds } from '../policy/feeds.ts'
import type { Policy } from '../policy/policy.ts'
import type { Evidence } from './evidence.ts'
import type { Reason } from './verdict.ts'

/** Evidence that policy asks for and nobody gave. */
export function missing(
  evidence: readonly Evidence[],
  { policy, holds }: { policy: Policy; holds: readonly Reason[] },
): readonly Reason[] {
  if (evidence.length === 0 && holds.length === 0) return [NO_EVIDENCE]
  return lacking(evidence, policy).map((wanted) => ({
    code: 'evidence/required',
    decision: 'unknown',
    message: `Policy asks for a report of ${wanted}, and none was given.`,
    next: `Run ${wanted} on this release and give its report.`,
  }))
}

/** The formats and tools that policy asks for and that these are not of. */
export function lacking(evidence: readonly Evidence[], policy: Policy): readonly string[] {
  const given = new Set(
    evidence
      .flatMap((one) => (one.status === 'read' ? [one.format, ...one.facts.tools.map(({ name }) => name)] : []))
      .map((name) => name.toLowerCase()),
  )
  return policy.evidence.require.filter((wanted) => !given.has(wanted.toLowerCase()))
}

const NO_EVIDENCE: Reason = {
  code: 'evidence/missing',
  decision: 'unknown',
  message: 'No report was given: nothing is known about this release.',
  next: 'Give the reports of its scans.',
}

/** A rule that looks at a feed nobody imported would never be met: that is not knowing, not passing. */
export function feedGaps(policy: Policy, feeds: { readonly [Name in keyof Feeds]?: unknown }): readonly Reason[] {
  const conditions = [policy, ...(policy.repository ? [policy.repository] : [])].flatMap(({ rules, raises }) =>
    [...rules, ...raises].flatMap(({ when }) => when),
  )
  return (['epss', 'kev'] as const)
    .filter((feed) => feeds[feed] === undefined && conditions.some(({ field }) => field === feed))
    .map((feed) => ({
      code: 'feed/missing',
      decision: 'unknown',
      message: `Policy looks at ${feed.toUpperCase()}, and no such feed was imported.`,
      next: 'holdpoint feeds import <file>',
    }))
}
