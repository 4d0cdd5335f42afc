import { digest, on, PAYMENTS, SQLI, V240 } from '../case/case.testing.ts'
import { coversOf } from '../case/cover.ts'
import type { Case } from '../case/case.ts'
import type { Build } from '../case/values.ts'
import type { IdentityId } from '../finding/finding.ts'
import { PRODUCTION, type Question } from '../gate/question.ts'
import type { Instant } from '../instant.ts'
import { DEFAULT_POLICY } from '../policy/default.ts'
import type { Policy } from '../policy/policy.ts'
import { type Weighed, weigh } from './reasons.ts'
import { addRecording, noRecordings, type Recording } from './recording.ts'

export const POLICY: Policy = { ...DEFAULT_POLICY, digest: digest('policy') }
/** Reports of trivy must be there, and not be older than a day. */
export const DEMANDING: Policy = { ...POLICY, evidence: { require: ['trivy'], maxAgeHours: 24 } }
export const OTHER = 'b'.repeat(32) as IdentityId
const NOON = on('12:00')

type Worst = Recording['worst'][number]
export const critical = (...identities: readonly IdentityId[]): Worst => ({
  identities,
  severity: 'critical',
  treatment: 'remediate',
  rule: 'critical-remediate',
})
export const unrated = (...identities: readonly IdentityId[]): Worst => ({
  identities,
  severity: 'unknown',
  treatment: 'assess',
  rule: 'unknown-assess',
})

/** A report of a build, with these findings that policy stops. */
export const recorded = (build: Build, worst: readonly Worst[] = [], more: Partial<Recording> = {}): Recording => {
  const held = worst.filter(({ treatment }) => treatment !== 'assess').length
  return {
    n: 0,
    at: NOON,
    product: PAYMENTS,
    ...build,
    report: digest(`report ${JSON.stringify([build.version, worst])}`.slice(0, 32)),
    bytes: 100,
    format: 'trivy',
    tools: ['Trivy'],
    finished_at: NOON,
    subject: { commits: [], digests: [], products: [] },
    problems: [],
    policy: POLICY.digest,
    findings: worst.length,
    blocking: held,
    unassessed: worst.length - held,
    excused: 0,
    worst,
    ...more,
  }
}

/** What recordings, in the order in which they were made, say of a build, beside what a case decided. */
export function weighed(
  recordings: readonly Recording[],
  asked: Partial<Question> = {},
  { policy = POLICY, state, now = NOON }: { policy?: Policy; state?: Case; now?: Instant } = {},
): Weighed {
  const known = noRecordings()
  for (const [i, one] of recordings.entries()) addRecording(known, { ...one, n: i + 1 })
  const { version, commit, digests } = V240
  const question = { product: PAYMENTS, version, commit, digests, environment: PRODUCTION, now, ...asked }
  return weigh(question, known, policy, (digest) => (state ? coversOf(state, { ...question, digest }, now) : []))
}

export const codes = ({ reasons }: Weighed): readonly string[] => reasons.map(({ code }) => code)
export { SQLI }
