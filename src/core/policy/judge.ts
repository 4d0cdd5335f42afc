import type { Finding } from '../finding/finding.ts'
import { type Severity, worse } from '../finding/severity.ts'
import { type Baseline, covers } from './baseline.ts'
import { type Condition, type Facts, meets } from './condition.ts'
import { epssOf, type Feeds, inKev } from './feeds.ts'
import { excusing } from './ignore.ts'
import { type IgnoreEntry, type Policy, type Raise, type Rule, TREATMENTS } from './policy.ts'
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
  const own = raise(facts, policy.raises)
  // The repository's raises come on top and are judged beside, so that they cannot lead past one of the organisation's rules.
  const all = policy.repository ? raise(own.facts, policy.repository.raises) : own
  let rule = firstMet(own.facts, policy.rules) ?? NO_RULE
  if (all.facts !== own.facts) rule = graver(rule, firstMet(all.facts, policy.rules))
  if (policy.repository) rule = graver(rule, firstMet(all.facts, policy.repository.rules))
  const judgement: Writable<Judgement> = {
    rule,
    severity: all.facts.severity,
    raisedBy: all === own ? own.by : [...own.by, ...all.by],
    kev: facts.kev,
  }
  if (facts.epss !== undefined) judgement.epss = facts.epss
  const excuse = excuseFor(facts, policy, around)
  if (excuse) judgement.excuse = excuse
  return judgement
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

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

function raise(facts: Facts, raises: readonly Raise[]): { readonly facts: Facts; readonly by: readonly string[] } {
  if (raises.length === 0) return { facts, by: NOT_RAISED }
  let raised = facts
  const by: string[] = []
  for (const { id, when, to } of raises) {
    if (worse(raised.severity, to) === raised.severity || !meetsAll(raised, when)) continue
    raised = { ...raised, severity: to }
    by.push(id)
  }
  return { facts: raised, by }
}

const NOT_RAISED: readonly string[] = []

// Loops, where `find` and `every` would make functions anew for every finding of a large report.
function firstMet(facts: Facts, rules: readonly Rule[]): Rule | undefined {
  for (const rule of rules) if (meetsAll(facts, rule.when)) return rule
  return undefined
}

function meetsAll(facts: Facts, conditions: readonly Condition[]): boolean {
  for (const condition of conditions) if (!meets(facts, condition)) return false
  return true
}

/** The one that demands the most; the first of equals. */
const graver = (a: Rule, b: Rule | undefined): Rule =>
  b && TREATMENTS.indexOf(b.treatment) < TREATMENTS.indexOf(a.treatment) ? b : a

function excuseFor({ finding, isNew }: Facts, policy: Policy, { now, baseline }: Circumstances): Excuse | undefined {
  const { state } = finding
  // "In triage" says that nobody knows yet; it excuses nothing.
  const author = state.status === 'open' || state.status === 'in_triage' ? undefined : state.author
  if (author !== undefined && policy.trustedAuthors.includes(author)) return { kind: 'author', author }
  for (const entry of policy.ignore)
    if (excusing(entry, finding, policy.trustedAuthors, now)) return { kind: 'ignore', entry }
  return isNew || !baseline ? undefined : { kind: 'baseline', owner: baseline.owner }
}

const NO_RULE: Rule = {
  id: 'no-rule',
  when: [],
  treatment: 'assess',
  because: 'No rule of the policy says what to do with this finding.',
  whoCanLift: ['security-manager'],
}
