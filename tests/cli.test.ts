import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdpoint, holdpointWith, RELEASE } from './holdpoint.testing.ts'
import { sarif } from './sarif.testing.ts'
import { scratch } from './scratch.testing.ts'

// Transcripts: what somebody types, what comes out, with which exit code. The built program, as users run it.

const { folder, write } = scratch()

const COMMIT = '6b1f0c4e9d2a7735c8e41f0a9b3d5c7e8f901a2b'
const DIGEST = 'sha256:3f1e0f9c6a4b7d2e8c5a1b0d9f7e6c4b3a29180f7e6d5c4b3a2918070f6e5d4c'
const EXAMPLE = ['check', 'examples/reports', ...RELEASE, '--commit', COMMIT, '--digest', DIGEST]

interface Verdict {
  readonly decision: string
  readonly enforced: boolean
  readonly reasons: readonly {
    readonly code: string
    readonly at?: { readonly file: string; readonly line?: number; readonly column?: number }
  }[]
  readonly findings: { readonly worst: readonly object[] }
  readonly evidence: readonly object[]
}
const verdictOf = (out: string) => JSON.parse(out) as Verdict

test('the example release is held, on one screen', () => {
  const { exit, out, err } = holdpoint(...EXAMPLE)
  expect(exit).toBe(3)
  expect(err).toBe('')
  expect(out).toContain('HELD  payments@2.4.0 for production')
  expect(out).toContain('critical 9.3  SQL injection in the login form, without an account')
  expect(out).toContain('Who can lift  security manager')
  expect(out).toContain('FIRST.Org')
  expect(out.split('\n').length).toBeLessThan(40)
  expect(out).not.toContain('\u001B')
})

test('the same, for machines', () => {
  const { exit, out } = holdpoint(...EXAMPLE, '--output', 'json')
  expect(exit).toBe(3)
  expect(verdictOf(out)).toMatchObject({
    schema: 'holdpoint/verdict/v1',
    decision: 'held',
    enforced: true,
    release: { product: 'payments', version: '2.4.0', commit: COMMIT, digests: [DIGEST], environment: 'production' },
    reasons: [
      { code: 'finding/blocks', rule: 'critical-remediate', who_can_lift: ['security-manager'] },
      { code: 'finding/blocks', rule: 'high-remediate' },
    ],
    reasons_total: 2,
    evaluated_at: '2026-11-20T14:00:00.000Z',
    valid_until: '2026-11-20T14:05:00.000Z',
    policy: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    findings: {
      blocking: 2,
      unassessed: 0,
      worst: [{ severity: 'critical', score: { score: 9.3 } }, { severity: 'high' }],
    },
    evidence: [{ format: 'sarif' }, { format: 'trivy' }, { format: 'finding' }],
  })
})

test('a clean report is clear', () => {
  const file = write('clean.sarif', sarif([]))
  expect(holdpoint('check', file, ...RELEASE)).toMatchObject({
    exit: 0,
    err: '',
    out: expect.stringContaining('CLEAR'),
  })
})

test('a report is known by what it says, not by what it is called', () => {
  const file = write('report.xml', sarif([]))
  expect(holdpoint('read', file, '--summary')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('"format":"sarif"'),
  })
})

test('a report about another commit or artifact is unknown', () => {
  const codes = (option: string, value: string) =>
    verdictOf(
      holdpoint(
        'check',
        'examples/reports/code.sarif',
        'examples/reports/image.trivy.json',
        ...RELEASE,
        option,
        value,
        '--output',
        'json',
      ).out,
    ).reasons.map(({ code }) => code)
  expect(codes('--commit', '0'.repeat(40))).toContain('evidence/other-commit')
  expect(codes('--digest', `sha256:${'0'.repeat(64)}`)).toContain('evidence/other-artifact')
})

