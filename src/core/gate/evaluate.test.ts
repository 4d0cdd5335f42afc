import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finding } from '../finding/finding.testing.ts'
import { SEVERITIES, type Severity } from '../finding/severity.ts'
import { problem } from '../problem.ts'
import type { Instant } from '../instant.ts'
import type { Baseline } from '../policy/baseline.ts'
import { evaluate, type Grounds } from './evaluate.ts'
import { broken, COMMIT, judgeAll, NOW, policy, question, report } from './gate.testing.ts'
import type { Reason } from './verdict.ts'

const critical = finding({ keys: [{ basis: 'stated', parts: ['critical'] }] })
const high = finding({ severity: 'high', title: 'Path traversal', keys: [{ basis: 'stated', parts: ['high'] }] })
const medium = finding({ severity: 'medium', title: 'Weak hash', keys: [{ basis: 'stated', parts: ['medium'] }] })
const unrated = finding({ severity: 'unknown', title: 'New advisory', keys: [{ basis: 'stated', parts: ['unrated'] }] })
const inForce: Reason = {
  code: 'hold/in-force',
  decision: 'held',
  message: 'Quiet Harbour',
  hold: 'HP-7/payments' as never,
}

test('a release with a critical finding is held, by the rule that says so, and the answer names who can lift it', () => {
  const { verdict } = judgeAll([report([medium, critical])])
  expect(verdict).toMatchObject({ schema: 'holdpoint/verdict/v1', decision: 'held', enforced: true, reasonsTotal: 1 })
  expect(verdict.reasons[0]).toMatchObject({
    code: 'finding/blocks',
    rule: 'critical-remediate',
    whoCanLift: ['security-manager'],
    finding: critical.id,
    message: 'critical: SQL injection in the login form',
  })
})

test('a release whose reports hold nothing grave is clear', () => {
  expect(judgeAll([report([medium]), report([])]).verdict).toMatchObject({
    decision: 'clear',
    reasons: [],
    reasonsTotal: 0,
  })
})

test('a finding that nobody has rated makes the answer unknown, never clear', () => {
  expect(judgeAll([report([unrated])]).verdict).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'finding/unassessed' }],
  })
})

test('no report at all is unknown: nothing is known about the release', () => {
  expect(judgeAll([]).verdict).toMatchObject({ decision: 'unknown', reasons: [{ code: 'evidence/missing' }] })
})

test('a report that cannot be read is not an empty report', () => {
  const { verdict } = judgeAll([report([]), broken()])
  expect(verdict).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'json/truncated', at: { file: 'report.json', line: 3, column: 9 } }],
  })
})

test('what a broken report said before it broke does not count, but the other reports do', () => {
  expect(judgeAll([broken([critical])]).verdict.decision).toBe('unknown')
  expect(judgeAll([broken([critical]), report([high])])).toMatchObject({
    verdict: { decision: 'held', reasonsTotal: 2 },
    counts: { blocking: 1 },
  })
})

test('a report that could not tell everything is unknown, even with no finding in it', () => {
  const failed = problem('sarif/failed-invocation', 'The scan says that it failed.')
  expect(judgeAll([report([], {}, [failed])]).verdict).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'sarif/failed-invocation' }],
  })
})

test('held beats unknown beats clear, and all reasons are listed, held ones first', () => {
  const { verdict } = judgeAll([broken(), report([unrated, critical])], { grounds: { holds: [inForce] } })
  expect(verdict.decision).toBe('held')
  expect(verdict.reasons.map(({ code }) => code)).toEqual([
    'hold/in-force',
    'finding/blocks',
    'json/truncated',
    'finding/unassessed',
  ])
  expect(verdict.reasonsTotal).toBe(4)
})

test('a hold holds, whatever the reports say', () => {
  expect(judgeAll([report([])], { grounds: { holds: [inForce] } }).verdict.decision).toBe('held')
  expect(judgeAll([], { grounds: { holds: [inForce] } }).verdict).toMatchObject({ decision: 'held', reasonsTotal: 1 })
})

test('two reports that name one weakness give one reason: the graver account of it', () => {
  const again = finding({
    severity: 'high',
    title: 'the same, rated lower',
    keys: [
      { basis: 'place', parts: ['other'] },
      { basis: 'stated', parts: ['critical'] },
    ],
  })
  for (const reports of [
    [report([critical]), report([again])],
    [report([again]), report([critical])],
    [report([again, critical])],
  ]) {
    const { verdict, counts } = judgeAll(reports)
    expect(verdict.reasons.map(({ message }) => message)).toEqual(['critical: SQL injection in the login form'])
    expect(counts).toMatchObject({ blocking: 1, repeated: 1 })
  }
})

test('an unrated account of a weakness that another report rates adds nothing', () => {
  const unratedAgain = finding({ severity: 'unknown', keys: [{ basis: 'stated', parts: ['critical'] }] })
  const { verdict, counts } = judgeAll([report([unratedAgain]), report([critical])])
  expect(counts).toMatchObject({ blocking: 1, unassessed: 0, repeated: 1 })
  expect(verdict.reasonsTotal).toBe(1)
})

