import { expect, test } from 'vitest'
import { reading } from '../reading.testing.ts'
import { npmAudit } from './reader.ts'

const advisory = (source: number, severity: string) => ({
  source,
  title: `Advisory ${source}`,
  url: `https://npm.example/advisories/${source}`,
  severity,
  range: '<2.0.0',
})
const read = (via: readonly (string | ReturnType<typeof advisory>)[]) =>
  reading(npmAudit, {
    auditReportVersion: 2,
    vulnerabilities: { example: { name: 'example', severity: 'high', via } },
    metadata: { vulnerabilities: { high: 1, total: 1 } },
  }).findings

test('a second advisory for a package is a finding of its own, which no exception for the first one covers', () => {
  const [first, second] = read([advisory(1, 'low'), advisory(2, 'high')])
  expect([first?.severity, second?.severity]).toEqual(['low', 'high'])
  const known = new Set(first?.keys.map((key) => JSON.stringify(key)))
  expect(second?.keys.some((key) => known.has(JSON.stringify(key)))).toBe(false)
})

test('a package that is vulnerable only through others is one finding, of no advisory', () => {
  expect(read(['other'])).toMatchObject([{ advisories: [], severity: 'high', component: { name: 'example' } }])
})

test('a report that lists less than it counts is not complete', () => {
  const { problems } = reading(npmAudit, {
    advisories: {},
    metadata: { vulnerabilities: { info: 0, low: 2 } },
  })
  expect(problems.map(({ code }) => code)).toEqual(['npm-audit/incomplete'])
})

test('what npm prints when it fails is refused, never an empty report', () => {
  const { refused } = reading(npmAudit, { error: { code: 'ENOAUDIT', summary: 'no registry', detail: '' } })
  expect(refused.map(({ code }) => code)).toEqual(['npm-audit/failed'])
})
