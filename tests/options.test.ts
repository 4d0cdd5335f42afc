import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { EVENTS } from '../src/core/case/event.ts'
import { object } from '../src/core/case/schema.ts'
import { readProfile } from '../src/texts/profile/read.ts'
import { PROFILE_TEMPLATE } from '../src/texts/profile/template.ts'
import { holdpoint, VERSION } from './in-process.testing.ts'
import { scratch } from './scratch.testing.ts'

const R1 = 'examples/reference-r1.yaml'
const r1 = readFileSync(R1, 'utf8')
const { folder, write } = scratch()

interface Result {
  readonly recommendation: { readonly id: string; readonly against_halting: boolean } | null
  readonly ranking: readonly string[]
  readonly options: readonly {
    readonly id: string
    readonly dropped: readonly { readonly kind: string; readonly reason: string }[]
    readonly expected_cost: number
    readonly p95: number
    readonly p99: number
    readonly p_loss_event: number
    readonly break_even_vs_fix_first: number | null
    readonly expected_people_harmed?: number
  }[]
  readonly computed: {
    readonly inputs: string
    readonly seed: number
    readonly feeds: readonly { readonly name: string; readonly dated: string }[]
  }
  readonly assumptions: readonly { readonly input: string; readonly basis: string; readonly source?: string }[]
  readonly event: object
}

/** Without its line breaks. */
async function flat(...argv: readonly string[]) {
  const { exit, out } = await holdpoint(...argv)
  return { exit, out: out.replaceAll(/\s+/g, ' ') }
}

async function computed(file: string, ...more: readonly string[]): Promise<Result> {
  const { exit, out, err } = await holdpoint('options', file, '--json', '--iterations', '2000', ...more)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  return JSON.parse(out) as Result
}

// the reference case

const REFERENCE = resolve('..', 'shared', 'data', 'benchmarks', 'quant-reference.json')
const shared = existsSync(REFERENCE)
  ? (
      JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
        decision_case_R1: {
          options: Record<string, { expected_cost: number; p_loss_event: number; p95: number; p99: number }>
          break_even_p30_vs_fix_first: Record<string, number>
        }
      }
    ).decision_case_R1
  : undefined

test.skipIf(!shared)(
  'R1 comes out as published: in closed form where it has one, by simulation elsewhere',
  async () => {
    const { exit, out } = await holdpoint('options', R1, '--json', '--iterations', '200000')
    expect(exit).toBe(0)
    const { options } = JSON.parse(out) as Result
    expect(options).toHaveLength(7)
    for (const option of options) {
      const known = shared!.options[option.id]!
      expect(Math.abs(option.expected_cost - known.expected_cost)).toBeLessThan(0.005)
      expect(Math.abs(option.p_loss_event - known.p_loss_event)).toBeLessThan(5e-9)
      const breakEven = shared!.break_even_p30_vs_fix_first[option.id]
      if (breakEven === undefined) expect(option.break_even_vs_fix_first).toBeNull()
      else expect(Math.abs(option.break_even_vs_fix_first! / breakEven - 1)).toBeLessThan(1e-12)
    }
    // quantiles where the density is not a step: 4 standard errors are below 6 % at 200,000 draws
    const shipNow = options.find(({ id }) => id === 'ship-now')!
    expect(Math.abs(shipNow.p95 / 938_000 - 1)).toBeLessThan(0.06)
    expect(Math.abs(shipNow.p99 / 4_264_000 - 1)).toBeLessThan(0.06)
  },
)

test('the same seed gives the same digits, another seed others, and the order of the options changes nothing', async () => {
  const file = 'examples/accounts-r2.yaml'
  const [first, again, other] = [
    await computed(file, '--seed', '7'),
    await computed(file, '--seed', '7'),
    await computed(file, '--seed', '8'),
  ]
  expect(again).toEqual(first)
  expect(other.options[0]!.p95).not.toBe(first.options[0]!.p95)
  const turned = readFileSync(file, 'utf8').replace(/^options: \[(.*)\]$/m, (_, list: string) => {
    return `options: [${list.split(', ').toReversed().join(', ')}]`
  })
  const reversed = await computed(write('turned.yaml', turned), '--seed', '7')
  expect(reversed.options).toEqual(first.options)
})

