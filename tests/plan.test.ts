import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { holdpoint } from './in-process.testing.ts'
import { scratch } from './scratch.testing.ts'

const PLAN = 'examples/plan.yaml'
const plan = readFileSync(PLAN, 'utf8')
const AT = ['--now', '2026-11-20T09:30:00Z', '--iterations', '1000']
const { write } = scratch()

interface Forecast {
  readonly finish: { readonly p50: string; readonly p80: string; readonly p95: string }
  readonly tasks: readonly { readonly id: string; readonly state: string; readonly criticality: number }[]
  readonly minimum: { readonly finish: string; readonly path: readonly string[]; readonly chance: number }
  readonly what_if: readonly { readonly name: string; readonly slip_hours: number }[]
  readonly displaces: readonly { readonly owner: string; readonly agreed: object | null }[]
  readonly computed: { readonly inputs: string }
  readonly rests_on: { readonly assumed: readonly string[] }
}

async function foretold(file: string, ...more: readonly string[]): Promise<Forecast> {
  const { exit, out, err } = await holdpoint('plan', file, '--json', ...AT, ...more)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  return JSON.parse(out) as Forecast
}

const flat = async (...argv: readonly string[]) => (await holdpoint(...argv)).out.replaceAll(/\s+/g, ' ')

test('three dates, the one to promise marked, and what the end waits for', async () => {
  const { finish, tasks } = await foretold(PLAN)
  expect([finish.p50, finish.p80, finish.p95]).toEqual([finish.p50, finish.p80, finish.p95].toSorted())
  expect(tasks.find(({ id }) => id === 'release')).toMatchObject({ criticality: 1 })
  expect((await holdpoint('plan', PLAN, ...AT)).out).toMatch(
    /▸ \w{3} \d+ \w{3} \d\d:\d\d {3}P80, four times in five: the date to promise/,
  )
})

test('the absolute minimum comes with its chance, and is never after the range', async () => {
  const { minimum, finish } = await foretold(PLAN)
  expect(minimum.finish < finish.p50).toBe(true)
  expect(minimum.path).toEqual(['reproduce', 'fix', 'review', 'regression', 'release'])
  expect(await flat('plan', PLAN, ...AT)).toContain('The chance that it goes so well: below 0.3 %.')
})

test('the same seed gives the same dates; titles change nothing', async () => {
  const { computed: _, ...first } = await foretold(PLAN)
  const renamed = write('renamed.yaml', plan.replace('title: Review,', 'title: Look,'))
  const { computed: __, ...again } = await foretold(renamed)
  expect(again.finish).toEqual(first.finish)
  expect((await foretold(PLAN, '--seed', '2')).finish).not.toEqual(first.finish)
})

test('somebody more, an evening and a limited test are computed with the same luck; one may be asked for alone', async () => {
  const { what_if: all } = await foretold(PLAN)
  expect(all).toHaveLength(3)
  const [one] = (await foretold(PLAN, '--what-if', 'add=evening')).what_if
  expect(one).toEqual(all[1])
  expect(one!.slip_hours).toBeLessThan(0)
})

test('a promised date is held against the range', async () => {
  const promised = (date: string) => write('promised.yaml', plan.replace(/^planned: \S+/m, `planned: ${date}`))
  expect(await flat('plan', promised('2026-11-20T12:00:00Z'), ...AT)).toContain(
    'cannot be kept even if everything goes',
  )
  expect(await flat('plan', promised('2026-11-23T12:00:00Z'), ...AT)).toContain('is less likely than not')
  expect(await flat('plan', promised('2026-12-20T12:00:00Z'), ...AT)).toContain('kept nineteen times in twenty')
})

test('times are those of the wall: a plan in Berlin is shown an hour ahead of UTC, and office hours are Berlin’s', async () => {
  expect(await flat('plan', PLAN, ...AT)).toContain('As of Fri 20 Nov 10:30 2026; times in Europe/Berlin.')
  const inUtc = write('utc.yaml', plan.replace('zone: Europe/Berlin    ', 'zone: UTC    '))
  const [berlin, utc] = [await foretold(PLAN), await foretold(inUtc)]
  expect(utc.finish).toEqual(berlin.finish)
})

