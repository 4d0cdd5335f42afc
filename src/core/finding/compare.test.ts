import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Evidence, ReadReport } from '../gate/evidence.ts'
import { problem } from '../problem.ts'
import { type Comparison, compare, type Trace, traceOf } from './compare.ts'
import { compareScans, type Scan } from './compare-scans.ts'
import type { Draft, Key } from './finding.ts'
import { finding } from './finding.testing.ts'
import { noSeverities } from './severity.ts'

const key = (basis: Key['basis'], ...parts: string[]): Key => ({ basis, parts })
const keys = (first: Key, ...rest: Key[]) => ({ keys: [first, ...rest] as const })
const trace = (said: Partial<Draft>) => traceOf(finding(said))
const at = (line: number) => ({ locations: [{ file: 'src/login.ts', line }] })

/** What became of it, in short. */
const told = ({ pairs, onlyBase, onlyNext }: Comparison) => ({
  pairs: pairs.map(({ base, next, basis, changes }) => [base.line, next.line, basis, ...changes]),
  gone: onlyBase.map(({ line }) => line),
  fresh: onlyNext.map(({ line }) => line),
})

test('a finding that moved with its lines is the same, by the fingerprint that its tool gave it', () => {
  const one = (line: number) => trace({ ...keys(key('fingerprint', 'f'), key('place', `${line}`)), ...at(line) })
  expect(told(compare([one(10)], [one(17)]))).toEqual({ pairs: [[10, 17, 'fingerprint']], gone: [], fresh: [] })
})

test('without a fingerprint the snippet tells; without either, a finding that moved is gone and new', () => {
  const one = (line: number) => trace({ ...keys(key('snippet', 's'), key('place', `${line}`)), ...at(line) })
  const bare = (line: number) => trace({ ...keys(key('place', `${line}`)), ...at(line) })
  expect(told(compare([one(10)], [one(17)])).pairs).toEqual([[10, 17, 'snippet']])
  expect(told(compare([bare(10)], [bare(17)]))).toEqual({ pairs: [], gone: [10], fresh: [17] })
})

test('of several with one fingerprint, the one that kept its snippet is its own partner, wherever it moved', () => {
  const one = (line: number, snippet: string) =>
    trace({ ...keys(key('fingerprint', 'f'), key('snippet', snippet), key('place', `${line}`)), ...at(line) })
  const base = [one(10, 'a'), one(20, 'b'), one(30, 'c')]
  expect(told(compare(base, [one(15, 'a'), one(35, 'c')]))).toEqual({
    pairs: [
      [10, 15, 'fingerprint'],
      [30, 35, 'fingerprint'],
    ],
    gone: [20],
    fresh: [],
  })
})

test('a package at its version is matched before the package at any version', () => {
  const one = (version: string) =>
    trace({
      component: { name: 'lodash', version },
      ...keys(key('advisory', 'CVE-2021-23337', `lodash@${version}`), key('advisory', 'CVE-2021-23337', 'lodash')),
    })
  const { pairs, onlyBase } = compare([one('4.17.19'), one('4.17.20')], [one('4.17.20')])
  expect(pairs).toMatchObject([{ base: { version: '4.17.20' }, changes: [] }])
  expect(onlyBase).toMatchObject([{ version: '4.17.19' }])
  expect(compare([one('4.17.19')], [one('4.17.20')]).pairs).toMatchObject([{ basis: 'advisory', changes: ['version'] }])
})

test('what changed is named: severity, version, place, state', () => {
  const before = trace({ ...keys(key('stated', 'PT-1')), component: { name: 'a', version: '1' }, ...at(1) })
  const after = trace({
    ...keys(key('stated', 'PT-1')),
    severity: 'low',
    component: { name: 'a', version: '2' },
    locations: [{ file: 'src/other.ts', line: 1 }],
    state: { status: 'suppressed' },
  })
  expect(compare([before], [after]).pairs).toMatchObject([
    { basis: 'stated', changes: ['severity', 'version', 'place', 'state'] },
  ])
})

test('the strongest basis that two share decides, against a weaker one that leads elsewhere', () => {
  const base = trace({ ...keys(key('fingerprint', 'f'), key('place', 'p')), ...at(1) })
  const moved = trace({ ...keys(key('fingerprint', 'f'), key('place', 'q')), ...at(2) })
  const other = trace({ ...keys(key('fingerprint', 'g'), key('place', 'p')), ...at(1) })
  expect(told(compare([base], [other, moved]))).toEqual({ pairs: [[1, 2, 'fingerprint']], gone: [], fresh: [1] })
})

// Few words, so that identities collide in every way.
const word = fc.constantFrom('a', 'b', 'c')
const anyKey = fc.tuple(fc.constantFrom('stated', 'fingerprint', 'advisory', 'snippet', 'place', 'content'), word)
const anyTrace = fc
  .record({
    keys: fc.array(anyKey, { minLength: 1, maxLength: 4 }),
    line: fc.integer({ min: 1, max: 3 }),
    severity: fc.constantFrom('critical' as const, 'low' as const),
    version: word,
  })
  .map(({ keys: [first, ...rest], line, severity, version }) =>
    trace({
      ...keys(key(...first!), ...rest.map((one) => key(...one))),
      ...at(line),
      severity,
      component: { name: 'x', version },
    }),
  )
const scan = fc.array(anyTrace, { maxLength: 12 })
const essence = (one: Trace) => JSON.stringify(one)
const essences = (traces: readonly Trace[]) => traces.map(essence).toSorted()
const couples = ({ pairs }: Comparison) => pairs.map(({ base, next }) => `${essence(base)} ${essence(next)}`).toSorted()

