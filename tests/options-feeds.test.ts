import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../src/adapters/crypto.ts'
import { fromHex } from '../src/core/log/base.ts'
import { seal } from '../src/core/log/seal.ts'
import { holdpointIn } from './in-process.testing.ts'
import { scratch } from './scratch.testing.ts'

// Transcripts: the chance of an attack from imported feeds, where the case's finding has a CVE and nobody says otherwise.

const { folder, write } = scratch()

const CVE = 'CVE-2026-31000'
const epss = (day: string, score = 0.4) =>
  `#model_version:v2026.06.15,score_date:${day}T00:00:00Z\ncve,epss,percentile\nCVE-2024-0912,0.01,0.5\n${CVE},${score},0.99\n`
const kev = (listed: boolean, day = '2026-11-19') =>
  JSON.stringify({
    catalogVersion: day.replaceAll('-', '.'),
    dateReleased: `${day}T17:00:00.0000Z`,
    count: 1,
    vulnerabilities: [{ cveID: listed ? CVE : 'CVE-2021-44228' }],
  })

/** A data folder into which these feeds were imported. */
async function withFeeds(...feeds: readonly string[]) {
  const holdpoint = holdpointIn(mkdtempSync(join(folder, 'data-')))
  for (const [i, feed] of feeds.entries())
    expect(await holdpoint('feeds', 'import', write(`feed-${i}`, feed))).toMatchObject({ exit: 0, err: '' })
  return holdpoint
}

const CHANCE = /^ {2}attack_chance_30_days:\n(?: {4}.*\n)+/m
const answers = readFileSync('examples/case.answers.yaml', 'utf8')
expect(answers).toMatch(CHANCE)

interface Line {
  readonly entry: { readonly type: string; readonly data: Record<string, unknown> }
  openings: Record<string, { readonly salt: string; readonly value: string }>
}

/** The example case, its finding titled so; with its answers, which leave the chance of an attack open or as changed. */
function caseFile(title: string, changed = answers.replace(CHANCE, ''), exploited = false): string {
  const lines = readFileSync('examples/case.jsonl', 'utf8').trim().split('\n')
  const retitled = lines.map((text) => {
    const line = JSON.parse(text) as Line
    const view = line.entry.data['view'] as { exploited: boolean } | undefined
    if (exploited && view) view.exploited = true
    if (line.entry.type !== 'finding_added') return JSON.stringify(line)
    const [{ salt }] = Object.values(line.openings) as [Line['openings'][string]]
    const made = seal(fromHex(salt)!, title, nodeCrypto.sha256)
    if (!made.ok) throw new Error(made.problem.message)
    line.entry.data['title'] = made.value.sealed
    line.openings = { [made.value.sealed.sealed]: made.value.opening }
    return JSON.stringify(line)
  })
  const at = mkdtempSync(join(folder, 'case-'))
  writeFileSync(join(at, 'case.jsonl'), `${retitled.join('\n')}\n`)
  writeFileSync(join(at, 'case.answers.yaml'), changed)
  writeFileSync(join(at, 'case.profile.yaml'), readFileSync('examples/case.profile.yaml'))
  return join(at, 'case.jsonl')
}

const TITLE = `${CVE}: SQL injection in the login`
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

interface Result {
  readonly computed: { readonly feeds: readonly object[]; readonly inputs: string }
  readonly assumptions: readonly { readonly input: string; readonly by: string; readonly source?: string }[]
  readonly facts: readonly { readonly says: string; readonly use: string }[]
  readonly open: readonly { readonly input: string }[]
  readonly says: { readonly break_even: readonly string[] }
  readonly options: readonly { readonly id: string; readonly expected_cost: number }[]
}
type Program = Awaited<ReturnType<typeof withFeeds>>
async function computed(holdpoint: Program, file: string, ...more: readonly string[]): Promise<Result> {
  const { exit, out, err } = await holdpoint('options', file, '--json', '--iterations', '1000', ...more)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  return JSON.parse(out) as Result
}
const chanceIn = ({ assumptions }: Result) => assumptions.find(({ input }) => input === 'attack_chance_30_days')

