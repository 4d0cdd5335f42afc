import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ASKED, DIGEST, must, signer, verdict } from '../src/core/decision/decision.testing.ts'
import { DECISION } from '../src/core/decision/decision.ts'
import { envelopeText, seal } from '../src/core/decision/envelope.ts'
import { formatPublicKey } from '../src/core/decision/public-key.ts'
import { statementBytes } from '../src/core/decision/statement.ts'
import { holdpoint } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

// "Gate unreachable, key unknown, clock skewed, stale verdict, wrong digest: each fails closed with its own code and message."

const { folder, write } = scratch()
const key = signer()
const pub = write('gate.pub', formatPublicKey(key.key))
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

/** A decision that was made some minutes ago, and is good for five. */
function decided(more: object = {}, minutesAgo = 1, by = key, predicateType = DECISION): string {
  const times = { evaluated_at: at(-minutesAgo), valid_until: at(5 - minutesAgo) }
  const payload = must(statementBytes(ASKED, predicateType, verdict({ ...times, ...more })))
  return write(`${Math.random()}.json`, envelopeText(seal(payload, by)))
}
const ask = (file: string, ...more: readonly string[]) =>
  holdpoint('gate', 'payments@2.4.0', '--digest', DIGEST, '--offline', file, '--key', pub, ...more)

test('a signed clear passes where no server is, and says what it cannot know', () => {
  const { exit, out, err } = ask(decided())
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  expect(out).toMatch(
    /^CLEAR {2}payments@2\.4\.0 for production\n[^]*\n {2}Offline {8}decided at \S+Z, and blind to holds placed after that\n$/,
  )
  expect(JSON.parse(ask(decided(), '--output', 'json').out)).toMatchObject({
    schema: 'holdpoint/offline/v1',
    blind_to_holds_after: expect.stringMatching(/Z$/),
    verdict: { decision: 'clear', release: { product: 'payments' } },
  })
})

test('a signed held stops it, with whom to call', () => {
  const reason = {
    code: 'hold/in-force',
    decision: 'held',
    message: 'Held\u001B[31m.',
    hold: 'HP-7/payments',
    contact: 'the security team on duty',
    who_can_lift: ['security-manager'],
  }
  const { exit, out } = ask(decided({ decision: 'held', reasons: [reason], reasons_total: 1 }))
  expect(exit).toBe(3)
  expect(out).toContain('the security team on duty')
  expect(out).not.toContain('\u001B')
})

test('gate unreachable: cannot tell, and no carried decision stands in for it', () => {
  const gone = holdpoint('gate', 'payments@2.4.0', '--digest', DIGEST, '--server', 'http://localhost:1')
  expect(gone).toMatchObject({ exit: 4, out: '', err: expect.stringContaining('server/no-answer') })
  const signed = holdpoint('gate', 'payments@2.4.0', '--digest', DIGEST, '--server', 'http://localhost:1', '--signed')
  expect(signed).toMatchObject({ exit: 4, out: '', err: expect.stringContaining('server/no-answer') })
})

test('key unknown: refused', () => {
  expect(ask(decided({}, 1, signer()))).toMatchObject({
    exit: 5,
    out: '',
    err: expect.stringContaining('decision/other-key'),
  })
})

test('clock skewed by more than a minute: cannot tell', () => {
  expect(ask(decided({}, -2))).toMatchObject({
    exit: 4,
    out: '',
    err: expect.stringMatching(/decision\/from-the-future\n.*It was decided at .*; here it is/),
  })
  expect(ask(decided({}, -0.5)).exit).toBe(0)
})

test('stale verdict: cannot tell', () => {
  expect(ask(decided({}, 6))).toMatchObject({
    exit: 4,
    out: '',
    err: expect.stringMatching(/decision\/expired\n.*It was good until .*; it is .*\n.*Ask the server again/),
  })
})

test('wrong digest: cannot tell', () => {
  const other = `sha256:${'aa'.repeat(32)}`
  const asked = holdpoint('gate', 'payments@2.4.0', '--digest', other, '--offline', decided(), '--key', pub)
  expect(asked).toMatchObject({ exit: 4, out: '', err: expect.stringContaining('decision/other-digests') })
})

test.each([
  ['decision/other-product', ['shop@2.4.0', '--digest', DIGEST]],
  ['decision/other-version', ['payments@2.4.1', '--digest', DIGEST]],
  ['decision/other-commit', ['payments@2.4.0', '--digest', DIGEST, '--commit', '6b1f'.repeat(10)]],
  ['decision/other-environment', ['payments@2.4.0', '--digest', DIGEST, '--environment', 'staging']],
  ['decision/other-digests', ['payments@2.4.0']],
])('a decision about something else: %s', (code, words) => {
  expect(holdpoint('gate', ...words, '--offline', decided(), '--key', pub)).toMatchObject({
    exit: 4,
    out: '',
    err: expect.stringContaining(code),
  })
})

test('a predicate that is not known decides nothing', () => {
  expect(ask(decided({}, 1, key, 'https://slsa.dev/verification_summary/v1'))).toMatchObject({
    exit: 4,
    err: expect.stringContaining('decision/unknown-predicate'),
  })
})

test('a file that was reformatted, cut off or made up is refused', () => {
  const file = write('broken.json', '{"payload":')
  expect(ask(file)).toMatchObject({ exit: 5, out: '', err: expect.stringContaining('decision/damaged') })
})

test('what is missing or contradicts itself is wrong usage, not an answer', () => {
  const file = decided()
  const bare = ['gate', 'payments@2.4.0', '--digest', DIGEST, '--offline', file]
  expect(holdpoint(...bare)).toMatchObject({ exit: 2, err: expect.stringContaining('usage/no-key') })
  expect(holdpoint(...bare, '--key', join(folder, 'none'))).toMatchObject({ exit: 2 })
  expect(holdpoint(...bare, '--key', file)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('decision/key-unreadable'),
  })
  // Nobody turns the clock back to bring an old decision to life.
  expect(ask(decided({}, 60), '--at', at(-58))).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/conflicting-option'),
  })
  expect(ask(file, '--signed')).toMatchObject({ exit: 2, err: expect.stringContaining('usage/conflicting-option') })
  expect(ask(file, '--deploying')).toMatchObject({ exit: 2, err: expect.stringContaining('usage/conflicting-option') })
  expect(holdpoint('gate', 'payments@2.4.0', '--case', file, '--deploying')).toMatchObject({ exit: 2 })
  expect(holdpoint('gate', 'payments@2.4.0', '-o', 'xml')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/invalid-argument'),
  })
})