const BAD: readonly (readonly [what: string, code: string, file: () => string])[] = [
  ['missing', 'file/missing', () => join(folder, 'nothere.sarif')],
  ['in a folder that is none', 'file/missing', () => `${write('plain.txt', 'x')}/report.sarif`],
  ['empty', 'json/empty', () => write('empty.sarif', '')],
  ['white space only', 'json/empty', () => write('blank.sarif', ' \n\t\n')],
  ['truncated', 'json/truncated', () => write('cut.sarif', sarif([{ message: { text: 'x' } }]).slice(0, -20))],
  ['damaged', 'json/syntax', () => write('damaged.sarif', '{"version":"2.1.0",\n  "runs": [}]}')],
  ['of no known format', 'report/unknown-format', () => write('unknown.json', '{"hello":"world"}')],
  [
    'no report at all',
    'report/unknown-format',
    () => write('picture.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])),
  ],
  ['of another version', 'sarif/unsupported-version', () => write('old.sarif', sarif([]).replace('2.1.0', '2.0.0'))],
  ['too deep', 'json/too-deep', () => write('deep.sarif', `${'['.repeat(300)}${']'.repeat(300)}`)],
  ['in UTF-16', 'json/utf16', () => write('utf16.sarif', Buffer.from(`\uFEFF${sarif([])}`, 'utf16le'))],
  [
    'not UTF-8',
    'json/not-utf8',
    () => write('latin1.sarif', Buffer.from(sarif([{ message: { text: 'Größe' } }]), 'latin1')),
  ],
  ['with a key twice', 'json/duplicate-key', () => write('twice.sarif', '{"version":"2.1.0","runs":[],"runs":[]}')],
  ['without results', 'sarif/not-computed', () => write('none.sarif', sarif(null))],
]

test.each(BAD)(
  'a report that is %s: exit 4, %s, its place and a hint; the other reports are read and shown',
  (_, code, make) => {
    const file = make()
    const { exit, out } = holdpoint('check', file, write('good.sarif', sarif([])), ...RELEASE, '--output', 'json')
    expect(exit).toBe(4)
    const { decision, reasons, evidence } = verdictOf(out)
    expect(decision).toBe('unknown')
    expect(reasons).toMatchObject([
      { code, decision: 'unknown', message: expect.stringMatching(/\.$/), at: { file }, next: expect.any(String) },
    ])
    expect(evidence).toMatchObject([
      { file, evidence: 'unknown' },
      { status: 'read', evidence: 'complete' },
    ])
    const text = holdpoint('check', file, ...RELEASE)
    expect(text).toMatchObject({ exit: 4, out: expect.stringContaining(code) })
  },
)

test('a report that may not be read is unknown, and says so', () => {
  const file = write('secret.sarif', sarif([]))
  chmodSync(file, 0o000)
  if (process.getuid?.() === 0) return // nothing is forbidden to root
  expect(holdpoint('check', file, ...RELEASE)).toMatchObject({
    exit: 4,
    out: expect.stringContaining('file/forbidden'),
  })
})

test('damage is shown with line and column', () => {
  const file = write('damaged.sarif', '{"version":"2.1.0",\n  "runs": [}]}')
  expect(holdpoint('read', file).out).toContain(`${file}:2:12`)
})

test('a damaged report does not hide a critical finding in another: held beats unknown', () => {
  const file = write('cut.sarif', '{"version":"2.1.0","runs":[')
  expect(holdpoint('check', file, 'examples/reports', ...RELEASE)).toMatchObject({
    exit: 3,
    out: expect.stringContaining('json/truncated'),
  })
})

test('a folder stands for every report in it and below; a folder without any is unknown', () => {
  const nested = join(folder, 'nested', 'deep')
  mkdirSync(nested, { recursive: true })
  writeFileSync(join(nested, 'a.sarif'), sarif([]))
  writeFileSync(join(folder, 'nested', '.hidden'), 'not a report')
  expect(holdpoint('read', join(folder, 'nested'), '--summary').out.trim().split('\n')).toHaveLength(1)
  mkdirSync(join(folder, 'hollow'))
  expect(holdpoint('check', join(folder, 'hollow'), ...RELEASE)).toMatchObject({
    exit: 4,
    out: expect.stringContaining('file/empty-folder'),
  })
})

test('a link that leads nowhere is a missing report', () => {
  symlinkSync(join(folder, 'gone'), join(folder, 'dangling'))
  expect(holdpoint('check', join(folder, 'dangling'), ...RELEASE)).toMatchObject({
    exit: 4,
    out: expect.stringContaining('file/missing'),
  })
})

test('a report may come by standard input', () => {
  expect(holdpointWith({ input: sarif([]) }, 'check', '-', ...RELEASE)).toMatchObject({ exit: 0 })
  expect(holdpointWith({ input: sarif([]) }, 'read', '-', '--summary').out).toContain('"file":"(standard input)"')
})

test('findings stand in the output only if their report could be read to its end', () => {
  const good = sarif([{ ruleId: 'a', message: { text: 'one' } }])
  const cut = write('late.sarif', `${sarif([{ ruleId: 'b', message: { text: 'two' } }]).slice(0, -4)}`)
  const { exit, out, err } = holdpoint('read', write('ok.sarif', good), cut, '--json')
  expect(exit).toBe(4)
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { title: string }).title),
  ).toEqual(['one'])
  expect(err).toContain('json/truncated')
})

