import { describe, expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { trivy } from './reader.ts'

type Bag = { readonly [key: string]: Json }

const report = (result: Bag, more: Bag = {}): Json => ({
  SchemaVersion: 2,
  ArtifactName: 'app',
  Results: [{ Target: 'app', ...result }],
  ...more,
})
const vulnerability = (more: Bag) =>
  reading(
    trivy,
    report({ Vulnerabilities: [{ VulnerabilityID: 'CVE-2026-1', PkgName: 'lib', InstalledVersion: '1', ...more }] }),
  ).findings[0]!
const codes = (value: Json) => reading(trivy, value).problems.map(({ code }) => code)

describe('the severity', () => {
  test.each([
    ['CRITICAL', 'critical'],
    ['HIGH', 'high'],
    ['MEDIUM', 'medium'],
    ['LOW', 'low'],
    ['UNKNOWN', 'unknown'],
    ['INFO', 'unknown'],
    ['', 'unknown'],
    [4, 'unknown'],
  ])('%j is %s', (word, severity) => expect(vulnerability({ Severity: word }).severity).toBe(severity))

  test('a word that Trivy does not have is noted', () => {
    expect(vulnerability({ Severity: 'SEVERE' })).toMatchObject({
      severityWord: 'SEVERE',
      notes: [{ code: 'trivy/unknown-severity' }],
    })
  })

  test('its vector is that of the source that gave it, the newest version; other sources stand beside it', () => {
    const CVSS = {
      nvd: { V3Vector: 'CVSS:3.1/nvd', V3Score: 9.8 },
      ghsa: { V3Vector: 'CVSS:3.1/ghsa', V40Vector: 'CVSS:4.0/ghsa' },
    }
    const found = vulnerability({ SeveritySource: 'ghsa', VendorSeverity: { ghsa: 2, nvd: 4, redhat: 0 }, CVSS })
    expect(found.vector).toEqual({ source: 'ghsa', vector: 'CVSS:4.0/ghsa', severity: 'medium' })
    expect(found.otherRatings).toEqual([
      { source: 'nvd', vector: 'CVSS:3.1/nvd', score: 9.8, severity: 'critical' },
      { source: 'ghsa', vector: 'CVSS:3.1/ghsa', severity: 'medium' },
      { source: 'redhat', severity: 'unknown' },
    ])
  })

  test('without a vector of its own source there is none', () => {
    expect(
      vulnerability({ SeveritySource: 'debian', CVSS: { nvd: { V3Vector: 'CVSS:3.1/nvd' } } }).vector,
    ).toBeUndefined()
    expect(vulnerability({ CVSS: { nvd: { V3Vector: 'CVSS:3.1/nvd' } } }).vector).toBeUndefined()
  })
})

describe('the state', () => {
  test.each([
    ['affected', 'open'],
    ['fixed', 'open'],
    ['will_not_fix', 'open'],
    ['fix_deferred', 'open'],
    ['end_of_life', 'open'],
    ['unknown', 'open'],
    ['under_investigation', 'in_triage'],
    ['not_affected', 'not_affected'],
    ['anything else', 'open'],
  ])('of a vulnerability whose status is %s is %s', (status, state) =>
    expect(vulnerability({ Status: status }).state.status).toBe(state),
  )

  test.each([
    ['ignored', 'suppressed'],
    ['not_affected', 'not_affected'],
    ['fixed', 'fixed'],
    ['under_investigation', 'in_triage'],
    ['affected', 'open'],
    ['unknown', 'open'],
  ])('of a finding that was modified to %s is %s', (status, state) => {
    const modified = {
      Type: 'vulnerability',
      Status: status,
      Finding: { VulnerabilityID: 'CVE-2026-1', Severity: 'HIGH' },
    }
    expect(reading(trivy, report({ ExperimentalModifiedFindings: [modified] })).findings).toMatchObject([
      { severity: 'high', state: { status: state } },
    ])
  })
})

describe('the identity', () => {
  const keys = (more: Bag) => vulnerability(more).keys.map(({ parts }) => parts.join(' in '))

  test('is the advisory in the component, by each of its ids, then at any version', () => {
    expect(keys({ VendorIDs: ['DSA-1-1'], PkgIdentifier: { PURL: 'pkg:deb/debian/lib@1?arch=amd64' } })).toEqual([
      'CVE-2026-1 in pkg:deb/debian/lib@1',
      'DSA-1-1 in pkg:deb/debian/lib@1',
      'CVE-2026-1 in pkg:deb/debian/lib',
    ])
    expect(keys({})).toEqual(['CVE-2026-1 in lib@1', 'CVE-2026-1 in lib'])
  })
  test('of a scope is the same, percent-encoded or bare', () => {
    expect(keys({ PkgIdentifier: { PURL: 'pkg:npm/%40shop/cart@1' } })).toEqual(
      keys({ PkgIdentifier: { PURL: 'pkg:npm/@shop/cart@1' } }),
    )
    expect(keys({ PkgIdentifier: { PURL: 'pkg:npm/@shop/cart@1' } })).toEqual([
      'CVE-2026-1 in pkg:npm/@shop/cart@1',
      'CVE-2026-1 in pkg:npm/@shop/cart',
    ])
  })
  test('of a check survives a shift of lines', () => {
    const key = (StartLine: number) =>
      reading(
        trivy,
        report({
          Misconfigurations: [
            { ID: 'A', Status: 'FAIL', CauseMetadata: { StartLine, Code: { Lines: [{ Content: 'x' }] } } },
          ],
        }),
      ).findings[0]!.keys[0]
    expect(key(4)).toEqual(key(40))
  })
})

test('of checks only those that passed or were excepted are no finding', () => {
  const Misconfigurations = ['PASS', 'EXCEPTION', 'FAIL', 'ERROR', null].map((Status) => ({
    ID: 'A',
    Severity: 'LOW',
    Status,
  }))
  const { findings, ignored } = reading(trivy, report({ Misconfigurations }))
  expect(ignored).toEqual({ 'status-pass': 1, 'status-exception': 1 })
  expect(findings.map(({ notes }) => notes?.map(({ code }) => code))).toEqual([
    undefined,
    ['trivy/unknown-status'],
    undefined,
  ])
})

test('what a secret looks like is never carried on', () => {
  const { findings } = reading(
    trivy,
    report({
      Secrets: [
        {
          RuleID: 'key',
          Severity: 'HIGH',
          Title: 'Key',
          Match: 'key: hunter2',
          Code: { Lines: [{ Content: 'hunter2' }] },
        },
      ],
    }),
  )
  const { keys, ...shown } = findings[0]!
  expect(JSON.stringify(shown)).not.toContain('hunter2')
  expect(keys[0].basis).toBe('snippet')
})

test('results are found wherever the versions of Trivy keep them', () => {
  const result = { Target: 't', Vulnerabilities: [{ VulnerabilityID: 'CVE-2026-1', PkgName: 'lib' }] }
  const owner = { Namespace: 'default', Kind: 'Pod', Name: 'p', Results: [result] }
  for (const value of [
    { SchemaVersion: 2, Results: [result] },
    [result],
    { ClusterName: 'c', Resources: [owner] },
    { ClusterName: 'c', SchemaVersion: 0, Findings: [owner] },
    { ClusterName: 'c', Vulnerabilities: [owner], Misconfigurations: [] },
    { ClusterName: 'c', Misconfigurations: [owner] },
  ])
    expect(reading(trivy, value).findings, JSON.stringify(value)).toHaveLength(1)
})

describe('what was not scanned is never clean', () => {
  test.each([
    [null, ['trivy/nothing-scanned']],
    [{ SchemaVersion: 2, ArtifactName: 'app' }, ['trivy/nothing-scanned']],
    [{ SchemaVersion: 2, ArtifactName: 'app', Results: [] }, ['trivy/nothing-scanned']],
    [
      report({ Class: 'os-pkgs' }, { Metadata: { OS: { Family: 'alpine', Name: '3.9', EOSL: true } } }),
      ['trivy/end-of-life-os'],
    ],
    [{ ClusterName: 'c', Resources: [{ Kind: 'Pod', Name: 'p', Error: 'no such image' }] }, ['trivy/scan-error']],
    [report({ Vulnerabilities: ['CVE-2026-1'] }), ['trivy/malformed']],
    [report({ Class: 'os-pkgs' }), []],
  ])('%j: %j', (value, problems) => expect(codes(value)).toEqual(problems))
})

test.each([1, 3, '2'])('schema version %j is refused by name', (SchemaVersion) => {
  const { refused, findings } = reading(trivy, { ...(report({ Vulnerabilities: [{}] }) as Bag), SchemaVersion })
  expect(findings).toEqual([])
  expect(refused).toMatchObject([{ code: 'trivy/unsupported-version' }])
})
