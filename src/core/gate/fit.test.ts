import { expect, test } from 'vitest'
import type { Instant } from '../instant.ts'
import { COMMIT, DIGEST, judgeAll, report } from './gate.testing.ts'

const about = (subject: { commits?: string[]; digests?: string[]; products?: string[] }) =>
  judgeAll([report([], { subject: { commits: [], digests: [], products: [], ...subject } })]).verdict

test('a report about another commit, artifact or product says nothing about this release', () => {
  expect(about({ commits: ['0'.repeat(40)] })).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/other-commit' }],
  })
  expect(about({ digests: [`sha256:${'00'.repeat(32)}`] })).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/other-artifact' }],
  })
  expect(about({ products: ['checkout'] })).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/other-product' }],
  })
})

test('a report about this one fits, also with its commit shortened and in capitals', () => {
  expect(
    about({ commits: [COMMIT], digests: [`sha256:${'00'.repeat(32)}`, DIGEST], products: ['payments'] }).decision,
  ).toBe('clear')
  expect(about({ commits: [COMMIT.slice(0, 7).toUpperCase()] }).decision).toBe('clear')
})

test('six digits are no commit', () => {
  expect(about({ commits: [COMMIT.slice(0, 6)] }).decision).toBe('unknown')
})

test('a report that does not say what it is about is taken for what it was given for', () => {
  expect(about({}).decision).toBe('clear')
})

const finished = (finishedAt: string | undefined, maxAgeHours?: number) =>
  judgeAll([report([], finishedAt === undefined ? {} : { finishedAt: finishedAt as Instant })], {
    policy: { evidence: { require: [], ...(maxAgeHours !== undefined && { maxAgeHours }) } },
  }).verdict

test('a report from the future is unknown, give or take a minute of clock', () => {
  expect(finished('2026-11-20T14:01:00.000Z').decision).toBe('clear')
  expect(finished('2026-11-20T14:01:00.001Z')).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/from-the-future' }],
  })
})

test('a report older than policy allows is unknown; age counts from the end of the scan', () => {
  expect(finished('2026-11-19T14:00:00.000Z', 24).decision).toBe('clear')
  expect(finished('2026-11-19T13:59:59.999Z', 24)).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/stale' }],
  })
  expect(finished('2020-01-01T00:00:00.000Z').decision).toBe('clear')
})

test('where policy asks for an age, a report without a date is unknown', () => {
  expect(finished(undefined, 24)).toMatchObject({ decision: 'unknown', reasons: [{ code: 'evidence/undated' }] })
})
