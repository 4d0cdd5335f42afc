import { expect, test } from 'vitest'
import { approvesChange, found, given, proposes, sealed, SECOND, type Step } from '../core/case/case.testing.ts'
import { factsOf } from './case-facts.ts'

const title = sealed('other')
const words = new Map([[title.sealed, { salt: '', value: 'cve-2026-0002 and CVE-2026-0002 in tiny' }]])
const cves = (...steps: readonly Step[]) => factsOf(given(...steps).state, words).cves.map(({ cve }) => cve)

test('a finding’s aliases say which CVEs it is; what else it is called is none', () => {
  expect(cves(found('ana', { finding: SECOND, title, aliases: ['GHSA-aaaa', 'cve-2026-0001'] }))).toEqual([
    'CVE-2026-0001',
  ])
})

test('where nobody said, its title does; one that is named twice counts once', () => {
  expect(cves(found('ana', { finding: SECOND, title }))).toEqual(['CVE-2026-0002'])
  expect(cves(found('ana', { finding: SECOND, title, aliases: ['GHSA-aaaa'] }))).toEqual(['CVE-2026-0002'])
})

test('a finding that was dismissed names none', () => {
  const aliases = ['CVE-2026-0001']
  const dismissed = [proposes('ana', { kind: 'dismiss', finding: SECOND }), approvesChange('ben')]
  expect(cves(found('ana', { finding: SECOND, aliases }), ...dismissed)).toEqual([])
})
