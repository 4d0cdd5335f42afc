import { expect, test } from 'vitest'
import type { Instant } from '../instant.ts'
import type { Digest } from '../ids.ts'
import type { Problem } from '../problem.ts'
import { evaluate, type Report } from './evaluate.ts'
import { COMMIT, DIGEST, judgeAll, policy, question, report } from './gate.testing.ts'

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

const FIT = { decision: 'unknown', at: { file: 'report.json' } } as const
const other = (what: string) => ({
  ...FIT,
  message: what,
  next: 'Scan what is to be released, or ask about what was scanned.',
})

test('each reason says what was met, where, and what to do', () => {
  const zero = `sha256:${'00'.repeat(32)}`
  expect(about({ commits: ['a', 'b', 'c', 'd'] }).reasons).toEqual([
    { ...other(`The report is about commit a, b, c, not ${COMMIT}.`), code: 'evidence/other-commit' },
  ])
  expect(about({ digests: [zero] }).reasons).toEqual([
    { ...other(`The report is about artifact ${zero}, not ${DIGEST}.`), code: 'evidence/other-artifact' },
  ])
  expect(about({ products: ['checkout'] }).reasons).toEqual([
    { ...other('The report is about product checkout, not payments.'), code: 'evidence/other-product' },
  ])
  expect(finished('2030-01-01T00:00:00.000Z').reasons).toEqual([
    {
      ...FIT,
      code: 'evidence/from-the-future',
      message: 'The report says that it was finished at 2030-01-01T00:00:00.000Z, which is yet to come.',
      next: 'Set the clocks right and scan again.',
    },
  ])
  expect(finished('2026-01-01T00:00:00.000Z', 24).reasons).toEqual([
    {
      ...FIT,
      code: 'evidence/stale',
      message: 'The report was finished at 2026-01-01T00:00:00.000Z, more than 24 hours ago.',
      next: 'Scan again.',
    },
  ])
  expect(finished(undefined, 24).reasons).toEqual([
    {
      ...FIT,
      code: 'evidence/undated',
      message: 'The report does not say when it was made, and policy wants to know.',
      next: 'Let the tool write its end time.',
    },
  ])
})

test('what is not asked about is not compared', () => {
  const subject = { commits: ['0'.repeat(40)], digests: [`sha256:${'00'.repeat(32)}`], products: ['payments'] }
  const { commit: _, ...bare } = question
  const asked = evaluate({ ...bare, digests: [] }, [report([], { subject })], {
    policy,
    holds: [],
    feeds: {},
    enforced: true,
  })
  expect(asked.verdict.decision).toBe('clear')
})

test('one artifact in common is enough, whichever of several is asked about', () => {
  const second = `sha256:${'cd'.repeat(32)}` as Digest
  const subject = { commits: [], digests: [second.toUpperCase().replace('SHA256', 'sha256')], products: [] }
  expect(judgeAll([report([], { subject })], { question: { digests: [DIGEST, second] } }).verdict.decision).toBe(
    'clear',
  )
})

test('a problem of a report keeps its place and hint; where it has none, the file and a next step stand in', () => {
  const bare = { code: 'x/bare', message: 'Something failed.' } as const
  const full = {
    code: 'x/full',
    message: 'Something failed there.',
    hint: 'Mend it.',
    at: { file: 'report.json', line: 3 },
  } as const
  expect(judgeAll([report([], {}, [bare, full])]).verdict.reasons).toEqual([
    {
      code: 'x/bare',
      decision: 'unknown',
      message: 'Something failed.',
      at: { file: 'report.json' },
      next: 'Run the scan again, to its end.',
    },
    {
      code: 'x/full',
      decision: 'unknown',
      message: 'Something failed there.',
      at: { file: 'report.json', line: 3 },
      next: 'Mend it.',
    },
  ])
})

test('the same of a report that could not be read at all', () => {
  const unread = function* (problem: Problem): Report {
    yield* []
    return { status: 'refused', file: 'gone.json', problems: [problem] }
  }
  expect(judgeAll([unread({ code: 'x/bare', message: 'Something failed.' })]).verdict.reasons).toEqual([
    {
      code: 'x/bare',
      decision: 'unknown',
      message: 'Something failed.',
      at: { file: 'gone.json' },
      next: 'Give the report again, whole: a report that cannot be read is not an empty report.',
    },
  ])
  expect(
    judgeAll([unread({ code: 'x/full', message: 'Failed.', hint: 'Mend it.', at: { file: 'gone.json', line: 1 } })])
      .verdict.reasons,
  ).toEqual([
    { code: 'x/full', decision: 'unknown', message: 'Failed.', at: { file: 'gone.json', line: 1 }, next: 'Mend it.' },
  ])
})
