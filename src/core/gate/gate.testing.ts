import type { Finding, ReportFacts } from '../finding/finding.ts'
import { noSeverities } from '../finding/severity.ts'
import type { Commit, Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { DEFAULT_POLICY } from '../policy/default.ts'
import type { Policy } from '../policy/policy.ts'
import { problem } from '../problem.ts'
import { type Evaluation, evaluate, type Grounds, type Report } from './evaluate.ts'
import type { Evidence, ReadReport } from './evidence.ts'
import { PRODUCTION, type Question } from './question.ts'

export const DIGEST = `sha256:${'ab'.repeat(32)}` as Digest
export const COMMIT = '6b1f0c4e9d2a7735c8e41f0a9b3d5c7e8f901a2b' as Commit
export const NOW = '2026-11-20T14:00:00.000Z' as Instant

export const question: Question = {
  product: 'payments' as Product,
  version: '2.4.0',
  commit: COMMIT,
  digests: [DIGEST],
  environment: PRODUCTION,
  now: NOW,
}

export const policy: Policy = { ...DEFAULT_POLICY, digest: DIGEST }

const facts: ReportFacts = { tools: [], subject: { commits: [], digests: [], products: [] } }

export function* report(
  findings: readonly Finding[],
  about: Partial<ReportFacts> = {},
  problems: ReadReport['problems'] = [],
): Report {
  yield* findings
  const tally = {
    records: findings.length,
    findings: findings.length,
    merged: 0,
    ignored: {},
    severities: noSeverities(),
  }
  return {
    status: 'read',
    file: 'report.json',
    format: 'test',
    report: DIGEST,
    facts: { ...facts, ...about },
    tally,
    problems,
  }
}

/** A report that breaks off after these findings. */
export function* broken(findings: readonly Finding[] = []): Report {
  yield* findings
  const cause = problem('json/truncated', 'The text ends inside a string.', 'Give it whole.', {
    file: 'report.json',
    line: 3,
    column: 9,
  })
  return { status: 'refused', file: 'report.json', problems: [cause] } satisfies Evidence
}

export const judgeAll = (
  reports: readonly Report[],
  change: { question?: Partial<Question>; policy?: Partial<Policy>; grounds?: Partial<Grounds> } = {},
): Evaluation =>
  evaluate({ ...question, ...change.question }, reports, {
    holds: [],
    feeds: {},
    enforced: true,
    ...change.grounds,
    policy: { ...policy, ...change.policy },
  })
