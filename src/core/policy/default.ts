import { DEFAULT_RULES as DEFAULT_CASES } from '../case/rules.ts'
import type { Policy } from './policy.ts'

/** What holds where an organisation has not said otherwise: critical and high must be fixed, unrated must be looked at. */
export const DEFAULT_RULES: Policy['rules'] = [
  {
    id: 'critical-remediate',
    when: [{ field: 'severity', atLeast: 'critical' }],
    treatment: 'remediate',
    because: 'A critical finding is fixed and retested before the release goes out.',
    whoCanLift: ['security-manager'],
  },
  {
    id: 'high-remediate',
    when: [{ field: 'severity', atLeast: 'high' }],
    treatment: 'remediate',
    because: 'A high finding is fixed and retested before the release goes out.',
    whoCanLift: ['security-manager', 'analyst'],
  },
  {
    id: 'unknown-assess',
    when: [{ field: 'severity', oneOf: ['unknown'] }],
    treatment: 'assess',
    because: 'Nobody has rated this finding yet, so nobody can say that it is harmless.',
    whoCanLift: ['security-manager', 'analyst'],
  },
  {
    id: 'medium-schedule',
    when: [{ field: 'severity', atLeast: 'medium' }],
    treatment: 'schedule',
    because: 'A medium finding gets a date, not a hold.',
    whoCanLift: [],
  },
  { id: 'rest-note', when: [], treatment: 'note', because: 'The rest is noted.', whoCanLift: [] },
]

/** The default policy without its digest, which is that of its canonical text. */
export const DEFAULT_POLICY: Omit<Policy, 'digest'> = {
  schema: 'holdpoint/policy/v1',
  name: 'Holdpoint default',
  scale: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info', unknown: 'unknown' },
  raises: [],
  rules: DEFAULT_RULES,
  evidence: { require: [] },
  ignore: [],
  trustedAuthors: [],
  baseline: { owners: [], maxAgeDays: 30 },
  cases: DEFAULT_CASES,
  contact: 'the security team on duty',
  validMinutes: 5,
}