test('what is kept fits the event of the case, and a changed input makes another digest', async () => {
  const result = await computed(R1)
  expect(object(EVENTS.options_computed).read(result.event, '')).toMatchObject({ ok: true })
  expect(result.event).toMatchObject({ inputs: result.computed.inputs, seed: 1, program: `holdpoint ${VERSION}` })
  const changed = await computed(write('changed.yaml', r1.replace('fix_days: 2', 'fix_days: 3')))
  expect(changed.computed.inputs).not.toBe(result.computed.inputs)
  const renamed = await computed(write('renamed.yaml', r1.replace('title: R1', 'title: R 1')))
  expect(renamed.computed.inputs).toBe(result.computed.inputs)
  expect((await computed(write('elsewhere.yaml', r1))).event).toEqual(result.event)
})

// what people read

test('the break-even comes first, the recommendation is plain, and it may be against halting', async () => {
  const { out } = await flat('options', R1, '--iterations', '10000')
  expect(out.indexOf('Break-even')).toBeLessThan(out.indexOf('Way out'))
  expect(out).toContain('only if you believe the chance of an attack within 30 days to be above 55 %. Believed: 12 %')
  expect(out).toContain('These figures speak against halting the release.')
  expect(out).toContain('Ship behind a control, patch later: it has the lowest expected cost, EUR 38 k.')
})

test('how often something turns out cheaper is nowhere: usually nothing happens, whatever one does', async () => {
  for (const form of ['--full', '--json', '--markdown']) {
    const { out } = await holdpoint('options', R1, form, '--iterations', '1000')
    expect(out).not.toMatch(/turns? out|cheaper/i)
  }
})

test('every form prints what the figures cannot know', async () => {
  for (const form of [[], ['--full'], ['--json'], ['--markdown']])
    expect((await holdpoint('options', R1, '--iterations', '1000', ...form)).out).toContain(
      'Legal maxima are maxima, not forecasts.',
    )
})

test('a way out that a rule drops stays visible with its reason, and is not recommended', async () => {
  const { options, ranking, recommendation } = await computed('examples/accounts-r2.yaml')
  const dropped = options.find(({ id }) => id === 'ship-now')!
  expect(dropped.dropped).toMatchObject([{ kind: 'tolerance' }])
  expect(ranking).not.toContain('ship-now')
  expect(recommendation).toMatchObject({ id: 'fix-first', against_halting: false })
  const { out } = await holdpoint('options', 'examples/accounts-r2.yaml', '--iterations', '1000')
  expect(out).toMatch(/× Ship now {2,}/)
  expect(out).toContain('(tolerance: risk appetite')
})

test('where the rules leave nothing, nothing is recommended, and every way out says why', async () => {
  const rules = `constraints:
  - { kind: policy, forbids: shipping the vulnerable code, reason: No known flaw ships., source: Policy 4 }
  - { kind: contract, forbids: limited regression, reason: Full tests were promised., source: Contract 7 }
options: [ship-now, ship-then-patch, fix-limited-regression]
`
  const file = write('nothing.yaml', r1.replace(/options:\n[\s\S]*$/, rules))
  const { exit, out } = await flat('options', file, '--full', '--iterations', '1000')
  expect(exit).toBe(0)
  expect(out).toContain('Law, safety, policy, contract and tolerance leave none of these ways out.')
  expect(out).toContain('Fix first, test in part: Full tests were promised. (contract: Contract 7)')
  expect((await computed(file)).recommendation).toBeNull()
  const excepted = r1.replace(/options:\n[\s\S]*$/, rules.replace('Policy 4 }', 'Policy 4, exception_by: eve }'))
  const open = write('excepted.yaml', excepted)
  expect((await computed(open)).ranking).toEqual(['ship-then-patch', 'ship-now'])
  expect((await flat('options', open, '--iterations', '1000')).out).toContain(
    'policy: Policy 4; eve owns the risk of the exception.',
  )
})

test('harm to people outside stands beside the money and changes no cost', async () => {
  const source = readFileSync('examples/accounts-r2.yaml', 'utf8')
  const without = source.replace(/outsiders:\n.*\n.*\n/, '')
  const [beside, alone] = [await computed('examples/accounts-r2.yaml'), await computed(write('alone.yaml', without))]
  expect(beside.options.map((option) => option.expected_cost)).toEqual(alone.options.map((o) => o.expected_cost))
  expect(beside.options[0]!.expected_people_harmed).toBeGreaterThan(100)
  expect(alone.options[0]!).not.toHaveProperty('expected_people_harmed')
})

