import { expect, test } from 'vitest'
import type { Instant } from '../instant.ts'
import type { Feeds } from '../policy/feeds.ts'
import { TARGETED } from './defaults.ts'
import { mean } from './distribution.ts'
import { validate } from './domain.ts'
import { attackChance } from './evidence.ts'
import { askFeeds, type Asked } from './threat.ts'

// What imported feeds may say of the chance of an attack on us, and what they may not.

const NOW = '2026-11-21T12:00:00.000Z' as Instant
const epss = (scores: Readonly<Record<string, number>>, day = '2026-11-20'): Feeds['epss'] & object => ({
  modelVersion: 'v2026.06.15',
  scoreDate: `${day}T00:00:00.000Z` as Instant,
  of: (cve) => (scores[cve] === undefined ? undefined : { probability: scores[cve], percentile: 0.5 }),
})
const kev = (cves: readonly string[], day = '2026-11-19', catalogVersion?: string): Feeds['kev'] & object => ({
  releasedAt: `${day}T17:00:00.000Z` as Instant,
  lists: (cve) => cves.includes(cve),
  ...(catalogVersion !== undefined && { catalogVersion }),
})
const ask = (feeds: Feeds, rest: Partial<Asked> = {}) => askFeeds({ cves: ['CVE-2026-1000'], feeds, now: NOW, ...rest })

test('a score of EPSS is the chance that anybody is attacked, with its model and day', () => {
  expect(ask({ epss: epss({ 'CVE-2026-1000': 0.4 }) })).toEqual({
    evidence: { kind: 'epss', epss: 0.4, scoreDate: '2026-11-20', model: 'v2026.06.15' },
    feeds: [{ name: 'EPSS v2026.06.15', dated: '2026-11-20' }],
    says: [
      {
        cve: 'CVE-2026-1000',
        says: 'EPSS 0.4 (v2026.06.15 of 2026-11-20): the chance that anybody tries it anywhere within 30 days',
        use: 'rests on it',
      },
    ],
  })
})

test('known exploitation supersedes EPSS: a listing in KEV, however low the score', () => {
  const { evidence, feeds, says } = ask({
    epss: epss({ 'CVE-2026-1000': 0.004 }),
    kev: kev(['CVE-2026-1000'], '2026-11-19', '2026.11.19'),
  })
  expect(evidence).toEqual({ kind: 'exploited', source: 'listed in CISA KEV 2026.11.19', dated: '2026-11-19' })
  expect(feeds).toEqual([{ name: 'CISA KEV 2026.11.19', dated: '2026-11-19' }])
  expect(says).toMatchObject([
    { says: 'listed in CISA KEV 2026.11.19 of 2026-11-19: exploited somewhere', use: 'rests on it' },
    { use: 'overruled by evidence' },
  ])
})

test('our own evidence of exploitation supersedes EPSS too, and then no feed is what it rests on', () => {
  const exploited = { source: 'exploited somewhere (the case, entry 9)', dated: '2026-11-20' }
  const { evidence, feeds, says } = ask({ epss: epss({ 'CVE-2026-1000': 0.004 }) }, { exploited })
  expect(evidence).toEqual({ kind: 'exploited', ...exploited })
  expect(feeds).toEqual([])
  expect(says).toMatchObject([{ use: 'overruled by evidence' }])
})

test('of several CVEs the likeliest counts: whoever tries one has tried', () => {
  const cves = ['CVE-2026-1000', 'CVE-2026-2000', 'CVE-2026-3000']
  const feed = epss({ 'CVE-2026-1000': 0.1, 'CVE-2026-2000': 0.7, 'CVE-2026-3000': 0.3 })
  expect(ask({ epss: feed }, { cves })).toMatchObject({ evidence: { epss: 0.7 }, says: [{ cve: 'CVE-2026-2000' }] })
  expect(ask({ epss: feed, kev: kev(['CVE-2026-3000']) }, { cves })).toMatchObject({
    evidence: { source: 'listed in CISA KEV' },
    says: [{ cve: 'CVE-2026-3000' }, { cve: 'CVE-2026-2000' }],
  })
})

