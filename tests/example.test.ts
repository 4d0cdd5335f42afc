import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { example } from '../src/core/case/example.testing.ts'
import { BUILDS } from '../src/core/case/story.testing.ts'
import { holdpoint } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { write } = scratch()

const [VULNERABLE] = BUILDS['2.4.0'].digests
const [FIRST_TRY] = BUILDS.first.digests
const [PROVEN] = BUILDS['2.4.1'].digests
const NOON = ['--at', '2026-11-20T14:00Z']
const LATER = ['--at', '2026-11-20T17:15Z']

test('the example is what the story makes of it: npm run example', () => {
  for (const [name, content] of Object.entries(example()))
    expect(
      readFileSync(join('examples', name)).equals(Buffer.from(content)),
      `examples/${name} is not what the story makes`,
    ).toBe(true)
})

test('in the middle of the day the case says what happened, what is missing, and who can do what next', () => {
  const { exit, out } = holdpoint(
    'case',
    'replay',
    'examples/case.jsonl',
    ...NOON,
    '--people',
    'examples/people.yaml',
    '--release',
    'payments@2.4.0',
  )
  expect(exit).toBe(0)
  expect(out).toContain('HP-7 "Quiet Harbour"')
  expect(out).toContain('payments@2.4.0: HELD (affected)')
  expect(out).toContain('an attacker needs no account (PR:H → PR:N)')
  expect(out).toMatch(/Missing to lift\n {2}2\.4\.1: No standing proof/)
  expect(out).toMatch(/record proof \(entry \d+\): ana, ben, cy, ci\./)
})

test('the same for machines', () => {
  const { out } = holdpoint('case', 'replay', 'examples/case.jsonl', ...NOON, '--release', 'payments@2.4.0', '--json')
  expect(JSON.parse(out)).toMatchObject({
    case: 'HP-7',
    name: 'Quiet Harbour',
    standing: { is: 'held', because: 'affected' },
    missing: [{ missing: [{ code: 'hold/not-proven' }, { code: 'hold/no-regression' }] }],
  })
})

test.each([
  ['the vulnerable artifact is held before the lift', VULNERABLE, '2.4.0', NOON, 3, 'hold/affected'],
  ['… and after it, for ever', VULNERABLE, '2.4.0', LATER, 3, 'hold/affected'],
  ['the first try at a fix is held: its retest failed', FIRST_TRY, '2.4.1', NOON, 3, 'hold/'],
  ['… and its version having been lifted changes nothing', FIRST_TRY, '2.4.1', LATER, 3, 'hold/'],
  ['the proven candidate is held before the lift', PROVEN, '2.4.1', NOON, 3, 'hold/'],
  ['the proven candidate passes after the lift', PROVEN, '2.4.1', LATER, 0, 'it was proven'],
])('%s', (_, digest, version, at, exit, says) => {
  const answer = holdpoint('gate', `payments@${version}`, '--digest', digest, '--case', 'examples/case.jsonl', ...at)
  expect(answer).toMatchObject({ exit, out: expect.stringContaining(says) })
})

test('a version alone is not enough to pass', () => {
  expect(holdpoint('gate', 'payments@2.4.1', '--case', 'examples/case.jsonl', ...LATER)).toMatchObject({
    exit: 4,
    out: expect.stringContaining('hold/ask-with-the-digest'),
  })
})

test('the gate names no finding: who is stopped need not know', () => {
  const { out } = holdpoint('gate', 'payments@2.4.0', '--digest', VULNERABLE, '--case', 'examples/case.jsonl', ...NOON)
  expect(out).toContain('Quiet Harbour')
  expect(out).not.toMatch(/SQL|injection|login|CVSS|CWE/i)
})

test('a product that no case knows is unknown, never clear', () => {
  expect(holdpoint('gate', 'payment@2.4.0', '--case', 'examples/case.jsonl', ...NOON)).toMatchObject({
    exit: 4,
    out: expect.stringContaining('gate/unknown-product'),
  })
})

const lines = () => readFileSync('examples/case.jsonl', 'utf8').trimEnd().split('\n')

test.each([
  ['cut off', () => readFileSync('examples/case.jsonl', 'utf8').slice(0, -30), 'case/malformed'],
  ['with an entry missing', () => lines().toSpliced(4, 1).join('\n'), 'case/out-of-order'],
  ['with two entries swapped', () => lines().toSpliced(4, 2, lines()[5]!, lines()[4]!).join('\n'), 'case/out-of-order'],
  ['from the future', () => lines().join('\n').replaceAll('2026-11-21T', '2999-11-21T'), 'case/from-the-future'],
  ['of two cases', () => [...lines(), lines()[0]!.replaceAll('HP-7', 'HP-8')].join('\n'), 'case/other-case'],
  [
    'with other words',
    () => lines().join('\n').replace('SQL injection in the login', 'A harmless thing'),
    'case/other-words',
  ],
  ['empty', () => '', 'case/empty'],
])('a case file that is %s is refused with its place, and the gate does not call it clear', (_, text, code) => {
  const file = write('case.jsonl', text())
  expect(holdpoint('case', 'replay', file)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(code) })
  expect(holdpoint('gate', 'payments@2.4.1', '--digest', PROVEN, '--case', file)).toMatchObject({
    exit: 4,
    out: '',
    err: expect.stringContaining(code),
  })
})

test('the log verifies offline, and says against what', () => {
  const { exit, out } = holdpoint('log', 'verify', 'examples/log.bundle', '--key', 'examples/log.pub')
  expect(exit).toBe(0)
  expect(out).toMatch(/^VERIFIED/)
  expect(out).toContain('no earlier checkpoint was given')
})

test.each([
  ['an edit', (text: string) => text.replace('"decided":"halt"', '"decided":"ship"')],
  ['a deletion', (text: string) => text.replace(/^\{.*objection_raised.*\n/m, '')],
  ['a swap', (text: string) => text.replace(/^(\{.*"n":9,.*\n)(\{.*\n)/m, '$2$1')],
  ['a cut tail', (text: string) => text.trimEnd().split('\n').slice(0, -1).join('\n') + '\n'],
  ['an added line', (text: string) => `${text}${text.trimEnd().split('\n').at(-1)}\n`],
  ['a blank', (text: string) => `${text}\n`],
])('%s in the log is found: exit 5', (_, tamper) => {
  const text = readFileSync('examples/log.bundle', 'utf8')
  expect(tamper(text)).not.toBe(text)
  expect(holdpoint('log', 'verify', write('log.bundle', tamper(text)), '--key', 'examples/log.pub')).toMatchObject({
    exit: 5,
    out: '',
    err: expect.stringContaining('log/'),
  })
})

test('one entry is proven to an auditor who has the key alone', () => {
  const { exit, out } = holdpoint('log', 'prove', 'examples/log.bundle', '12')
  expect(exit).toBe(0)
  const proof = write('entry.tlog-proof', out)
  expect(holdpoint('log', 'check-proof', proof, '--key', 'examples/log.pub')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('PROVEN'),
  })
  const forged = write('forged.tlog-proof', out.replace(/^extra ..../m, 'extra eyJA'))
  expect(holdpoint('log', 'check-proof', forged, '--key', 'examples/log.pub')).toMatchObject({ exit: 5 })
  expect(holdpoint('log', 'prove', 'examples/log.bundle', '999')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('log/no-such-entry'),
  })
})