test('every default is shown as one, with where it comes from', async () => {
  const { assumptions } = await computed('examples/admin-r3.yaml')
  const defaults = assumptions.filter(({ basis }) => basis === 'default')
  expect(defaults.length).toBeGreaterThan(5)
  for (const one of defaults) expect(one.source).toMatch(/^judgement/)
  const { out } = await holdpoint('options', 'examples/admin-r3.yaml', '--iterations', '1000')
  for (const { input } of defaults) expect(out.replaceAll(/\s+/g, ' ')).toContain(input.replaceAll('_', ' '))
})

test('where product and security differ, both are computed, and it is said whether the choice changes', async () => {
  const disputed = r1.replace(
    'attack_chance_30_days: 0.12',
    'attack_chance_30_days: { value: 0.12, disputed: [{ value: 0.9, by: ana }] }',
  )
  const { out } = await holdpoint('options', write('disputed.yaml', disputed), '--iterations', '1000')
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'With the figures of ana another way out has the lowest expected cost: Ship with the feature off.',
  )
})

test('a way out that never fixes the flaw says that only its window was counted', async () => {
  const file = write('never.yaml', r1.replace('attack_chance_30_days: 0.12', 'attack_chance_30_days: 0.0001'))
  expect((await holdpoint('options', file, '--iterations', '1000')).out).toContain('It never fixes the flaw:')
})

test('names from a file are never markup, terminal codes or formulas', async () => {
  const hostile = r1
    .replace('title: R1, a flaw found hours before the release', 'title: "\\e[31m| <b>x</b> `y`"')
    .replace(
      '  - ship-now\n',
      '  - { id: mine, name: "<script>|`\\u202e", ships: vulnerable, remedy: none, measures: [], promised: false }\n',
    )
  const file = write('hostile.yaml', hostile)
  const text = (await holdpoint('options', file, '--full', '--iterations', '1000')).out
  expect(text).not.toMatch(/[\u001B\u202E]/)
  const markdown = (await holdpoint('options', file, '--markdown', '--iterations', '1000')).out
  expect(markdown).toContain('``<script>\\|`\\u{202e}``')
})

test('the pictures are written beside, each with a title, a description and nobody else’s markup', async () => {
  expect((await holdpoint('options', 'examples/accounts-r2.yaml', '--iterations', '1000', '--svg', folder)).exit).toBe(
    0,
  )
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'))
  expect(names.toSorted()).toEqual(['break-even.svg', 'exposure.svg', 'loss.svg', 'options.svg', 'tornado.svg'])
  for (const name of names)
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/<title>.+<\/title><desc>.+<\/desc>/)
})

// what is known of attacks

test('EPSS is the chance of an attack on anybody: it is scaled by the chance that we are among the targets', async () => {
  const threat = 'threat: { epss: 0.4, model: v2026.06.15, dated: 2026-11-19, targeted: 0.3 }\n'
  const file = write('epss.yaml', `${threat}${r1.replace(/^ {2}attack_chance.*\n/m, '')}`)
  const result = await computed(file)
  expect(result.computed.feeds).toEqual([{ name: 'EPSS v2026.06.15', dated: '2026-11-19' }])
  const same = await computed(write('same.yaml', r1))
  expect(result.options.map((option) => option.break_even_vs_fix_first)).toEqual(
    same.options.map((option) => option.break_even_vs_fix_first),
  )
  for (const [i, option] of result.options.entries())
    expect(option.expected_cost).toBeCloseTo(same.options[i]!.expected_cost, 6)
})

// bad input: a place, a cause, a next step

