import { describe, expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { sarif } from './reader.ts'

type Bag = { readonly [key: string]: Json }

const log = (...runs: readonly Json[]): Json => ({ version: '2.1.0', runs })
const driver = (...rules: readonly Json[]): Bag => ({ tool: { driver: { name: 'Probe', rules } } })
const read = (run: Bag) => reading(sarif, log({ ...driver(), ...run }))
const one = (result: Bag, run: Bag = driver({ id: 'R1' })) =>
  reading(sarif, log({ ...run, results: [{ message: { text: 'm' }, ...result }] })).findings[0]!
const codes = (problems: readonly { code: string }[] | undefined) => problems?.map(({ code }) => code) ?? []

describe('the severity', () => {
  const rule = (level: string, severity?: Json): Bag =>
    driver({
      id: 'R1',
      defaultConfiguration: { level },
      ...(severity !== undefined && { properties: { 'security-severity': severity } }),
    })

  test.each([
    [{ level: 'error' }, driver(), 'high'],
    [{ level: 'warning' }, driver(), 'medium'],
    [{ level: 'note' }, driver(), 'info'],
    [{}, driver(), 'medium'],
    [{ ruleId: 'R1' }, rule('error'), 'high'],
    [{ ruleId: 'R1', level: 'note' }, rule('error'), 'info'],
    [{ level: 'critical' }, driver(), 'unknown'],
    [{ level: 'none' }, driver(), 'unknown'],
    [{ level: 3 }, driver(), 'unknown'],
    [{ ruleId: 'R1', level: 'note' }, rule('note', '9.0'), 'critical'],
    [{ ruleId: 'R1' }, rule('note', '7'), 'high'],
    [{ ruleId: 'R1' }, rule('note', 4), 'medium'],
    [{ ruleId: 'R1' }, rule('note', '0.1'), 'low'],
    [{ ruleId: 'R1' }, rule('error', '0.0'), 'info'],
    [{ ruleId: 'R1' }, rule('error', '11'), 'high'],
    [{ ruleId: 'R1' }, rule('error', 'high'), 'high'],
    [{ ruleId: 'R1', properties: { 'security-severity': '9.8' } }, rule('note', '2.0'), 'critical'],
    [{ kind: 'review' }, driver(), 'unknown'],
    [{ kind: 'open', ruleId: 'R1' }, rule('error'), 'high'],
  ] as const)('of %j with %j is %s', (result, run, severity) => {
    expect(one(result, run as Bag).severity).toBe(severity)
  })

  test('follows an override of the invocation that gave the result, and of no other', () => {
    const run: Bag = {
      ...driver({ id: 'R1', defaultConfiguration: { level: 'note' } }),
      invocations: [
        { executionSuccessful: true },
        {
          executionSuccessful: true,
          ruleConfigurationOverrides: [{ descriptor: { id: 'R1' }, configuration: { level: 'error' } }],
        },
      ],
    }
    expect(one({ ruleId: 'R1', provenance: { invocationIndex: 1 } }, run).severity).toBe('high')
    expect(one({ ruleId: 'R1', provenance: { invocationIndex: 0 } }, run).severity).toBe('info')
    expect(one({ ruleId: 'R1' }, run).severity).toBe('info')
  })

  test('that Trivy does not know stays unknown, although it writes 0.0', () => {
    const run = driver({
      id: 'CVE-2026-1',
      properties: { 'security-severity': '0.0', tags: ['vulnerability', 'UNKNOWN'] },
    })
    expect(one({ ruleId: 'CVE-2026-1' }, run).severity).toBe('unknown')
  })
})

describe('the rule', () => {
  const rules = [
    { id: 'CA2101', name: 'Leak' },
    { id: 'CA2102', guid: 'AAAA', name: 'Race' },
    { id: 'CA2101', name: 'Twin' },
  ]
  const run: Bag = {
    tool: {
      driver: { name: 'Probe', rules },
      extensions: [{ name: 'House', guid: 'BBBB', rules: [{ id: 'H1', name: 'House rule' }] }],
    },
  }

  test.each([
    [{ ruleId: 'CA2101' }, 'CA2101', 'Leak'],
    [{ ruleId: 'CA2101/first/second' }, 'CA2101/first/second', 'Leak'],
    [{ ruleId: 'CA21012' }, 'CA21012', undefined],
    [{ ruleIndex: 1 }, 'CA2102', 'Race'],
    [{ ruleId: 'CA2101', ruleIndex: 2 }, 'CA2101', 'Twin'],
    [{ rule: { index: 1 } }, 'CA2102', 'Race'],
    [{ rule: { guid: 'aaaa' } }, 'CA2102', 'Race'],
    [{ rule: { id: 'H1', toolComponent: { name: 'House' } } }, 'H1', 'House rule'],
    [{ rule: { index: 0, toolComponent: { guid: 'bbbb' } } }, 'H1', 'House rule'],
    [{ ruleId: 'H1', rule: { index: 0, toolComponent: { index: 0 } } }, 'H1', 'House rule'],
    [{ ruleId: 'H1' }, 'H1', 'House rule'],
    [{ ruleId: 'CA2101', ruleIndex: -1 }, 'CA2101', 'Leak'],
  ] as const)('of %j is %s (%s)', (result, id, name) => {
    expect(one(result as Bag, run).rule).toMatchObject({ id, ...(name && { name }) })
  })

  test('an index into nothing, or one that contradicts the id, is noted', () => {
    expect(codes(one({ ruleId: 'CA2101', ruleIndex: 9 }, run).notes)).toEqual(['sarif/dangling-reference'])
    expect(codes(one({ ruleId: 'CA2101', ruleIndex: 1 }, run).notes)).toEqual(['sarif/rule-mismatch'])
  })
})

describe('the state', () => {
  const status = (...suppressions: readonly Json[]) => one({ suppressions }).state.status

  test('is suppressed only where every suppression is accepted', () => {
    expect(status()).toBe('open')
    expect(status({ kind: 'inSource' })).toBe('suppressed')
    expect(status({ kind: 'external', status: 'accepted' }, { kind: 'inSource' })).toBe('suppressed')
    expect(status({ kind: 'external', status: 'accepted' }, { kind: 'external', status: 'underReview' })).toBe(
      'in_triage',
    )
    expect(status({ kind: 'external', status: 'accepted' }, { kind: 'external', status: 'rejected' })).toBe('open')
    expect(status({ kind: 'external', status: 'underReview' }, { kind: 'external', status: 'rejected' })).toBe('open')
    expect(status({ kind: 'external', status: 'approved by me' })).toBe('open')
    expect(status('yes')).toBe('open')
  })

  test('what a person still has to look at is in triage, never clear', () => {
    expect(one({ kind: 'review' }).state.status).toBe('in_triage')
    expect(one({ kind: 'open' }).state.status).toBe('in_triage')
    expect(one({ kind: 'a kind of next year' }).state.status).toBe('open')
  })

  test('what passed, does not apply, only informs or is gone is counted, not reported', () => {
    const results = ['pass', 'notApplicable', 'informational'].map((kind) => ({ kind, message: { text: 'm' } }))
    const { findings, ignored } = read({ results: [...results, { baselineState: 'absent', message: { text: 'm' } }] })
    expect(findings).toEqual([])
    expect(ignored).toEqual({ 'kind-pass': 1, 'kind-not-applicable': 1, 'kind-informational': 1, 'baseline-absent': 1 })
  })
})

describe('the place', () => {
  const originalUriBaseIds = {
    ROOT: { uri: 'file:///C:/ci/payments/' },
    SRC: { uri: 'src', uriBaseId: 'ROOT' },
    LOOP: { uri: 'a/', uriBaseId: 'POOL' },
    POOL: { uri: 'b/', uriBaseId: 'LOOP' },
    EMPTY: {},
  }
  const run: Bag = { ...driver(), originalUriBaseIds, artifacts: [{ location: { uri: 'lib/x.c', uriBaseId: 'SRC' } }] }
  const at = (artifactLocation: Json) =>
    one({ locations: [{ physicalLocation: { artifactLocation } }] }, run).locations[0]

  test.each([
    [{ uri: 'login.ts', uriBaseId: 'ROOT' }, 'login.ts'],
    [{ uri: 'login.ts', uriBaseId: 'SRC' }, 'src/login.ts'],
    [{ uri: 'login.ts', uriBaseId: 'LOOP' }, 'b/a/login.ts'],
    [{ uri: 'login.ts', uriBaseId: 'EMPTY' }, 'login.ts'],
    [{ uri: 'login.ts', uriBaseId: 'NOWHERE' }, 'login.ts'],
    [{ uri: './a/../b%20c.ts' }, 'b c.ts'],
    [{ uri: '../../etc/passwd' }, 'etc/passwd'],
    [{ uri: '100%.ts' }, '100%.ts'],
    [{ uri: 'file:///C:/a.ts' }, 'C:/a.ts'],
    [{ uri: 'file:///src/a.ts' }, '/src/a.ts'],
    [{ uri: 'C:\\code\\a.ts' }, 'C:\\code\\a.ts'],
    [{ index: 0 }, 'src/lib/x.c'],
    [{ index: -1, uri: 'a.ts' }, 'a.ts'],
  ])('of %j is %s', (location, file) => {
    expect(at(location)).toEqual({ file })
  })

  test('on the web is a url', () =>
    expect(at({ uri: 'https://shop.example/login' })).toEqual({ url: 'https://shop.example/login' }))
  test('nowhere is no place', () => expect(at({ index: 7 })).toBeUndefined())

  test('without a location is what was being analysed', () => {
    expect(one({ analysisTarget: { uri: 'a.ts' } }).locations).toEqual([{ file: 'a.ts' }])
  })

  test('may be a name in the code, its own or a listed one', () => {
    const named: Bag = { ...driver(), logicalLocations: [{ fullyQualifiedName: 'shop::login' }] }
    expect(one({ locations: [{ logicalLocations: [{ index: 0 }] }] }, named).locations).toEqual([
      { logical: 'shop::login' },
    ])
    expect(one({ locations: [{ logicalLocations: [{ name: 'login' }] }] }, named).locations).toEqual([
      { logical: 'login' },
    ])
  })

  test('a line that is no line is left out', () => {
    const region = { startLine: 0, startColumn: 1.5, endLine: '7' }
    expect(one({ locations: [{ physicalLocation: { artifactLocation: { uri: 'a' }, region } }] }).locations).toEqual([
      { file: 'a' },
    ])
  })
})

describe('the message', () => {
  const run: Bag = {
    tool: {
      driver: {
        name: 'P',
        globalMessageStrings: { all: { text: 'Global {0}' } },
        rules: [{ id: 'R1', messageStrings: { own: { text: 'Own {0} and {{1}}' } } }],
      },
    },
  }
  test.each([
    [{ id: 'own', arguments: ['x'] }, 'Own x and {1}'],
    [{ id: 'all', arguments: ['x'] }, 'Global x'],
    [{ text: 'Said {0}, {1}', arguments: ['{1}'] }, 'Said {1}, {1}'],
    [{ text: 'if (a) { b }' }, 'if (a) { b }'],
    [
      { text: 'Flows from [a parameter](1) to [docs](https://x.example)' },
      'Flows from a parameter to [docs](https://x.example)',
    ],
    [{ id: 'constructor' }, undefined],
  ])('%j says %s', (message, said) => {
    expect(one({ ruleId: 'R1', message }, run).description).toBe(said)
  })
})

test('a title is never empty', () => {
  expect(one({ message: { text: '[](1)' } }).title).toBe('unnamed rule')
  expect(one({ ruleId: 'R1', message: {} }).title).toBe('R1')
})

describe('the identity', () => {
  const at = (uri: string, startLine: number, text?: string) => [
    { physicalLocation: { artifactLocation: { uri }, region: { startLine, ...(text && { snippet: { text } }) } } },
  ]
  const id = (result: Bag) => JSON.stringify(one(result).keys[0])

  test('of a fingerprint survives a move to another file', () => {
    const fingerprints = { 'v1/hash': 'abc' }
    expect(id({ fingerprints, locations: at('a.ts', 1) })).toBe(id({ fingerprints, locations: at('b.ts', 9) }))
  })
  test('of a partial fingerprint survives a shift of lines, and is another one in another file', () => {
    const partialFingerprints = { primaryLocationLineHash: 'abc:1' }
    expect(id({ partialFingerprints, locations: at('a.ts', 1) })).toBe(
      id({ partialFingerprints, locations: at('a.ts', 9) }),
    )
    expect(id({ partialFingerprints, locations: at('a.ts', 1) })).not.toBe(
      id({ partialFingerprints, locations: at('b.ts', 1) }),
    )
  })
  test('of partial fingerprints is all of them: the hash of a file is no identity of a flaw in it', () => {
    const print = (line: string) =>
      id({ partialFingerprints: { fileHash: 'f', lineHash: line }, locations: at('a.ts', 1) })
    expect(print('x')).toBe(print('x'))
    expect(print('x')).not.toBe(print('y'))
  })
  test('of a snippet survives a shift of lines and a new indentation', () => {
    expect(id({ locations: at('a.ts', 1, 'query( x )') })).toBe(id({ locations: at('a.ts', 9, '\n    query( x )\n') }))
  })
  test('of two rules at one place is not the same', () => {
    expect(id({ ruleId: 'R1', locations: at('a.ts', 1) })).not.toBe(id({ ruleId: 'R2', locations: at('a.ts', 1) }))
  })
})

describe('what kind of weakness it is', () => {
  test('an advisory in the id, a former id or a tag makes it a known vulnerability', () => {
    const grype = one({ ruleId: 'CVE-2026-12345-libexample' })
    expect(grype).toMatchObject({ kind: 'vulnerability', advisories: ['CVE-2026-12345'] })
    const osv = one({ ruleId: 'R1' }, driver({ id: 'R1', deprecatedIds: ['ghsa-2222-3333-4444', 'CVE-2026-1000'] }))
    expect(osv.advisories).toEqual(['GHSA-2222-3333-4444', 'CVE-2026-1000'])
    expect(one({ message: { text: 'like CVE-2026-12345' } })).toMatchObject({ kind: 'weakness', advisories: [] })
  })

  test('CWEs come from taxa, relations, tags and properties', () => {
    const run: Bag = {
      ...driver({
        id: 'R1',
        relationships: [{ target: { id: '89', toolComponent: { name: 'CWE' } } }],
        properties: { tags: ['external/cwe/cwe-079'], cwe: 'CWE-20: Input' },
      }),
      taxonomies: [
        { name: 'CWE', guid: 'G', taxa: [{ id: '401' }] },
        { name: 'OWASP', taxa: [{ id: '3' }] },
      ],
    }
    const taxa = [
      { index: 0, toolComponent: { index: 0 } },
      { id: '22', toolComponent: { guid: 'g' } },
      { index: 0, toolComponent: { index: 1 } },
    ]
    expect(one({ ruleId: 'R1', taxa }, run).cwes).toEqual([401, 22, 89, 79, 20])
  })

  test('a vector is found where tools put it, the newest version first', () => {
    const v3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
    const v4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
    const found = one(
      { ruleId: 'R1' },
      driver({ id: 'R1', properties: { cvssv3_vector: v3, cvssV40: v4, cvss_note: 'none' } }),
    )
    expect(found.vector).toEqual({ vector: v4 })
    expect(found.otherRatings).toEqual([{ vector: v3 }])
  })

  test('a vector in eight properties is one vector', () => {
    const names = {
      attackVector: 'NETWORK',
      attackComplexity: 'LOW',
      privilegesRequired: 'NONE',
      userInteraction: 'REQUIRED',
      scope: 'CHANGED',
    }
    const impacts = { confidentialityImpact: 'LOW', integrityImpact: 'LOW', availabilityImpact: 'NONE' }
    const properties = Object.fromEntries(
      Object.entries({ ...names, ...impacts }).map(([name, value]) => [`cvssv3_${name}`, value]),
    )
    expect(one({ properties }).vector).toEqual({ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N' })
  })
})

describe('what was not computed is never clean', () => {
  test.each([
    [log({ ...driver(), results: null }), 'sarif/not-computed'],
    [log(driver()), 'sarif/not-computed'],
    [log({ ...driver(), results: { a: 1 } }), 'sarif/malformed'],
    [log(), 'sarif/no-runs'],
    [{ version: '2.1.0', runs: null }, 'sarif/no-runs'],
    [{ version: '2.1.0', $schema: 'https://json.schemastore.org/sarif-2.1.0.json' }, 'sarif/no-runs'],
    [log(null), 'sarif/malformed'],
    [log({ ...driver(), results: [], invocations: [{ executionSuccessful: false }] }), 'sarif/failed-invocation'],
    [log({ ...driver(), results: [], invocations: [{ executionSuccessful: 'yes' }] }), 'sarif/failed-invocation'],
    [
      log({
        ...driver(),
        results: [],
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'error' }] }],
      }),
      'sarif/tool-error',
    ],
    [
      log({ ...driver(), externalPropertyFileReferences: { results: [{ location: { uri: 'r' } }] } }),
      'sarif/external-properties',
    ],
    [
      log({ ...driver(), results: [], externalPropertyFileReferences: { driver: { location: { uri: 'd' } } } }),
      'sarif/external-properties',
    ],
    [
      log({ ...driver(), results: [], conversion: { invocation: { executionSuccessful: false } } }),
      'sarif/failed-invocation',
    ],
    [log({ ...driver(), results: [7] }), 'sarif/malformed'],
  ])('%j: %s', (value, code) => {
    expect(codes(reading(sarif, value).problems)).toContain(code)
  })

  test('a scan that ran and found nothing is clean', () => {
    expect(read({ results: [], invocations: [{ executionSuccessful: true }] })).toEqual({
      findings: [],
      ignored: {},
      problems: [],
      refused: [],
    })
  })
})

test.each(['1.0.0', '2.0.0', '2.2.0', 2.1, null])('version %j is refused by name', (version) => {
  const { refused, findings } = reading(sarif, { version, runs: [{ ...driver(), results: [{ level: 'error' }] }] })
  expect(findings).toEqual([])
  expect(refused[0]).toMatchObject({ code: 'sarif/unsupported-version', at: { pointer: '/version' } })
  expect(refused[0]!.message).toContain(JSON.stringify(version))
})

test('results and rules in inline external properties belong to the run that they name', () => {
  const inlineExternalProperties = [
    {
      runGuid: 'G1',
      driver: { name: 'Probe', rules: [{ id: 'R1', defaultConfiguration: { level: 'error' } }] },
      results: [{ ruleId: 'R1', message: { text: 'm' } }],
    },
  ]
  const { findings, problems } = reading(sarif, {
    version: '2.1.0',
    runs: [{ automationDetails: { guid: 'G1' } }],
    inlineExternalProperties,
  })
  expect(problems).toEqual([])
  expect(findings).toMatchObject([
    { severity: 'high', tool: { name: 'Probe' }, at: '/inlineExternalProperties/0/results/0' },
  ])
})
