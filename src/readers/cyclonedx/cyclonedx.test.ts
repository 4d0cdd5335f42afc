import { expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading, sourceFrom, understand } from '../reading.testing.ts'
import { cyclonedx } from './reader.ts'

const V31 = 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const V2 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P'

const read = (document: Json) =>
  reading(cyclonedx, { bomFormat: 'CycloneDX', specVersion: '1.6', ...(document as object) })
const readOne = (vulnerability: Json, more: Json = {}) =>
  read({ vulnerabilities: [{ id: 'CVE-2026-1', ...(vulnerability as object) }], ...(more as object) }).findings
const rated = (...ratings: Json[]) => {
  const [finding] = readOne({ source: { name: 'NVD' }, ratings })
  return { severity: finding?.severity, vector: finding?.vector?.vector }
}

test('severity and vector come from one rating, the newest version of CVSS', () => {
  expect(
    rated({ method: 'CVSSv2', severity: 'high', vector: V2 }, { method: 'CVSSv31', severity: 'low', vector: V31 }),
  ).toEqual({ severity: 'low', vector: `CVSS:3.1/${V31}` })
  expect(rated({ method: 'other', severity: 'low' }, { method: 'CVSSv2', severity: 'high', vector: V2 })).toEqual({
    severity: 'high',
    vector: V2,
  })
  expect(
    rated({ method: 'CVSSv4', severity: 'medium' }, { method: 'CVSSv3', severity: 'critical', vector: V31 }),
  ).toEqual({ severity: 'medium', vector: undefined })
})

test("of ratings by one method the vulnerability's own source counts, then the worst", () => {
  const [nvd, vendor, worst] = [
    { source: { name: 'nvd' }, method: 'CVSSv31', severity: 'low' },
    { source: { name: 'vendor' }, method: 'CVSSv31', severity: 'medium' },
    { source: { name: 'other' }, method: 'CVSSv31', severity: 'critical' },
  ]
  expect(rated(vendor!, worst!, nvd!).severity).toBe('low')
  expect(rated(vendor!, worst!).severity).toBe('critical')
})

test('a rating that says nothing is passed over, and without a word the score decides', () => {
  expect(rated({ method: 'CVSSv4', severity: 'unknown' }, { method: 'CVSSv3', score: 9.1 }).severity).toBe('critical')
  expect(rated({ method: 'CVSSv2', score: 10 }).severity).toBe('high')
  expect(rated({ method: 'OWASP', score: 9 }).severity).toBe('unknown')
  expect(rated().severity).toBe('unknown')
})

test("a vector's own beginning wins over the method, and where it has none the method gives it", () => {
  expect(rated({ method: 'CVSSv3', vector: `CVSS:3.1/${V31}` }).vector).toBe(`CVSS:3.1/${V31}`)
  expect(rated({ method: 'CVSSv3', vector: V31 }).vector).toBe(`CVSS:3.0/${V31}`)
  expect(rated({ method: 'OWASP', vector: 'K9:M1' }).vector).toBeUndefined()
})

test('a vulnerability counts once for each component that it affects, and once where it names none', () => {
  expect(readOne({ affects: [{ ref: 'pkg:npm/a@1' }, { ref: 'pkg:npm/b@1' }] })).toHaveLength(2)
  expect(readOne({})).toHaveLength(1)
  expect(readOne({ affects: [] })).toHaveLength(1)
})

test('the exact version that is said to be unaffected is; a range excuses nothing, nor does it against an analysis', () => {
  const state = (versions: Json, analysis: Json = {}) =>
    readOne({ affects: [{ ref: 'pkg:npm/a@1.0', versions }], ...(analysis as object) })[0]?.state.status
  expect(state([{ version: '1.0', status: 'unaffected' }])).toBe('not_affected')
  expect(state([{ version: '2.0', status: 'unaffected' }])).toBe('open')
  expect(state([{ range: 'vers:npm/*', status: 'unaffected' }])).toBe('open')
  expect(state([{ version: '1.0', status: 'unaffected' }], { analysis: { state: 'exploitable' } })).toBe('open')
})

test('a state that the standard does not know excuses nothing, and is said', () => {
  const [finding] = readOne({ analysis: { state: 'accepted' } })
  expect(finding?.state).toEqual({ status: 'open' })
  expect(finding?.notes?.map(({ code }) => code)).toEqual(['cyclonedx/unknown-state'])
})

test("an inventory is no clean scan; an empty list is one, but not Trivy's", () => {
  const codes = (document: Json) => read(document).problems.map(({ code }) => code)
  const trivys = { metadata: { tools: [{ vendor: 'aquasecurity', name: 'trivy' }] } }
  expect(codes({ components: [] })).toEqual(['cyclonedx/no-vulnerabilities'])
  expect(codes({ vulnerabilities: [] })).toEqual([])
  expect(codes({ ...trivys, vulnerabilities: [] })).toEqual(['cyclonedx/maybe-not-scanned'])
  expect(codes({ ...trivys, vulnerabilities: [{ id: 'CVE-2026-1' }] })).toEqual([])
})

test('a list of something else than vulnerabilities is not an empty one', () => {
  const xml = (inner: string) =>
    understand(cyclonedx, sourceFrom('bom.xml', `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${inner}</bom>`))
  const codes = (inner: string) => xml(inner).problems.map(({ code }) => code)
  expect(codes('<vulnerabilities/>')).toEqual([])
  expect(codes('<vulnerabilities><vulnerabilty/></vulnerabilities>')).toEqual(['cyclonedx/malformed'])
  expect(codes('<components/>')).toEqual(['cyclonedx/no-vulnerabilities'])
  expect(
    xml('<vulnerabilities><vulnerability><id>CVE-2026-1</id></vulnerability></vulnerabilities>').findings,
  ).toHaveLength(1)
})

test('a vulnerability that stands in a component is one of that component, whether it says so or not', () => {
  const v = 'xmlns="http://cyclonedx.org/schema/ext/vulnerability/1.0"'
  const within = (ref: string, identity: string) =>
    understand(
      cyclonedx,
      sourceFrom(
        'bom.xml',
        `<bom xmlns="http://cyclonedx.org/schema/bom/1.3"><components><component><name>first</name></component><component${ref}>
          <name>tiny</name><version>1</version>${identity}
          <vulnerabilities ${v}><vulnerability><id>\n CVE-2026-1 </id></vulnerability></vulnerabilities></component></components></bom>`,
      ),
    ).findings
  expect(within(' bom-ref="t"', '')).toMatchObject([
    { advisories: ['CVE-2026-1'], component: { name: 'tiny', version: '1' } },
  ])
  expect(within('', '<purl>pkg:npm/tiny@1</purl>')[0]?.component).toMatchObject({ name: 'tiny', version: '1' })
  expect(within('', '')[0]?.component).toEqual({ name: 'tiny' })
})