const bad: readonly (readonly [rule: string, from: string | RegExp, to: string, code: string, place: string])[] = [
  ['low above high', '{ low: 50000, high: 5000000 }', '{ low: 9, high: 5 }', 'risk/low-above-high', '45:13'],
  ['a negative amount', 'control_cost: 5000', 'control_cost: -5000', 'risk/negative', '27:17'],
  ['a negative duration', 'fix_days: 2', 'fix_days: -2', 'risk/negative', '19:13'],
  ['a probability above 1', 'vulnerability: 0.6', 'vulnerability: 60', 'risk/not-a-probability', '11:18'],
  ['percent signs', 'vulnerability: 0.6', 'vulnerability: 60 %', 'risk/unreadable', '11:18'],
  ['a chance of exactly 1', 'days: 0.12', 'days: 1', 'risk/not-a-chance', '10:26'],
  ['NaN', 'vulnerability: 0.6', 'vulnerability: .nan', 'yaml/number', '11:18'],
  ['two currencies', '{ low: 50000,', '{ currency: USD, low: 50000,', 'risk/mixed-currencies', '45:13'],
  ['half a range', '{ low: 50000, high: 5000000 }', '{ low: 50000 }', 'risk/unreadable', '45:13'],
  ['a key that is not known', 'control_cost:', 'controll_cost:', 'risk/unknown-key', '27:3'],
  ['an option that is not known', '- ship-now', '- ship-nwo', 'risk/unknown-word', '48:5'],
  ['a horizon beyond 90 days', 'horizon_days: 60', 'horizon_days: 400', 'risk/horizon', '6:15'],
  ['an input that nobody gave', /^ {2}fix_days: 2\n/m, '', 'risk/missing-input', '10:3'],
  ['no chance of an attack', /^ {2}attack_chance.*\n/m, '', 'risk/missing-input', '10:3'],
  [
    'a target beyond certainty',
    /^inputs:\n.*\n/m,
    'threat: { exploited: KEV, dated: 2026-11-01, targeted: 3 }\ninputs:\n',
    'risk/not-a-chance',
    '9:56',
  ],
  ['no currency', 'currency: EUR', '', 'risk/missing', '3:1'],
  ['a currency that is none', 'currency: EUR', 'currency: Euro', 'money/unknown-currency', '5:11'],
  ['no loss', /loss:\n.*\n.*\n/, '', 'risk/missing', '3:1'],
  ['nobody who answers', /^by: .*\n/m, '', 'risk/missing', '3:1'],
  ['a file that was cut off', /options:[\s\S]*$/, 'options: [ship-now,', 'yaml/syntax', '47:20'],
  [
    'two chances of an attack',
    'inputs:',
    'threat: { exploited: KEV, dated: 2026-11-01, targeted: 0.1 }\ninputs:',
    'risk/two-chances',
    '9:1',
  ],
  [
    'an EPSS above 1',
    /^ {2}attack.*\n/m,
    'threat: { epss: 4, model: m, dated: 2026-11-01, targeted: 0.1 }\n',
    'risk/unreadable',
    '10:17',
  ],
]

test.each(bad)('%s is told with its place, and nothing is computed', async (_, from, to, code, place) => {
  const text =
    code === 'risk/unreadable' && to.startsWith('threat') ? `${to}${r1.replace(from, '')}` : r1.replace(from, to)
  expect(text).not.toBe(r1)
  const file = write('bad.yaml', text)
  const { exit, out, err } = await holdpoint('options', file)
  expect({ exit, out }).toEqual({ exit: 2, out: '' })
  if (!to.startsWith('threat: { epss')) expect(err).toContain(`bad.yaml:${place}  ${code}`)
  else expect(err).toContain('risk/unreadable\n  "epss" is 4.')
})

test('a mistyped word is told with the one that was meant', async () => {
  const { err } = await holdpoint('options', write('typo.yaml', r1.replace('control_cost:', 'controll_cost:')))
  expect(err).toContain('Did you mean "control_cost"?')
})

test.each([
  [['--iterations', '5'], 'risk/iterations'],
  [['--seed', '1.5'], 'usage/invalid-argument'],
  [['--answers', R1], 'usage/answers-without-case'],
  [['--json', '--markdown'], 'usage/conflicting-option'],
  [['--svg', '/nowhere/at/all'], 'file/not-written'],
  [['--now', 'tomorrow'], 'instant/unreadable'],
])('on the command line, %j is refused as %s', async (words, code) => {
  const { exit, out, err } = await holdpoint('options', R1, ...words)
  expect({ exit, out }).toEqual({ exit: 2, out: '' })
  expect(err).toContain(code)
})

// profiles and case files

test('the template of a profile is a sound profile', async () => {
  expect(readProfile('p.yaml', PROFILE_TEMPLATE)).toMatchObject({ ok: true })
  const file = write('template.yaml', (await holdpoint('profile', 'init')).out)
  const { exit, out } = await holdpoint('profile', 'check', file)
  expect(exit).toBe(0)
  expect(out).toContain('Sound: payments')
  expect(out).toContain('GDPR')
  expect((await holdpoint('profile', 'init', file)).err).toContain('profile/exists')
})

