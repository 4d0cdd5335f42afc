import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdpoint, holdpointWith, RELEASE } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()

const EXAMPLE = ['check', 'examples/reports', ...RELEASE]

const template = () => holdpoint('policy', 'init').out

test('the default policy, written down and given, judges as without one', () => {
  const file = write('default.yaml', template())
  expect(holdpoint('policy', 'check', file)).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^Sound: Holdpoint default, 5 rules/),
  })
  const reasons = (...args: string[]) =>
    (JSON.parse(holdpoint(...EXAMPLE, '-o', 'json', ...args).out) as { reasons: object[] }).reasons
  expect(reasons('--policy', file)).toEqual(reasons())
})

test('a mistake is shown with its line, a caret and a suggestion, and check refuses to judge by it', () => {
  const file = write('slip.yaml', template().replace('treatment: schedule', 'treatment: shedule'))
  const { exit, err } = holdpoint('policy', 'check', file)
  expect(exit).toBe(2)
  expect(err).toMatch(/slip\.yaml:\d+:16 {2}policy\/unknown-word/)
  expect(err).toContain('hint: Did you mean "schedule"?')
  expect(err).toContain('        treatment: shedule\n                   ^')
  expect(holdpoint(...EXAMPLE, '--policy', file)).toMatchObject({ exit: 2, out: '' })
})

test('a repository tightens the policy, and is refused where it would loosen it', () => {
  const organisation = write('org.yaml', template())
  const tighter = write(
    'tighter.yaml',
    'schema: holdpoint/policy/v1\nname: repo\nrules:\n  - { id: no-csrf, when: { cwe: 352 }, treatment: remediate, because: We promised. }\n',
  )
  const { out } = holdpoint(...EXAMPLE, '--policy', organisation, '--policy', tighter, '-o', 'json')
  expect((JSON.parse(out) as { reasons: { rule: string }[] }).reasons.map(({ rule }) => rule)).toContain('no-csrf')
  const looser = write('looser.yaml', 'schema: holdpoint/policy/v1\nname: repo\ntrusted_authors: [eve]\n')
  expect(holdpoint(...EXAMPLE, '--policy', organisation, '--policy', looser)).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining('policy/loosens'),
  })
})

test('explain names the rule that each finding met, and what a changed policy would do', () => {
  const changed = write(
    'milder.yaml',
    template()
      .replace('name: Holdpoint default', 'name: Milder')
      .replace('at_least: high } }\n    treatment: remediate', 'at_least: high } }\n    treatment: schedule'),
  )
  const { exit, out } = holdpoint('policy', 'explain', 'examples/reports', ...RELEASE.slice(0, 2), '--changed', changed)
  expect(exit).toBe(0)
  expect(out).toMatch(/high-remediate {2}remediate, 1 finding\n.*\n {2}high {6}Database query built/)
  expect(out).toContain('With Milder: held → held, 1 finding judged differently')
})

test('the schema for editors is JSON Schema', () => {
  expect(JSON.parse(holdpoint('policy', 'schema').out)).toMatchObject({
    type: 'object',
    properties: { rules: { type: 'array' } },
    additionalProperties: false,
  })
})

test('observing exits with 0, says what would be, and can never be taken for a pass', () => {
  const { exit, out } = holdpoint(...EXAMPLE, '--observe')
  expect(exit).toBe(0)
  expect(out).toMatch(
    /^WOULD BE HELD {2}payments@2\.4\.0 for production \(only observed: nothing is enforced, and this is no pass\)/,
  )
  expect(JSON.parse(holdpoint(...EXAMPLE, '--observe', '-o', 'json').out)).toMatchObject({
    decision: 'held',
    enforced: false,
  })
})

