import { describe, expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { nearest } from '../../core/nearest.ts'
import { finding } from './reader.ts'

type Bag = { readonly [key: string]: Json }

const read = (fields: Bag) =>
  reading(finding, { schema: 'holdpoint/finding/v1', title: 'A weakness', ...fields }, 'finding.json')
const complaint = (fields: Bag) => read(fields).problems.map(({ code, at, hint }) => [code, at?.pointer, hint])

test('a title alone is a finding, of unknown severity', () => {
  const { findings, problems } = read({})
  expect(problems).toEqual([])
  expect(findings).toMatchObject([
    { kind: 'weakness', title: 'A weakness', severity: 'unknown', state: { status: 'open' } },
  ])
})

describe('a mistake is reported with what was meant, and costs nothing but its field', () => {
  test.each<[Bag, string, string, string | undefined]>([
    [{ severty: 'high' }, 'finding/unknown-key', '/severty', 'Did you mean "severity"?'],
    [{ titel: 'x' }, 'finding/unknown-key', '/titel', 'Did you mean "title"?'],
    [{ severity: 'hihg' }, 'finding/unknown-word', '/severity', 'Did you mean "high"?'],
    [{ severity: 9.8 }, 'finding/wrong-type', '/severity', 'Put it in quotes: severity: "9.8".'],
    [{ cwe: 'injection' }, 'finding/wrong-type', '/cwe', 'Write its number: cwe: 89.'],
    [{ where: 'login.ts' }, 'finding/wrong-type', '/where', 'Write a mapping.'],
    [{ where: { file: 'login.ts', line: 0 } }, 'finding/wrong-type', '/where/line', 'Write a whole number from 1.'],
    [{ where: [{ flie: 'login.ts' }] }, 'finding/unknown-key', '/where/0/flie', 'Did you mean "file"?'],
    [{ release: { version: 2.4 } }, 'finding/wrong-type', '/release/version', 'Put it in quotes: version: "2.4".'],
    [
      { release: { commit: '6b1f0c4' } },
      'id/unreadable',
      '/release/commit',
      expect.stringContaining('git rev-parse') as string,
    ],
    [{ found_at: '2026-11-20' }, 'instant/unreadable', '/found_at', 'Write it as 2026-11-20T14:00:00Z.'],
    [
      { evidence: [{ file: 'x', digest: 'md5:1' }] },
      'id/unreadable',
      '/evidence/0/digest',
      expect.stringContaining('sha256:') as string,
    ],
    [{ state: 'done' }, 'finding/unknown-word', '/state', expect.stringContaining('open, suppressed') as string],
    [{ title: ' ' }, 'finding/wrong-type', '/title', 'Write a text.'],
    [{ title: null }, 'finding/no-title', '', expect.stringContaining('title:') as string],
    [{ findings: [] }, 'finding/no-findings', '/findings', expect.stringContaining('- title') as string],
  ])('%j: %s at %s', (fields, code, pointer, hint) => {
    expect(complaint(fields)).toContainEqual([code, pointer, hint])
  })

  test('so a critical finding with a typing error is still critical', () => {
    expect(read({ severity: 'critical', impcat: 'everything' }).findings).toMatchObject([{ severity: 'critical' }])
  })
})

test('an empty field is an absent one: a template may be filled in by and by', () => {
  expect(read({ vector: null, cwe: null, where: null, release: null, steps: [], found_at: '' }).problems).toEqual([])
})

test('several findings share a head, and may have their own', () => {
  const { findings, problems } = reading(finding, {
    schema: 'holdpoint/finding/v1',
    found_by: 'cyra',
    findings: [{ title: 'One' }, { title: 'Two', found_by: 'ben' }],
  })
  expect(problems).toEqual([])
  expect(findings.map(({ title, tool, at }) => [title, tool?.name, at])).toEqual([
    ['One', 'cyra', '/findings/0'],
    ['Two', 'ben', '/findings/1'],
  ])
})

test('a stated id is the identity, whatever else is reworded', () => {
  const key = (title: string) => read({ id: 'PT-1', title }).findings[0]!.keys[0]
  expect(key('One way to say it')).toEqual(key('Another way'))
})

test.each([
  ['lodash@4.17.20', { name: 'lodash', version: '4.17.20' }],
  ['@shop/cart', { name: '@shop/cart' }],
  ['pkg:npm/%40shop/cart@1.2.3', { name: '@shop/cart', version: '1.2.3', purl: 'pkg:npm/%40shop/cart@1.2.3' }],
  [
    'pkg:deb/debian/curl@7.88?arch=amd64',
    { name: 'debian/curl', version: '7.88', purl: 'pkg:deb/debian/curl@7.88?arch=amd64' },
  ],
])('the component %s is %j', (component, expected) => {
  expect(read({ where: { component } }).findings[0]!.component).toEqual(expected)
})

test('another version of the format is refused by name', () => {
  expect(reading(finding, { schema: 'holdpoint/finding/v2', title: 'x' }).refused).toMatchObject([
    { code: 'finding/unsupported-version', message: expect.stringContaining('v2') },
  ])
})

test('the nearest word is at most a few slips away', () => {
  expect(nearest('hihg', ['high', 'low'])).toBe('high')
  expect(nearest('Title', ['title'])).toBe('title')
  expect(nearest('xyz', ['high', 'low'])).toBeUndefined()
  expect(nearest('', ['id'])).toBeUndefined()
})

describe('a vector', () => {
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'

  test('that denies the severity is noted, and both are kept', () => {
    const { findings, problems } = read({ severity: 'low', vector })
    expect(problems).toEqual([])
    expect(findings).toMatchObject([
      {
        severity: 'low',
        vector: { vector },
        notes: [{ code: 'finding/severity-contradicts-vector', message: expect.stringContaining('critical (9.8)') }],
      },
    ])
  })

  test('that agrees, or stands alone, says nothing more', () => {
    expect(read({ severity: 'critical', vector }).findings[0]).not.toHaveProperty('notes')
    expect(read({ vector }).findings[0]).toMatchObject({ severity: 'unknown', vector: { vector } })
  })

  test('that cannot be read is a problem at its place', () => {
    const { findings, problems } = read({ severity: 'high', vector: 'CVSS:3.1/AV:N' })
    expect(problems).toMatchObject([{ at: { pointer: '/vector' } }])
    expect(findings).toMatchObject([{ severity: 'high' }])
    expect(findings[0]).not.toHaveProperty('vector')
  })
})
