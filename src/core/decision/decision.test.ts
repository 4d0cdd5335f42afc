import { expect, test } from 'vitest'
import type { Asked } from '../case/standing.ts'
import type { Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { decodeUtf8, encodeUtf8 } from '../log/utf8.ts'
import { ASKED, codeOf, COMMIT, DIGEST, must, verdict } from './decision.testing.ts'
import { DECISION, inTime, verdictAbout } from './decision.ts'
import { readStatement, type Subjects, statementBytes } from './statement.ts'

const statementOf = (more: object = {}, about: Subjects = ASKED) =>
  must(readStatement(must(statementBytes(about, DECISION, verdict(more)))))
const other = `sha256:${'aa'.repeat(32)}` as Digest

test('a statement is an in-toto Statement v1: its type, its subjects by digest, its predicate', () => {
  const text = decodeUtf8(must(statementBytes(ASKED, DECISION, verdict())))!
  expect(JSON.parse(text)).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: '3f'.repeat(32) } }],
    predicateType: 'holdpoint:decision/v1',
    predicate: verdict(),
  })
  expect(URL.canParse(DECISION)).toBe(true) // in-toto asks for a URI
})

test('artifacts are the subjects; the commit only where there are none', () => {
  const subjects = (about: Subjects) =>
    (JSON.parse(decodeUtf8(must(statementBytes(about, DECISION, {})))!) as { subject: unknown }).subject
  const sha512 = `sha512:${'bb'.repeat(64)}` as Digest
  expect(subjects({ digests: [sha512, DIGEST, DIGEST], commit: COMMIT })).toEqual([
    { digest: { sha256: '3f'.repeat(32) } },
    { digest: { sha512: 'bb'.repeat(64) } },
  ])
  expect(subjects({ digests: [], commit: COMMIT })).toEqual([{ digest: { gitCommit: COMMIT } }])
})

test('an answer to a question without artifact or commit cannot be signed', () => {
  expect(codeOf(statementBytes({ digests: [] }, DECISION, verdict()))).toBe('gate/not-signable')
})

test('a signed verdict answers exactly the question that was asked', () => {
  expect(must(verdictAbout(statementOf(), ASKED))).toMatchObject({ decision: 'clear', release: ASKED })
})

test.each<[string, Partial<Asked>]>([
  ['decision/other-product', { product: 'shop' as Product }],
  ['decision/other-version', { version: '2.4.1' }],
  ['decision/other-commit', { commit: COMMIT }],
  ['decision/other-digests', { digests: [other] }],
  ['decision/other-digests', { digests: [] }],
  ['decision/other-digests', { digests: [DIGEST, other] }],
  ['decision/other-environment', { environment: 'staging' }],
])('asked about something else: %s', (code, asked) => {
  expect(codeOf(verdictAbout(statementOf(), { ...ASKED, ...asked }))).toBe(code)
})

test('without a version asked, a verdict on one version is none', () => {
  const { version: _, ...unnamed } = ASKED
  expect(codeOf(verdictAbout(statementOf(), unnamed))).toBe('decision/other-version')
})

test.each([
  ['2026-11-20T13:58:59.999Z', 'decision/from-the-future'],
  ['2026-11-20T13:59:00.000Z', 'ok'], // a minute is what clocks may differ by
  ['2026-11-20T14:04:59.999Z', 'ok'],
  ['2026-11-20T14:05:00.000Z', 'decision/expired'], // until T means T is out
])('at %s it is %s', (now, code) => {
  const carried = must(verdictAbout(statementOf(), ASKED))
  expect(codeOf(inTime(carried, now as Instant))).toBe(code)
})

test.each<[string, object]>([
  ['that was never enforced', { enforced: false }],
  ['that is clear and has reasons', { reasons_total: 1 }],
  ['that is held for no reason', { decision: 'held' }],
  ['of another schema', { schema: 'holdpoint/verdict/v2' }],
  ['about another artifact than its subject', { release: { ...ASKED, digests: [other] } }],
  ['without a release', { release: null }],
  ['whose end is no instant', { valid_until: 'tomorrow' }],
  ['whose reasons are none', { reasons: 'none' }],
])('a signed verdict %s is no answer', (_, more) => {
  expect(codeOf(verdictAbout(statementOf(more), ASKED))).toBe('decision/unreadable')
})

test('what a newer program adds to a verdict changes nothing', () => {
  expect(must(verdictAbout(statementOf({ weather: 'fine' }), ASKED)).decision).toBe('clear')
})

test.each([
  ['another type', '{"_type":"https://in-toto.io/Statement/v0.1","predicate":{},"predicateType":"x","subject":[]}'],
  ['no subject', '{"_type":"https://in-toto.io/Statement/v1","predicate":{},"predicateType":"x","subject":[]}'],
  ['a key twice', '{"_type":"https://in-toto.io/Statement/v1","_type":"x"}'],
  [
    'a subject without digest',
    '{"_type":"https://in-toto.io/Statement/v1","predicate":{},"predicateType":"x","subject":[{}]}',
  ],
  ['nothing', ''],
])('a signed payload with %s is no statement', (_, text) => {
  expect(codeOf(readStatement(encodeUtf8(text)!))).toBe('decision/unreadable')
})