test('with a profile, a new hold asks at most seven questions', async () => {
  for (const text of [PROFILE_TEMPLATE, 'schema: holdpoint/profile/v1\nproduct: p\ncurrency: EUR\nby: ana\n']) {
    const { out } = await holdpoint('profile', 'check', write('some.yaml', text))
    const asked = out.slice(0, out.indexOf('What law')).match(/^ {2}- /gm) ?? []
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(7)
  }
})

test.each([
  ['jurisdictions: [EU]', 'jurisdictions: [EUU]', 'profile/unknown-word'],
  ['people: 120000', 'people: -5', 'risk/negative'],
  ['annual_turnover: 60000000', 'annual_turnover: -1', 'profile/out-of-range'],
  ['product: payments', '', 'profile/missing'],
  ['regression_cost: {', 'regresion_cost: {', 'profile/unknown-key'],
])('a profile in which %s became %s is refused as %s', async (from, to, code) => {
  const text = PROFILE_TEMPLATE.replace(from, to)
  expect(text).not.toBe(PROFILE_TEMPLATE)
  const { exit, err } = await holdpoint('profile', 'check', write('bad-profile.yaml', text))
  expect(exit).toBe(2)
  expect(err).toMatch(new RegExp(`bad-profile\\.yaml:\\d+:\\d+ {2}${code}`))
})

test('an answer overrules the profile, the profile a default; law comes from the profile', async () => {
  const profile = write('eu.yaml', PROFILE_TEMPLATE.replace('elements: false', 'elements: true'))
  const answers = `schema: holdpoint/risk-case/v1
by: ana
release_day: 2027-12-12
inputs:
  attack_chance_30_days: 0.2
  already_exposed_fraction: 0
  fix_days: 1
  regression_cost: 1234
`
  const { options, assumptions } = await computed(write('answers.yaml', answers), '--profile', profile)
  const basis = new Map(assumptions.map((one) => [one.input, one]))
  expect(basis.get('regression_cost')).toMatchObject({ value: 1234, by: 'ana' })
  expect(basis.get('cost_of_delay_per_day')).toMatchObject({ low: 5000, high: 30_000, by: 'pam' })
  expect(basis.get('overrun_factor')).toMatchObject({ basis: 'default' })
  expect(options.find(({ id }) => id === 'ship-then-patch')!.dropped).toMatchObject([{ kind: 'law' }])
})

const CASE = 'examples/case.jsonl'

test('a case file, its answers and its profile beside it give numbers', async () => {
  const { exit, out } = await holdpoint('options', CASE, '--iterations', '1000')
  expect(exit).toBe(0)
  expect(out).toContain('HP-7 "Quiet Harbour"')
  expect(out).toContain('entry 30, lea: fix: 3 / 4 / 7 working hours → fix_days')
  expect(out).toContain('a\n    severity, not a chance: no figure rests on it')
})

test('a case file alone gives questions with who could answer, and no numbers', async () => {
  const alone = write('alone.jsonl', readFileSync(CASE, 'utf8'))
  const { exit, out } = await holdpoint('options', alone)
  expect(exit).toBe(4)
  expect(out).toContain('There are no numbers yet')
  expect(out).toContain('ask security, as a 90 % range')
  expect(out).not.toContain('already_exposed_fraction, ') // the case says so itself
  expect(out).not.toMatch(/Expected|EUR/)
  const json = JSON.parse((await holdpoint('options', alone, '--json')).out) as {
    options: object[]
    unanswered: object[]
  }
  expect(json.options).toEqual([])
  expect(json.unanswered).toContainEqual(
    expect.objectContaining({ input: 'cost_of_delay_per_day', who: 'the product manager' }),
  )
})

test('answers that are named must be there; a case that was cut off is refused', async () => {
  expect((await holdpoint('options', CASE, '--answers', 'nowhere.yaml')).err).toContain('nowhere.yaml  file/missing')
  const cut = write('cut.jsonl', readFileSync(CASE, 'utf8').slice(0, 5000))
  expect((await holdpoint('options', cut)).err).toMatch(/cut\.jsonl:\d+ {2}case\/malformed/)
})