test('the worst twenty are named, and all are counted', () => {
  const many = Array.from({ length: 50 }, (_, i) =>
    finding({ severity: i < 5 ? 'critical' : 'high', keys: [{ basis: 'stated', parts: [`${i}`] }] }),
  )
  const { verdict, worst } = judgeAll([report(many.toReversed())])
  expect(verdict.reasons).toHaveLength(20)
  expect(verdict.reasonsTotal).toBe(50)
  expect(worst.slice(0, 5).every(({ severity }) => severity === 'critical')).toBe(true)
})

test('an answer may be relied on for as long as policy says', () => {
  expect(judgeAll([report([])]).verdict).toMatchObject({ evaluatedAt: NOW, validUntil: '2026-11-20T14:05:00.000Z' })
})

test('a state written inside a report excuses nothing, unless policy trusts its author', () => {
  const suppressed = finding({ state: { status: 'suppressed', author: 'ana' } })
  expect(judgeAll([report([suppressed])]).verdict.decision).toBe('held')
  expect(judgeAll([report([suppressed])], { policy: { trustedAuthors: ['ben'] } }).verdict.decision).toBe('held')
  expect(judgeAll([report([suppressed])], { policy: { trustedAuthors: ['ana'] } })).toMatchObject({
    verdict: { decision: 'clear' },
    counts: { excused: 1 },
  })
})

test('"in triage" excuses nothing, whoever says it', () => {
  const triaged = finding({ state: { status: 'in_triage', author: 'ana' } })
  expect(judgeAll([report([triaged])], { policy: { trustedAuthors: ['ana'] } }).verdict.decision).toBe('held')
})

test('the organisation has its own words for severities', () => {
  const scale = {
    critical: 'Severity 3',
    high: 'Severity 2',
    medium: 'Severity 1',
    low: 'Severity 0',
    info: 'note',
    unknown: 'unrated',
  }
  expect(judgeAll([report([critical])], { policy: { scale } }).verdict.reasons[0]?.message).toMatch(/^Severity 3: /)
})

test('the question is answered as it was asked', () => {
  expect(judgeAll([report([])]).verdict.release).toEqual({
    product: 'payments',
    version: '2.4.0',
    commit: COMMIT,
    digests: [expect.any(String)],
    environment: 'production',
  })
})

const some = fc.array(fc.tuple(fc.constantFrom<Severity>(...SEVERITIES), fc.nat({ max: 9 })), { maxLength: 30 })
const build = (list: readonly (readonly [Severity, number])[]) =>
  list.map(([severity, n]) => finding({ severity, keys: [{ basis: 'stated', parts: [`${n}`] }] }))

test('any findings, in any order and any number of reports, get the same verdict', () => {
  fc.assert(
    fc.property(some, fc.nat({ max: 30 }), (list, cut) => {
      const { verdict, counts } = judgeAll([report(build(list))])
      const turned = build(list).toReversed()
      const other = judgeAll([report(turned.slice(0, cut)), report(turned.slice(cut))])
      expect(other.verdict).toEqual(verdict)
      expect(other.counts).toEqual(counts)
    }),
  )
})

test('one finding more never makes a verdict milder', () => {
  const rank = { clear: 0, unknown: 1, held: 2 }
  fc.assert(
    fc.property(some, fc.constantFrom<Severity>(...SEVERITIES), (list, severity) => {
      const before = judgeAll([report(build(list))]).verdict.decision
      const after = judgeAll([report(build([...list, [severity, 99]]))]).verdict.decision
      expect(rank[after]).toBeGreaterThanOrEqual(rank[before])
    }),
  )
})

const scored = (n: number, score: number, severity: Severity = 'high') =>
  finding(
    { severity, vector: { vector: 'v' }, keys: [{ basis: 'stated', parts: [`${n}`] }], title: `finding ${n}` },
    { score: () => ({ ok: true, value: { vector: 'v', version: '4.0', base: score, score, severity } }) },
  )
const titles = (...findings: Parameters<typeof report>[0]) =>
  judgeAll([report(findings)]).worst.map((judged) => judged.finding.title)

test('the worst come first: held before unrated, then by severity, then by score', () => {
  expect(titles(unrated, scored(1, 7.1), critical, scored(2, 8.9), high)).toEqual([
    'SQL injection in the login form',
    'finding 2',
    'finding 1',
    'Path traversal',
    'New advisory',
  ])
})

test('among equals the order is one and the same, whichever came first', () => {
  const equals = Array.from({ length: 6 }, (_, n) => scored(n, 7.5))
  const order = titles(...equals)
  expect(order).toHaveLength(6)
  expect(titles(...equals.toReversed())).toEqual(order)
  const ids = judgeAll([report(equals)]).worst.map((judged) => judged.finding.id as string)
  expect(ids).toEqual(ids.toSorted())
})