test('where nobody says how likely an attack is, the feed does, in every view, scaled by whether we are among the targets', async () => {
  const holdpoint = await withFeeds(epss('2026-11-18'), kev(false))
  const file = caseFile(TITLE)
  const text = flat((await holdpoint('options', file, '--iterations', '1000')).out)
  const source = `EPSS 0.4 (v2026.06.15) × chance of being a target, which is judgement, of 2026-11-18`
  expect(text).toContain(`Nobody has said how likely it is; taken as default: 14 % (2 % to 32 %), from ${source}.`)
  expect(text).toContain(
    `${CVE}: EPSS 0.4 (v2026.06.15 of 2026-11-18): the chance that anybody tries it anywhere within 30 days → attack_chance_30_days, times the chance that we are among the targets`,
  )
  expect(text).toContain('EPSS v2026.06.15 of 2026-11-18; from')
  expect(text).toContain('attack chance 30 days 14 % (2 % to 32 %)')
  const markdown = (await holdpoint('options', file, '--markdown', '--iterations', '1000')).out
  expect(markdown).toContain('EPSS 0.4 (v2026.06.15)')
  expect(markdown).toContain('## From the case')
  expect(markdown).toMatch(/inputs `sha256:\w+`, `?EPSS v2026\.06\.15`? of 2026-11-18\.\n$/)
  const json = await computed(holdpoint, file)
  expect(json.computed.feeds).toEqual([{ name: 'EPSS v2026.06.15', dated: '2026-11-18' }])
  expect(chanceIn(json)).toMatchObject({
    times: 0.4,
    low: 0.05,
    high: 0.8,
    basis: 'default',
    dated: '2026-11-18',
    source: source.replace(/, of 2026-11-18$/, ''),
  })
  expect(json.open[0]).toMatchObject({ input: 'attack_chance_30_days' })
})

test('a listing in KEV supersedes the score: then only whether we are among the targets is open', async () => {
  const json = await computed(await withFeeds(epss('2026-11-18', 0.003), kev(true)), caseFile(TITLE))
  expect(json.computed.feeds).toEqual([{ name: 'CISA KEV 2026.11.19', dated: '2026-11-19' }])
  expect(chanceIn(json)).toMatchObject({ low: 0.05, high: 0.8, source: expect.stringContaining('listed in CISA KEV') })
  expect(json.facts).toContainEqual(expect.objectContaining({ use: 'no figure rests on it: exploitation is known' }))
})

test('a case that knows of exploitation does not take a low score for the chance', async () => {
  const json = await computed(await withFeeds(epss('2026-11-18', 0.003)), caseFile(TITLE, undefined, true))
  expect(chanceIn(json)).toMatchObject({
    source: expect.stringMatching(/^exploited somewhere \(the case, entry \d+\)/),
  })
  expect(json.computed.feeds).toEqual([])
})

test('an own answer wins, whatever the feeds say, and the figures are those without a feed', async () => {
  const file = caseFile(TITLE, answers)
  const json = await computed(await withFeeds(epss('2026-11-18'), kev(true)), file)
  expect(chanceIn(json)).toMatchObject({ low: 0.25, high: 0.8, by: 'ana' })
  expect(json.computed.feeds).toEqual([])
  expect(json.facts).toContainEqual(
    expect.objectContaining({
      says: expect.stringContaining('listed in CISA KEV'),
      use: 'somebody gave the chance: theirs counts',
    }),
  )
  const without = await computed(await withFeeds(), file)
  expect(without.options).toEqual(json.options)
  expect(without.computed.inputs).toBe(json.computed.inputs)
})

test('a profile that states a chance is an own answer too, below those of the case', async () => {
  const file = caseFile(TITLE)
  const profile = readFileSync('examples/case.profile.yaml', 'utf8')
  const stated = write('stated.yaml', profile.replace(/^inputs:\n/m, 'inputs:\n  attack_chance_30_days: 0.07\n'))
  const holdpoint = await withFeeds(epss('2026-11-18'))
  const json = await computed(holdpoint, file, '--profile', stated)
  expect(chanceIn(json)).toMatchObject({ value: 0.07 })
  expect(json.computed.feeds).toEqual([])
  expect(json.facts.at(-1)).toMatchObject({ use: 'somebody gave the chance: theirs counts' })
  const relied = caseFile(TITLE, `${answers.replace(CHANCE, '')}threat: { targeted: 0.5 }\n`)
  const answered = await computed(holdpoint, relied, '--profile', stated)
  expect(chanceIn(answered)).toMatchObject({ times: 0.4, value: 0.5 })
  expect(answered.facts.at(-1)).toMatchObject({ use: expect.stringContaining('times the chance that we are among') })
})

test('who answers only whether we are among the targets leaves the rest to the feed', async () => {
  const answered = `${answers.replace(CHANCE, '')}threat: { targeted: { low: 0.3, high: 0.6, source: our sector is named } }\n`
  const json = await computed(await withFeeds(epss('2026-11-18')), caseFile(TITLE, answered))
  expect(chanceIn(json)).toMatchObject({ times: 0.4, low: 0.3, high: 0.6, by: 'ana', basis: 'data' })
  expect(json.computed.feeds).toEqual([{ name: 'EPSS v2026.06.15', dated: '2026-11-18' }])
})