test.each([
  [['chek'], 'usage/unknown-command', 'Did you mean check?'],
  [['check'], 'usage/missing-argument', ''],
  [['check', 'x'], 'usage/missing-release', '--release payments@2.4.0'],
  [['check', 'x', '--relase', 'a@1'], 'usage/unknown-option', 'Did you mean --release?'],
  [['check', 'x', ...RELEASE, '--output', 'yaml'], 'usage/unknown-output', 'text, json'],
  [['check', 'x', '--release', 'a b'], 'release/unreadable', 'payments@2.4.0'],
  [['check', 'x', ...RELEASE, '--commit', 'abc1234'], 'id/unreadable', 'git rev-parse'],
  [['check', 'x', ...RELEASE, '--digest', 'sha256:12'], 'id/unreadable', '64 hex digits'],
  [['check', 'x', '--release', 'a@1', '--at', 'today'], 'instant/unreadable', '2026-11-20T14:00:00Z'],
  [['check', 'x', ...RELEASE, '--environment', 'a b'], 'release/unreadable', 'production'],
])('wrong usage is exit 2 with a reason and a suggestion: %j', (args, code, hint) => {
  const { exit, out, err } = holdpoint(...args)
  expect(exit).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(code)
  expect(err).toContain(hint)
})

test("strangers' text does nothing to a terminal", () => {
  const file = write(
    'hostile.sarif',
    sarif([{ ruleId: 'x', level: 'error', message: { text: '\u001B[2J\u202Egnp.exe\r\nCLEAR  payments' } }]),
  )
  const { out } = holdpoint('check', file, ...RELEASE)
  expect(out).toContain('\\u{1b}[2J\\u{202e}gnp.exe')
  expect(out).not.toMatch(/[\u001B\u202E\r]/)
  expect(out.split('\n').filter((line) => line.startsWith('CLEAR'))).toEqual([])
})

test('a vector is scored exactly and read aloud', () => {
  const { exit, out } = holdpoint('score', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N')
  expect(exit).toBe(0)
  expect(out).toMatch(/^9\.3 critical {2}CVSS-B 4\.0\n/)
  expect(out).toContain('macrovector 000200')
  expect(out).toContain('An attacker needs no account.')
})

test('vectors go in one a line and come out one a line, a wrong one too', () => {
  const { exit, out } = holdpointWith(
    {
      input: 'AV:N/AC:L/Au:N/C:C/I:C/A:C\r\nAV:N/AC:L/AU:N/C:C/I:C/A:C\n\nCVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N',
    },
    'score',
    '-',
  )
  expect(exit).toBe(2)
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    {
      vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
      version: '2.0',
      base: 10,
      temporal: null,
      environmental: null,
      score: 10,
      severity: 'high',
    },
    {
      vector: 'AV:N/AC:L/AU:N/C:C/I:C/A:C',
      refused: { code: 'cvss/unknown-metric', message: expect.any(String), at: 11 },
    },
    { vector: '', refused: { code: 'cvss/empty', at: 1 } },
    { version: '3.1', score: 0, severity: 'none' },
  ])
})

test('a wrong vector is shown with a caret under the place', () => {
  const { exit, err } = holdpoint('score', 'CVSS:3.1/AV:N/AC:L/PR:X/UI:N/S:U/C:H/I:H/A:H')
  expect(exit).toBe(2)
  expect(err).toContain('    CVSS:3.1/AV:N/AC:L/PR:X/UI:N/S:U/C:H/I:H/A:H\n                          ^')
})

test('two vectors are told apart in one sentence', () => {
  const { out } = holdpoint(
    'score',
    'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  )
  expect(out).toMatch(/an attacker needs no account \(PR:L → PR:N\).*from 4\.3 \(medium\) to 9\.8 \(critical\)/)
})

test('whoever asks for the version gets it', () => {
  expect(holdpoint('--version')).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})