test('a scan compared with itself has nothing but the same', () => {
  fc.assert(
    fc.property(scan, (x) => {
      const { pairs, onlyBase, onlyNext } = compare(x, x)
      expect([onlyBase, onlyNext]).toEqual([[], []])
      for (const { changes } of pairs) expect(changes).toEqual([])
    }),
  )
})

test('every finding is told once: with one partner that shares the basis named, or with none', () => {
  fc.assert(
    fc.property(scan, scan, (x, y) => {
      const { pairs, onlyBase, onlyNext } = compare(x, y)
      expect(essences([...pairs.map(({ base }) => base), ...onlyBase])).toEqual(essences(x))
      expect(essences([...pairs.map(({ next }) => next), ...onlyNext])).toEqual(essences(y))
      for (const { base, next, basis } of pairs) {
        const ids = ({ identities }: Trace) => identities.filter((one) => one.basis === basis).map(({ id }) => id)
        expect(ids(base).some((id) => ids(next).includes(id))).toBe(true)
      }
    }),
  )
})

test('nobody is left alone beside somebody with a shared identity who is left alone too', () => {
  fc.assert(
    fc.property(scan, scan, (x, y) => {
      const { onlyBase, onlyNext } = compare(x, y)
      const left = new Set(onlyBase.flatMap(({ identities }) => identities.map(({ id }) => id)))
      expect(onlyNext.filter(({ identities }) => identities.some(({ id }) => left.has(id)))).toEqual([])
    }),
  )
})

test('the other way round, what was gone is new, and the pairs are the same', () => {
  fc.assert(
    fc.property(scan, scan, (x, y) => {
      const [there, back] = [compare(x, y), compare(y, x)]
      expect(essences(back.onlyBase)).toEqual(essences(there.onlyNext))
      expect(essences(back.onlyNext)).toEqual(essences(there.onlyBase))
      expect(
        couples({ ...back, pairs: back.pairs.map((one) => ({ ...one, base: one.next, next: one.base })) }),
      ).toEqual(couples(there))
    }),
  )
})

test('the order of the findings decides nothing', () => {
  const shuffled = scan.chain((x) => fc.tuple(fc.constant(x), fc.shuffledSubarray(x, { minLength: x.length })))
  fc.assert(
    fc.property(shuffled, shuffled, ([x, x2], [y, y2]) => {
      expect(couples(compare(x2, y2))).toEqual(couples(compare(x, y)))
      expect(essences(compare(x2, y2).onlyBase)).toEqual(essences(compare(x, y).onlyBase))
    }),
  )
})

test('a thousand findings of one identity are no trouble', () => {
  const many = Array.from({ length: 1000 }, (_, i) => trace({ ...keys(key('place', 'p')), ...at(i) }))
  expect(compare(many, many.slice(1)).pairs).toHaveLength(999)
})

const report = (more: Partial<ReadReport> = {}, tool?: string): Evidence => ({
  status: 'read',
  file: 'r.json',
  format: 'test',
  report: `sha256:${'ab'.repeat(32)}` as never,
  facts: { tools: tool === undefined ? [] : [{ name: tool }], subject: { commits: [], digests: [], products: [] } },
  tally: { records: 0, findings: 0, merged: 0, ignored: {}, severities: noSeverities() },
  problems: [],
  ...more,
})
const broken: Evidence = { status: 'refused', file: 'r.json', problems: [problem('json/truncated', 'Cut off.')] }
const sqli = trace({ tool: { name: 'Probe' } })
const side = (evidence: readonly Evidence[], traces: readonly Trace[] = []): Scan => ({ traces, evidence })

test('a finding that a later scan of the same tool does not have is gone', () => {
  expect(compareScans(side([report({}, 'Probe')], [sqli]), side([report({}, 'probe')]))).toMatchObject({
    gone: [sqli],
    unknown: [],
    complete: true,
    notes: [{ code: 'diff/empty' }],
  })
})

test.each([
  ['could not be read', [broken]],
  ['could not tell everything', [report({ problems: [problem('sarif/failed', 'Failed.')] }, 'probe')]],
  ['is not there at all', []],
])('nothing is gone where the new report %s', (_, evidence) => {
  expect(compareScans(side([report({}, 'probe')], [sqli]), side(evidence))).toMatchObject({
    gone: [],
    unknown: [{ trace: sqli, side: 'base' }],
    complete: false,
  })
})

test('nothing is new against a base that could not be told in full', () => {
  expect(compareScans(side([report({}, 'probe'), broken]), side([report({}, 'probe')], [sqli]))).toMatchObject({
    fresh: [],
    unknown: [{ trace: sqli, side: 'next' }],
    complete: false,
  })
})

test('what a tool found that did not look again is unknown, and the missing tool is named', () => {
  const found = trace({ tool: { name: 'Other' }, keys: [key('place', 'elsewhere')] })
  const base = side([report({}, 'Probe'), report({}, 'Other')], [sqli, found])
  expect(compareScans(base, side([report({}, 'Probe')], [sqli]))).toMatchObject({
    same: [{}],
    gone: [],
    unknown: [{ trace: found }],
    notes: [{ code: 'diff/narrower', message: expect.stringContaining('other') as string }],
    complete: false,
  })
})

test('a report that names no tool is answered by one of the same format', () => {
  const found = trace({})
  expect(compareScans(side([report()], [found]), side([report()]))).toMatchObject({ gone: [found] })
  expect(compareScans(side([report()], [found]), side([report({ format: 'other' })]))).toMatchObject({ gone: [] })
})
