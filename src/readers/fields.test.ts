import { expect, test } from 'vitest'
import { advisoriesIn, advisoryKeys, cwesIn } from './advisory.ts'
import { below, defined, field, list, number, oneLine, record, text, texts, whole } from './fields.ts'
import { componentOfPurl } from './purl.ts'

test('only own properties are found, however they are called', () => {
  const hostile = JSON.parse('{"__proto__": {"a": 1}, "b": null}')
  expect(field(hostile, '__proto__', 'a')).toBe(1)
  expect(field({}, '__proto__')).toBeUndefined()
  expect(field({}, 'constructor', 'name')).toBeUndefined()
  expect(field([], 'length')).toBe(0)
  expect(field('text', 'length')).toBeUndefined()
  expect(field(hostile, 'b', 'c')).toBeUndefined()
})

test('a value of another type is as good as absent', () => {
  expect([text(7), text(' \n'), text(null), text(['a'])]).toEqual([undefined, undefined, undefined, undefined])
  expect([number('7'), number(true), whole(1, 0), whole(0, 1.5), whole(0, 2 ** 60)]).toEqual(Array(5).fill(undefined))
  expect([list({ length: 1 }), list('ab'), texts([1, 'a', null, ' ']), texts('a')]).toEqual([[], [], ['a'], ['a']])
  expect([record([]), record(null), record({})]).toEqual([undefined, undefined, {}])
})

test('pointers escape what RFC 6901 escapes', () => expect(below('/a', 'b/c~d', 0)).toBe('/a/b~1c~0d/0'))
test('what is not defined is left out', () => expect(defined({ a: undefined, b: 0, c: '' })).toEqual({ b: 0, c: '' }))
test('a line is one line', () => expect(oneLine(' a\n\tb  c ')).toBe('a b c'))

test('advisories are found in any text, in their usual spelling, once', () => {
  expect(advisoriesIn('cve-2026-12345-libexample, GHSA-2J2X-HH3G-ABCD, CVE-2026-12345')).toEqual(['CVE-2026-12345'])
  expect(advisoriesIn('BDSA-2020-1001 (CVE-2020-11022)')).toEqual(['CVE-2020-11022'])
  expect(
    advisoriesIn('ghsa-2222-3333-4444 RUSTSEC-2021-0001 PYSEC-2021-1 GO-2024-2611 RHSA-2024:0001 USN-1-1'),
  ).toEqual(['GHSA-2222-3333-4444', 'RUSTSEC-2021-0001', 'PYSEC-2021-1', 'GO-2024-2611', 'RHSA-2024:0001', 'USN-1-1'])
  expect(advisoriesIn('CVE-26-1 XCVE-2026-1000 CVE-2026-1')).toEqual([])
})

test('CWEs are found in any text', () => {
  expect(cwesIn('external/cwe/cwe-089')).toEqual([89])
  expect(cwesIn('CWE-79: XSS, cwe_22, CWE 601, CWE-79')).toEqual([79, 22, 601])
  expect(cwesIn('cwe/cwe- 1a, scwe-4, CWE-1234567')).toEqual([])
})

test('a key names the advisory in the component, without architecture or distribution', () => {
  expect(
    advisoryKeys(['CVE-2026-1000', 'GHSA-2222-3333-4444'], { name: 'x', purl: 'pkg:rpm/x@1?arch=a#sub' }).map(
      ({ parts }) => parts,
    ),
  ).toEqual([
    ['CVE-2026-1000', 'pkg:rpm/x@1'],
    ['GHSA-2222-3333-4444', 'pkg:rpm/x@1'],
    ['CVE-2026-1000', 'pkg:rpm/x'],
  ])
  expect(advisoryKeys([], { name: 'x' })).toEqual([])
  expect(advisoryKeys(['CVE-2026-1000'], { name: 'x' }).map(({ parts }) => parts)).toEqual([['CVE-2026-1000', 'x']])
})

test.each([
  ['pkg:npm/%40shop/cart@1.2.3?arch=x#dist', '@shop/cart', '1.2.3'],
  ['pkg:npm/@shop/cart', '@shop/cart', undefined],
  ['pkg:maven/org.example/core@1.0%2Bbuild', 'org.example/core', '1.0+build'],
  ['pkg:golang/golang.org/x/text@v0.3.6', 'golang.org/x/text', 'v0.3.6'],
  ['nonsense', 'nonsense', undefined],
  ['pkg:', 'pkg:', undefined],
])('%s names %s %s', (purl, name, version) => {
  expect(componentOfPurl(purl)).toEqual({ name, purl, ...(version && { version }) })
})