test('the worst of very many are the worst of all of them, wherever they stand', () => {
  const many = Array.from({ length: 700 }, (_, n) => scored(n, ((n * 37) % 700) / 100))
  for (const list of [many, many.toReversed()]) {
    const scores = judgeAll([report(list)]).worst.map((judged) => judged.finding.score!.score)
    expect(scores).toEqual(Array.from({ length: 20 }, (_, i) => (699 - i) / 100))
  }
})

test('every finding is counted under the severity that policy gives it', () => {
  const { counts } = judgeAll([report([critical, high, medium]), report([unrated, medium])])
  expect(counts).toMatchObject({
    severities: { critical: 1, high: 1, medium: 2, low: 0, info: 0, unknown: 1 },
    blocking: 2,
    unassessed: 1,
    excused: 0,
    repeated: 0,
  })
})

test('a reason says how bad, by which rule, whom to call, what to do, and where it stands', () => {
  expect(judgeAll([report([scored(1, 9.3, 'critical')])]).verdict.reasons).toEqual([
    {
      code: 'finding/blocks',
      decision: 'held',
      message: 'critical 9.3: finding 1',
      contact: 'the security team on duty',
      rule: 'critical-remediate',
      whoCanLift: ['security-manager'],
      next: 'Fix it, then have it retested by somebody who did not write the fix.',
      finding: expect.stringMatching(/^[0-9a-f]{32}$/),
      at: { file: 'report.json', pointer: '/results/0' },
    },
  ])
  expect(judgeAll([report([unrated])]).verdict.reasons[0]).toMatchObject({
    decision: 'unknown',
    next: 'Assess it: give it a CVSS vector, or say why it does not apply.',
  })
})

test('whoever lists all findings hears each with its judgement, and when a report ended', () => {
  const heard: string[] = []
  evaluate(
    question,
    [report([critical, medium]), broken([high])],
    { policy, holds: [], feeds: {}, enforced: true },
    {
      heard: ({ finding: { title }, rule }) => heard.push(`${title}: ${rule.id}`),
      ended: ({ status }) => heard.push(status),
    },
  )
  expect(heard).toEqual([
    'SQL injection in the login form: critical-remediate',
    'Weak hash: medium-schedule',
    'read',
    'Path traversal: high-remediate',
    'refused',
  ])
})

const inProduction = (more: Partial<Baseline> = {}): Partial<Grounds> => ({
  baseline: {
    product: 'payments',
    owner: 'ana',
    madeAt: '2026-11-10T00:00:00.000Z' as Instant,
    identities: new Set([critical.id]),
    ...more,
  },
})
const withOwner = { policy: { baseline: { owners: ['ana'], maxAgeDays: 30 } } }

test('what is in production already does not block; what is new does', () => {
  expect(judgeAll([report([critical])], { ...withOwner, grounds: inProduction() })).toMatchObject({
    verdict: { decision: 'clear' },
    counts: { excused: 1 },
    notes: [],
  })
  expect(judgeAll([report([critical, high])], { ...withOwner, grounds: inProduction() }).verdict).toMatchObject({
    decision: 'held',
    reasonsTotal: 1,
  })
})

test.each([
  ['of another product', { product: 'checkout' }, 'baseline/other-product'],
  ['of an owner whom policy does not name', { owner: 'eve' }, 'baseline/unknown-owner'],
  ['from the future', { madeAt: '2026-11-21T00:00:00.000Z' as Instant }, 'baseline/from-the-future'],
  ['as old as it may not be', { madeAt: '2026-10-21T14:00:00.000Z' as Instant }, 'baseline/stale'],
])('a baseline %s is said and does not count', (_, more, code) => {
  const { verdict, notes } = judgeAll([report([critical])], { ...withOwner, grounds: inProduction(more) })
  expect(verdict.decision).toBe('held')
  expect(notes.map((note) => note.code)).toEqual([code])
})

test('a baseline of a millisecond less than its age counts', () => {
  const young = inProduction({ madeAt: '2026-10-21T14:00:00.001Z' as Instant })
  expect(judgeAll([report([critical])], { ...withOwner, grounds: young }).verdict.decision).toBe('clear')
})

test('how a product is reached matters where policy asks for it', () => {
  const rules = [
    { ...policy.rules[0]!, id: 'reachable', when: [{ field: 'exposure', like: ['public'] } as const] },
    { ...policy.rules[4]! },
  ]
  expect(judgeAll([report([medium])], { policy: { rules }, grounds: { exposure: 'public' } }).verdict.decision).toBe(
    'held',
  )
  expect(judgeAll([report([medium])], { policy: { rules }, grounds: { exposure: 'internal' } }).verdict.decision).toBe(
    'clear',
  )
  expect(judgeAll([report([medium])], { policy: { rules } }).verdict.decision).toBe('clear')
})

test('who only asks what would be gets an answer that says so', () => {
  expect(judgeAll([report([critical])], { grounds: { enforced: false } }).verdict).toMatchObject({
    decision: 'held',
    enforced: false,
  })
})