test.each([
  ['no feed', {}],
  ['a feed that does not have it', { epss: epss({ 'CVE-2026-9': 0.4 }) }],
  ['a catalogue that does not list it', { kev: kev(['CVE-2026-9']) }],
])('%s says nothing, and nothing rests on it', (_, feeds) => {
  expect(ask(feeds)).toEqual({ feeds: [], says: [] })
})

test('what has no CVE has nothing from a feed, not even from an old one', () => {
  const feeds = { epss: epss({ 'CVE-2026-1000': 0.4 }), kev: kev(['CVE-2026-1000'], '2026-01-01') }
  expect(ask(feeds, { cves: [] })).toEqual({ feeds: [], says: [] })
})

test('a score speaks of 30 days: on the 30th it counts, later it is shown and nothing rests on it', () => {
  const on = (day: string) => ask({ epss: epss({ 'CVE-2026-1000': 0.4 }, day) })
  expect(on('2026-10-22').evidence).toBeDefined()
  const old = on('2026-10-21')
  expect(old).toMatchObject({
    feeds: [],
    says: [{ use: 'too old', says: expect.stringContaining('said 31 days ago') }],
  })
  expect(old.evidence).toBeUndefined()
})

test('a listing never expires; that a catalogue lists nothing does, and is said', () => {
  expect(ask({ kev: kev(['CVE-2026-1000'], '2025-01-01') }).evidence).toMatchObject({ kind: 'exploited' })
  const silent = (day: string) => ask({ kev: kev([], day) }).says
  expect(silent('2026-10-22')).toEqual([])
  expect(silent('2026-10-21')).toEqual([])
  expect(silent('2026-10-20')).toEqual([
    { cve: 'CVE-2026-1000', says: 'not in CISA KEV of 2026-10-20, which is 31 days old', use: 'too old' },
  ])
})

test('an old score below a listing stays too old; an old catalogue is said beside a fresh score', () => {
  const listed = ask({ epss: epss({ 'CVE-2026-1000': 0.4 }, '2025-08-18'), kev: kev(['CVE-2026-1000']) })
  expect(listed.says.map(({ use }) => use)).toEqual(['rests on it', 'too old'])
  const fresh = ask({ epss: epss({ 'CVE-2026-1000': 0.4 }), kev: kev([], '2025-08-18') })
  expect(fresh.evidence).toMatchObject({ kind: 'epss' })
  expect(fresh.says.map(({ use }) => use)).toEqual(['rests on it', 'too old'])
})

test('looking back, what a feed learned later is not known yet; a day of grace is for clocks', () => {
  const at = (now: string) =>
    ask({ epss: epss({ 'CVE-2026-1000': 0.4 }), kev: kev(['CVE-2026-1000'], '2026-11-20') }, { now: now as Instant })
  expect(at('2026-11-18T23:59:59.999Z')).toMatchObject({ feeds: [], says: [{ use: 'too new' }, { use: 'too new' }] })
  expect(at('2026-11-18T23:59:59.999Z').evidence).toBeUndefined()
  expect(at('2026-11-19T00:00:00.000Z').evidence).toMatchObject({ kind: 'epss' })
  expect(at('2026-11-19T17:00:00.000Z').evidence).toMatchObject({ kind: 'exploited' })
})

test('from anybody to us: the chance is scaled by whether we are among the targets, which is judgement and says so', () => {
  const { evidence } = ask({ epss: epss({ 'CVE-2026-1000': 0.4 }) })
  const chance = attackChance({ ...evidence!, targeted: TARGETED })
  expect(mean(chance.value)).toBeCloseTo(0.4 * mean(TARGETED.value), 12)
  expect(chance).toMatchObject({
    basis: 'default',
    source: 'EPSS 0.4 (v2026.06.15) × chance of being a target, which is judgement',
    dated: '2026-11-20',
  })
})

test('what stands in for being a target is a chance as wide as what is not known, even where exploitation is certain', () => {
  const { evidence } = ask({ kev: kev(['CVE-2026-1000']) })
  expect(validate(attackChance({ ...evidence!, targeted: TARGETED }).value, 'chance of an attack')).toEqual([])
  expect(TARGETED).toMatchObject({ basis: 'default', value: { p05: 0.05, p95: 0.8 } })
})