test('where the title names no CVE, an answer may; also for a risk case without a case file', async () => {
  const holdpoint = await withFeeds(epss('2026-11-18'))
  const named = `${answers.replace(CHANCE, '')}threat: { cve: ${CVE.toLowerCase()} }\n`
  expect(chanceIn(await computed(holdpoint, caseFile('SQL injection', named)))).toMatchObject({ times: 0.4, low: 0.05 })
  const r1 = readFileSync('examples/reference-r1.yaml', 'utf8').replace(/^ {2}attack_chance.*\n/m, '')
  const alone = write('alone.yaml', `${r1}threat: { cve: ${CVE}, targeted: 0.3 }\n`)
  const json = await computed(holdpoint, alone)
  expect(chanceIn(json)).toMatchObject({ times: 0.4, value: 0.3 })
  expect(json.computed.feeds).toEqual([{ name: 'EPSS v2026.06.15', dated: '2026-11-18' }])
})

test('without a feed it is as before: a question, and no numbers', async () => {
  const { exit, out } = await (await withFeeds())('options', caseFile(TITLE))
  expect(exit).toBe(4)
  expect(flat(out)).toContain('How likely does somebody try to exploit it against us within 30 days?')
})

test('a score that is too old is said, and nothing rests on it', async () => {
  const holdpoint = await withFeeds(epss('2026-10-01'), kev(false))
  const { exit, out } = await holdpoint('options', caseFile(TITLE))
  expect(exit).toBe(4)
  expect(flat(out)).toContain('said 51 days ago → too old: no figure rests on it, import a newer one')
  const relied = caseFile(TITLE, `${answers.replace(CHANCE, '')}threat: { targeted: 0.3 }\n`)
  const refused = await holdpoint('options', relied)
  expect(refused.exit).toBe(2)
  expect(refused.err).toMatch(/case\.answers\.yaml:\d+:1 {2}risk\/not-in-feeds\n.*said 51 days ago/)
})

test('as of an earlier moment, a later feed is not known yet', async () => {
  const holdpoint = await withFeeds(epss('2026-11-22'))
  const { exit, out } = await holdpoint('options', caseFile(TITLE), '--now', '2026-11-20T10:30:00Z')
  expect(exit).toBe(4)
  expect(flat(out)).toContain('→ not known yet at the moment that is asked for')
})

test.each([
  ['relies on feeds that do not have the CVE', `threat: { cve: CVE-2026-9999 }`, 'risk/not-in-feeds'],
  ['relies on feeds and nothing names a CVE', 'threat: { targeted: 0.2 }', 'risk/no-cve'],
  ['names no CVE at all', 'threat: { cve: GHSA-1 }', 'risk/unreadable'],
  ['says nothing', 'threat: {}', 'risk/unreadable'],
])('an answer that %s is refused', async (_, threat, code) => {
  const holdpoint = await withFeeds(epss('2026-11-18'))
  const { exit, out, err } = await holdpoint(
    'options',
    caseFile('SQL injection', `${answers.replace(CHANCE, '')}${threat}\n`),
  )
  expect({ exit, out }).toEqual({ exit: 2, out: '' })
  expect(err).toContain(code)
})

test('a feed that is damaged is refused, not passed over', async () => {
  const data = mkdtempSync(join(folder, 'data-'))
  const holdpoint = holdpointIn(data)
  await holdpoint('feeds', 'import', write('damaged', epss('2026-11-18')))
  const stored = join(data, 'feeds', 'epss.feed')
  const bytes = readFileSync(stored)
  bytes[bytes.length - 9]! ^= 1
  writeFileSync(stored, bytes)
  const { exit, err } = await holdpoint('options', caseFile(TITLE))
  expect(exit).toBe(2)
  expect(err).toContain('data/damaged')
})

test('options, brief and documents say the same figures', async () => {
  const holdpoint = await withFeeds(epss('2026-11-18'))
  const file = caseFile(TITLE)
  const { options, computed: made } = JSON.parse((await holdpoint('options', file, '--json')).out) as Result
  const fixFirst = options.find(({ id }) => id === 'fix-first')!.expected_cost
  for (const words of [
    ['brief', file, '--for', 'product'],
    ['document', file, '--kind', 'decision'],
  ]) {
    const { exit, out } = await holdpoint(...words, '--format', 'json')
    expect(exit).toBe(0)
    expect(out).toContain(`"minor": ${Math.round(fixFirst * 100)}`)
    expect(out).toContain(made.inputs)
  }
})

test('a document that does not name the weakness does not name its CVE, only where the chance is from', async () => {
  const holdpoint = await withFeeds(epss('2026-11-18'))
  const file = caseFile(TITLE)
  for (const kind of ['product', 'meeting', 'executive']) {
    const out = flat((await holdpoint('document', file, '--kind', kind)).out)
    expect(out.length).toBeGreaterThan(500)
    expect(out).not.toContain(CVE)
    if (kind !== 'executive') expect(out).toContain('EPSS 0.4 (v2026.06.15)')
  }
})