test('a holiday moves the date', async () => {
  const free = write('free.yaml', plan.replace('holidays: [2026-12-25', 'holidays: [2026-11-23, 2026-12-25'))
  expect((await foretold(free)).finish.p50 > (await foretold(PLAN)).finish.p50).toBe(true)
})

test('work that waits counts on its owner', async () => {
  expect(await flat('plan', PLAN, ...AT)).toContain('pam has not agreed yet. The dates hold only if they do.')
})

test('the chart is written beside', async () => {
  const file = write('gantt.svg', '')
  expect((await holdpoint('plan', PLAN, ...AT, '--svg', file)).exit).toBe(0)
  const svg = readFileSync(file, 'utf8')
  expect(svg).toContain('<title>When the release is possible: SQL injection in the new login of payments</title>')
  expect(svg).toContain('promised')
})

test('the minutes get a table', async () => {
  const { out } = await holdpoint('plan', PLAN, ...AT, '--markdown')
  expect(out).toContain('| task | state | starts (median) | P50 | P80 | P95 | decides the end in |')
  expect(out).toContain('| `Review` |')
})

// from a case

const CASE = 'examples/case.jsonl'
const DURING = ['--now', '2026-11-20T10:22:00Z', '--iterations', '1000']

test('a case gives its last plan with what has happened, and the calendars come from beside it', async () => {
  const { exit, out } = await holdpoint('plan', CASE, '--json', ...DURING)
  expect(exit).toBe(0)
  const { tasks, displaces, rests_on: grounds } = JSON.parse(out) as Forecast
  expect(tasks.map(({ id, state }) => [id, state])).toEqual([
    ['fix', 'started'],
    ['test', 'open'],
  ])
  expect(displaces).toMatchObject([{ owner: 'pam', agreed: { by: 'pam' } }])
  expect(grounds.assumed).toEqual([])
})

test('a revised plan keeps what was done, and says how far the date has moved', async () => {
  const lines = readFileSync(CASE, 'utf8').split('\n').slice(0, 32)
  const revised = JSON.parse(lines[29]!) as {
    entry: { data: { tasks: { task: string; high: number }[] } } & Record<string, unknown>
  }
  Object.assign(revised.entry, {
    n: 33,
    at: '2026-11-20T11:00:00.000Z',
    command: '01a1f873-c8a0-7000-8000-0000000000ff',
  })
  const test = revised.entry.data.tasks.find(({ task }) => task === 'test')!
  Object.assign(test, { low: 4, likely: 6, high: 9 })
  const file = write('revised.jsonl', [...lines, JSON.stringify(revised), ''].join('\n'))
  write('revised.plan.yaml', readFileSync('examples/case.plan.yaml', 'utf8'))
  const words = ['plan', file, '--now', '2026-11-20T11:30:00Z', '--iterations', '1000']
  expect(await flat(...words)).toMatch(
    /Since the plan of Fri 20 Nov 11:15 the date to promise is \d.* later: \w{3} \d+ \w{3} \d\d:\d\d instead of/,
  )
  const { tasks, moved } = JSON.parse((await holdpoint(...words, '--json')).out) as Forecast & {
    moved: { hours: number }
  }
  expect(tasks.find(({ id }) => id === 'fix')).toMatchObject({ state: 'started' })
  expect(moved.hours).toBeGreaterThan(1)
})

test('without calendars, office hours are assumed, and it is said', async () => {
  const alone = write('alone.jsonl', readFileSync(CASE, 'utf8'))
  const { out } = await holdpoint('plan', alone, ...DURING)
  expect(out).toContain('Working hours: a default')
})

test('a case without a plan says so', async () => {
  const { exit, err } = await holdpoint('plan', CASE, '--now', '2026-11-20T09:00:00Z')
  expect(exit).toBe(2)
  expect(err).toContain('plan/empty')
})

// bad input: a place, a cause, a next step