test('what is in production does not block, if somebody whom policy names wrote it down lately', () => {
  const baseline = write(
    'prod.json',
    holdpoint('baseline', 'examples/reports', '--product', 'payments', '--owner', 'ana').out,
  )
  const policy = write('with-baseline.yaml', `${template()}\nbaseline: { owners: [ana], max_age_days: 30 }\n`)
  const now = ['check', 'examples/reports', '--release', 'payments@2.4.0', '--policy', policy]
  expect(holdpoint(...now, '--baseline', baseline)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('2 findings excused'),
  })
  const aged = write(
    'old.json',
    readFileSync(baseline, 'utf8').replace(/"made_at": "[^"]+"/, '"made_at": "2026-01-01T00:00:00Z"'),
  )
  expect(holdpoint(...now, '--baseline', aged)).toMatchObject({
    exit: 3,
    err: expect.stringContaining('baseline/stale'),
  })
  const stranger = write('eve.json', readFileSync(baseline, 'utf8').replace('"ana"', '"eve"'))
  expect(holdpoint(...now, '--baseline', stranger)).toMatchObject({
    exit: 3,
    err: expect.stringContaining('baseline/unknown-owner'),
  })
  expect(holdpoint(...now, '--baseline', write('cut.json', readFileSync(baseline, 'utf8').slice(0, -9)))).toMatchObject(
    { exit: 2, out: '', err: expect.stringContaining('json/truncated') },
  )
  expect(holdpoint(...now, '--baseline', write('x.json', '{"schema":"other"}'))).toMatchObject({
    exit: 2,
    err: expect.stringContaining('baseline/unreadable'),
  })
})

test('a report that could not be told in full makes no baseline', () => {
  const file = write('cut.sarif', '{"version":"2.1.0","runs":[')
  expect(holdpoint('baseline', file, '--product', 'payments', '--owner', 'ana')).toMatchObject({ exit: 4, out: '' })
})

test('an ignore entry excuses until its end, and not at that instant', () => {
  const entry = (until: string) =>
    write(
      'ignore.yaml',
      template()
        .replace('trusted_authors: []', 'trusted_authors: [ana]')
        .replace(
          'ignore: []',
          `ignore:\n  - { rule: "js/sql*", owner: team, author: ana, reason: x, until: "${until}" }\n  - { finding: "*", owner: team, author: eve, reason: x, until: "2030-01-01T00:00:00Z" }`,
        ),
    )
  const held = (until: string) =>
    (
      JSON.parse(holdpoint(...EXAMPLE, '--policy', entry(until), '-o', 'json').out) as {
        findings: { blocking: number }
      }
    ).findings.blocking
  expect(held('2026-11-20T14:00:00.001Z')).toBe(1)
  expect(held('2026-11-20T14:00:00Z')).toBe(2)
})

test('several outputs at once, each whole', () => {
  const [sarif, junit] = [join(folder, 'out.sarif'), join(folder, 'out.xml')]
  const { exit, out } = holdpoint(...EXAMPLE, '-o', `sarif=${sarif}`, '-o', `junit=${junit}`, '-o', 'markdown=-')
  expect(exit).toBe(3)
  expect(out).toMatch(/^## HELD: `payments@2\.4\.0`/)
  expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({
    version: '2.1.0',
    runs: [{ results: { length: 6 } }],
  })
  expect(readFileSync(junit, 'utf8')).toContain('failures="2" errors="0"')
  expect(holdpoint('read', sarif, '--summary').out).toContain('"format":"sarif","status":"read","records":6')
})

test('an output that cannot be written is said, and nothing half is left', () => {
  const file = join(folder, 'nowhere', 'out.json')
  expect(holdpoint(...EXAMPLE, '-o', `json=${file}`)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('file/not-written'),
  })
  expect(existsSync(file)).toBe(false)
})

test.runIf(existsSync('/dev/full')).each([
  ['check', ...EXAMPLE.slice(1)],
  ['read', 'examples/reports'],
  ['diff', 'examples/reports', 'examples/reports'],
  ['score', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
])('%s into a full disk is never a success', (...args) => {
  const full = openSync('/dev/full', 'w')
  const { exit, err } = holdpointWith({ stdio: ['ignore', full, 'pipe'] }, ...args)
  closeSync(full)
  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('file/not-written') })
})

test.each([
  [['-o', 'json', '-o', 'text'], 'usage/two-outputs'],
  [['-o', 'json='], 'usage/unknown-output'],
  [['--policy', 'nothere.yaml'], 'file/missing'],
  [['--policy', 'a', '--policy', 'b', '--policy', 'c'], 'policy/too-many'],
  [['--baseline', 'nothere.json'], 'file/missing'],
])('wrong usage: %j is %s', (args, code) => {
  expect(holdpoint(...EXAMPLE, ...args)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(code) })
})
