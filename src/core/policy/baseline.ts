import type { Finding, IdentityId } from '../finding/finding.ts'
import { addMillis, DAY, type Instant } from '../instant.ts'
import { problem, type Problem } from '../problem.ts'
import type { BaselineDemand } from './policy.ts'

/** What is in production already: dated, and owned by somebody. Only what is new against it blocks. */
export interface Baseline {
  readonly product: string
  readonly owner: string
  readonly madeAt: Instant
  readonly identities: ReadonlySet<IdentityId>
}

/** Is this finding in production already, by any of its identities? */
export const covers = ({ identities }: Baseline, finding: Finding): boolean =>
  finding.identities.some(({ id }) => identities.has(id))

/** Why a baseline does not count here. Without it everything is new, so a baseline in doubt never makes an answer milder. */
export function baselineDoubt(
  baseline: Baseline,
  { owners, maxAgeDays }: BaselineDemand,
  product: string,
  now: Instant,
): Problem | undefined {
  if (baseline.product !== product)
    return problem(
      'baseline/other-product',
      `The baseline is of ${baseline.product}, not of ${product}.`,
      'Give the baseline of this product.',
    )
  if (!owners.includes(baseline.owner))
    return problem(
      'baseline/unknown-owner',
      `Policy knows no baseline owner "${baseline.owner}".`,
      'Let an owner whom policy names make it (baseline.owners).',
    )
  if (baseline.madeAt > now)
    return problem(
      'baseline/from-the-future',
      `The baseline is dated ${baseline.madeAt}, which is yet to come.`,
      'Set the clocks right and make it again.',
    )
  return baseline.madeAt <= addMillis(now, -maxAgeDays * DAY)
    ? problem(
        'baseline/stale',
        `The baseline was made at ${baseline.madeAt}, ${maxAgeDays} days ago or more.`,
        'Make a new one of what is in production now.',
      )
    : undefined
}