const bad: readonly (readonly [rule: string, from: string | RegExp, to: string, code: string, place: string])[] = [
  ['tasks that wait for each other', 'who: [dev, eli] }', 'who: [dev, eli], after: [release] }', 'plan/cycle', '21:5'],
  ['a calendar without hours', '[mon-sun 00:00-24:00]', '[]', 'plan/no-working-hours', '17:3'],
  ['a zone that is none', 'zone: UTC,', 'zone: Mars/Base,', 'calendar/unknown-zone', '11:16'],
  ['a zone to show that is none', 'zone: Europe/Berlin  ', 'zone: Mars  ', 'calendar/unknown-zone', '6:7'],
  ['hours that cannot be read', 'mon-sun 00:00-24:00', 'mon-sun 0-24', 'plan/bad-hours', '11:29'],
  ['an hour that is none', 'mon-sun 00:00-24:00', 'mon-sun 09:00-25:00', 'calendar/bad-time', '11:29'],
  ['a day that is none', '2026-12-26', '2026-13-26', 'calendar/bad-date', '10:108'],
  ['a calendar that is not there', 'cy: { calendar: office', 'cy: { calendar: ofice', 'plan/unknown-calendar', '16:19'],
  ['somebody unknown', 'who: [cy]', 'who: [zoe]', 'plan/unknown-person', '25:5'],
  ['a task that is not there', 'after: [review] }', 'after: [reveiw] }', 'plan/unknown-task', '25:5'],
  ['low above high', 'low: 0.5, likely: 1, high: 3', 'low: 5, likely: 1, high: 3', 'plan/bad-estimate', '21:5'],
  ['negative hours', 'low: 0.5, likely: 1, high: 3', 'low: -5, likely: 1, high: 3', 'plan/bad-estimate', '21:5'],
  [
    'hours that are no number',
    'low: 0.5, likely: 1, high: 3',
    'low: x, likely: 1, high: 3',
    'plan/unreadable',
    '21:67',
  ],
  ['an overrun below 0', 'overrun: default ', 'overrun: { factor: -1 } ', 'plan/bad-factor', '36:10'],
  ['a date that is none', /^planned: \S+/m, 'planned: friday', 'instant/unreadable', '7:10'],
  ['no tasks', /^tasks:\n(?: .*\n)+/m, '', 'plan/empty', ''],
  ['a key that is not known', 'regression: full ', 'regresion: full ', 'plan/unknown-key', '35:1'],
  ['a file that was cut off', /who: \[dev, eli\], after: \[rep[\s\S]*$/, 'who: [dev', 'yaml/syntax', '22:114'],
]

test.each(bad)('%s: told with its place, and nothing is computed', async (_, from, to, code, place) => {
  const text = plan.replace(from, to)
  expect(text).not.toBe(plan)
  const { exit, out, err } = await holdpoint('plan', write('bad.yaml', text), ...AT)
  expect({ exit, out }).toEqual({ exit: 2, out: '' })
  expect(err).toContain(`bad.yaml${place && `:${place}`}  ${code}`)
})

test.each([
  [['--iterations', '5'], 'plan/bad-options'],
  [['--what-if', 'add=coffee'], 'usage/unknown-what-if'],
  [['--people', 'nowhere.yaml', CASE], 'usage/excess-arguments'],
  [['--now', 'soon'], 'instant/unreadable'],
])('on the command line, %j is refused as %s, without a place in the file', async (words, code) => {
  const { exit, err } = await holdpoint('plan', PLAN, ...words)
  expect(exit).toBe(2)
  expect(err).toContain(code)
  expect(err).not.toContain('plan.yaml:')
})

test('a plan that is named for a case must be there', async () => {
  const { err } = await holdpoint('plan', CASE, '--people', 'nowhere.yaml', ...DURING)
  expect(err).toContain('nowhere.yaml  file/missing')
})

test('a task that somebody began at night, or on a day off, is under way all the same', async () => {
  const lines = readFileSync(CASE, 'utf8').split('\n')
  const started = lines.findIndex((line) => line.includes('"type":"task_started"'))
  const night = lines[started]!.replace(/"at":"[^"]+"/, '"at":"2026-11-21T02:00:00.000Z"') // a Saturday
  const file = write('night.jsonl', [...lines.slice(0, started), night, ''].join('\n'))
  const { tasks, rests_on } = await foretold(file, '--now', '2026-11-21T03:00:00Z')
  expect(rests_on.assumed).toEqual([expect.stringContaining('Monday to Friday 09:00 to 17:00 UTC')])
  const fix = { id: 'fix', state: 'started', finish: { p50: expect.stringMatching(/^2026-11-23T/) } } // on Monday it goes on
  expect(tasks[0]).toMatchObject(fix)
})
