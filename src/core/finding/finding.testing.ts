import { createHash } from 'node:crypto'
import type { Digest } from '../ids.ts'
import { refuse } from '../problem.ts'
import { complete, type Completion } from './complete.ts'
import type { Draft, Finding } from './finding.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const completion: Completion = {
  format: 'test',
  file: 'report.json',
  report: `sha256:${'ab'.repeat(32)}` as Digest,
  sha256,
  score: () => refuse('cvss/none', 'no scores here'),
}

/** A draft that says as little as may be said, and what a test adds. */
export const draft = (said: Partial<Draft> = {}): Draft => ({
  kind: 'weakness',
  title: 'SQL injection in the login form',
  advisories: [],
  cwes: [],
  fixedIn: [],
  locations: [],
  severity: 'critical',
  otherRatings: [],
  state: { status: 'open' },
  keys: [{ basis: 'place', parts: ['rule', 'src/login.ts', '42'] }],
  at: '/results/0',
  ...said,
})

export const finding = (said: Partial<Draft> = {}, how: Partial<Completion> = {}): Finding =>
  complete(draft(said), { ...completion, ...how })
