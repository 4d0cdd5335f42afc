import type { Finding } from '../finding/finding.ts'
import { type Severity, worse } from '../finding/severity.ts'
import { type Baseline, covers } from './baseline.ts'
import { type Facts, meets } from './condition.ts'
import { epssOf, type Feeds, inKev } from './feeds.ts'
import { excusing } from './ignore.ts'
import type { IgnoreEntry, Policy, Raise, Rule } from './policy.ts'
import { graver } from './treatment.ts'
import type { Instant } from '../instant.ts'

/** What is known around the findings: where the release would go, and what dated facts there are. */
export interface Circumstances {
  readonly product: string
  readonly environment: string
  readonly exposure?: string
  readonly now: Instant
  readonly feeds: Feeds
  /** Of what is in production; absent where none was given or the one given does not count. */
  readonly baseline?: Baseline
}

/** What policy says of one finding. */
export interface Judgement {
  readonly rule: Rule
  /** The organisation's: reported or computed, whichever is worse, and raised by what policy says. */
  readonly severity: Severity
  readonly raisedBy: readonly string[]
  readonly epss?: number
  readonly kev: boolean
  /** Why it does not count although a rule is met. */
  readonly excuse?: Excuse
}

export type Excuse =
  | { readonly kind: 'author'; readonly author: string }
  | { readonly kind: 'ignore'; readonly entry: IgnoreEntry }
  | { readonly kind: 'baseline'; readonly owner: string }

/** Total: a finding that no rule speaks of is to be assessed, because silence is not consent. */
export function judge(finding: Finding, policy: Policy, around: Circumstances): Judgement {
  const facts = factsOf(finding, around)
  const { severity, raisedBy } = raise(facts, [...policy.raises, ...(policy.repository?.raises ?? [])])
  const raised: Facts = { ...facts, severity }
  const own = firstMet(raised, policy.rules) ?? NO_RULE
  const added = policy.repository && firstMet(raised, policy.repository.rules)
  const excuse = excuseFor(raised, policy, around)
  return {
    rule: added && graver(added.treatment, own.treatment) ? added : own,
    severity,
    raisedBy,
    kev: facts.kev,
    ...(facts.epss !== undefined && { epss: facts.epss }),
    ...(excuse && { excuse }),
  }
}

/**
 * The severity before policy raises it: the worse of what the source reported and what its own vector computes to.
 * A vector of another source never speaks for it.
 */
export const ownSeverity = ({ severity, score }: Finding): Severity => worse(severity, score?.severity ?? 'unknown')

function factsOf(finding: Finding, { product, environment, exposure, feeds, baseline }: Circumstances): Facts {
  return {
    finding,
    severity: ownSeverity(finding),
    epss: epssOf(feeds, finding.advisories),
    kev: inKev(feeds, finding.advisories),
    isNew: !(baseline && covers(baseline, finding)),
    product,
    environment,
    exposure,
  }
}

function raise(facts: Facts, raises: readonly Raise[]): { severity: Severity; raisedBy: readonly string[] } {
  let severity = facts.severity
  const raisedBy: string[] = []
  for (const { id, when, to } of raises) {
    if (worse(severity, to) === severity || !when.every((condition) => meets({ ...facts, severity }, condition)))
      continue
    severity = to
    raisedBy.push(id)
  }
  return { severity, raisedBy }
}

const firstMet = (facts: Facts, rules: readonly Rule[]) =>
  rules.find(({ when }) => when.every((condition) => meets(facts, condition)))

function excuseFor({ finding, isNew }: Facts, policy: Policy, { now, baseline }: Circumstances): Excuse | undefined {
  const { state } = finding
  // "In triage" says that nobody knows yet; it excuses nothing.
  const author = state.status === 'open' || state.status === 'in_triage' ? undefined : state.author
  if (author !== undefined && policy.trustedAuthors.includes(author)) return { kind: 'author', author }
  const entry = policy.ignore.find((one) => excusing(one, finding, policy.trustedAuthors, now))
  if (entry) return { kind: 'ignore', entry }
  return isNew || !baseline ? undefined : { kind: 'baseline', owner: baseline.owner }
}

const NO_RULE: Rule = {
  id: 'no-rule',
  when: [],
  treatment: 'assess',
  because: 'No rule of the policy says what to do with this finding.',
  whoCanLift: ['security-manager'],
}
