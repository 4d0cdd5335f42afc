import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '../../core/instant.ts'
import { cveKey, epssOf, feedFacts, inKev } from '../../core/policy/feeds.ts'
import { EPSS_HEAD, kevJson, table } from './feeds.testing.ts'
import { decodeFeed, encodeFeed, epssFeed, kevFeed } from './stored.ts'
import { succession } from './succession.ts'

const kept = (text: string) => decodeFeed(encodeFeed(table(text)))!
const epss = (rows: string, day = '2026-11-18') => EPSS_HEAD.replace('2026-11-18', day) + rows
const ONE = 'CVE-2024-0912,0.00947,0.75986\n'

test('a score comes back as the very number that its decimal reads as', () => {
  const decimal = fc.integer({ min: 0, max: 100_000 }).map((n) => (n / 100_000).toFixed(5))
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1000, max: 99_999_999 }), { minLength: 1 }),
      decimal,
      (numbers, share) => {
        const feed = epssFeed(kept(epss(numbers.map((n) => `CVE-2024-${n},${share},${share}\n`).join(''))))
        for (const n of numbers)
          expect(feed.of(`CVE-2024-${n}`)).toEqual({ probability: Number(share), percentile: Number(share) })
        expect(feed.of('CVE-2023-1000')).toBeUndefined()
        expect(feed.of('CVE-2024-999')).toBeUndefined()
      },
    ),
    { numRuns: 50 },
  )
})

test('the worst of several CVEs counts, and ids of other kinds are not looked up', () => {
  const feeds = { epss: epssFeed(kept(epss(`${ONE}CVE-2025-0282,0.9412,0.99907\n`))) }
  expect(epssOf(feeds, ['GHSA-9v2f-6vcg-3hgv', 'cve-2024-0912', 'CVE-2025-0282'])).toBe(0.9412)
  expect(epssOf(feeds, ['GHSA-9v2f-6vcg-3hgv'])).toBeUndefined()
})

test('KEV lists what it lists', () => {
  const feeds = { kev: kevFeed(kept(kevJson(['CVE-2021-44228']))) }
  expect(inKev(feeds, ['GHSA-x', 'CVE-2021-44228'])).toBe(true)
  expect(inKev(feeds, ['CVE-2021-44229', 'CVE-2021-044228'])).toBe(false)
})

test('version and day stand beside every use', () => {
  const feeds = { epss: epssFeed(kept(epss(ONE))), kev: kevFeed(kept(kevJson(['CVE-2021-44228']))) }
  expect(feedFacts(feeds)).toEqual([
    { name: 'epss', version: 'v2026.06.15', dated: '2026-11-18T00:00:00.000Z' },
    { name: 'kev', version: '2026.11.18', dated: '2026-11-18T17:04:19.979Z' },
  ])
  expect(feedFacts({})).toEqual([])
})

test('CVE ids sort by year and number, and no two share a place', () => {
  const id = fc.tuple(fc.integer({ min: 1999, max: 2099 }), fc.integer({ min: 0, max: 99_999_999_999 }))
  const key = ([year, n]: readonly [number, number]) => cveKey(`CVE-${year}-${String(n).padStart(4, '0')}`)!
  fc.assert(fc.property(id, id, (a, b) => Math.sign(key(a) - key(b)) === Math.sign(a[0] - b[0] || a[1] - b[1])))
  for (const no of ['CVE-2024-123', 'CVE-2024-01234', 'CVE-24-1234', ' CVE-2024-1234', 'CVE-2024-123456789012'])
    expect(cveKey(no)).toBeUndefined()
})

test('what this version did not write is not read', () => {
  const bytes = encodeFeed(table(epss(ONE)))
  expect(decodeFeed(bytes.subarray(0, -1))).toBeUndefined()
  expect(decodeFeed(new Uint8Array())).toBeUndefined()
  const text = new TextDecoder('latin1').decode(bytes)
  for (const [from, to] of [
    ['feed/v1', 'feed/v2'],
    ['"rows":1', '"rows":2'],
    ['"feed":"epss"', '"feed":"kev" '],
    ['2026-11-18T', '2026-14-18T'],
    ['{', '['],
  ])
    expect(decodeFeed(Buffer.from(text.replace(from!, to!), 'latin1'))).toBeUndefined()
})

const NOW = '2026-11-20T14:00:00.000Z' as Instant
const after = (present: string | undefined, next: string) =>
  succession(table(next), present === undefined ? undefined : kept(present), NOW, 'feed')

test('a feed takes the place of an older one, or of none', () => {
  expect(after(undefined, epss(ONE))).toEqual({ ok: true, value: 'newer' })
  expect(after(epss(ONE), epss(ONE, '2026-11-19'))).toEqual({ ok: true, value: 'newer' })
})

test('an older feed is refused, and so is another one of the same day', () => {
  const older = { ok: false, problem: { code: 'feed/older' } }
  expect(after(epss(ONE), epss(ONE, '2026-11-17'))).toMatchObject(older)
  expect(after(epss(ONE), epss('CVE-2024-0912,0.5,0.5\n'))).toMatchObject(older)
})

test('the very same feed again is harmless', () => {
  expect(after(epss(ONE), epss(ONE))).toEqual({ ok: true, value: 'same' })
})

test('a feed that lost rows was most likely cut off', () => {
  const many = Array.from({ length: 20 }, (_, i) => `CVE-2024-${1000 + i},0.1,0.2\n`)
  const next = (n: number) => after(epss(many.join('')), epss(many.slice(0, n).join(''), '2026-11-19'))
  expect(next(18).ok).toBe(true)
  expect(next(17)).toMatchObject({ ok: false, problem: { code: 'feed/shrunk' } })
})

test('a feed from the future would keep every later one out', () => {
  expect(after(undefined, epss(ONE, '2026-11-21')).ok).toBe(true)
  expect(after(undefined, epss(ONE, '2026-11-22'))).toMatchObject({ ok: false, problem: { code: 'feed/future' } })
})
