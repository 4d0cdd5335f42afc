import { expect, test } from 'vitest'
import type { Currency } from '../money.ts'
import { inputsInUse, valueOf, type RiskCase } from './case.ts'
import { compareOptions } from './compare.ts'
import { between, fixed } from './distribution.ts'
import { INPUT_NAMES, type InputName } from './inputs.ts'
import { optionOf, OPTIONS, type Option } from './options.ts'
import type { Profile } from './profile.ts'
import { judged, r1, r1With } from './reference-r1.testing.ts'
import { validateCase, validateProfile, validateSettings } from './validate.ts'

const told = (changes: Partial<RiskCase>) =>
  validateCase({ ...r1, ...changes }, 'r1.yaml').map(({ code, at }) => `${code} ${at?.file}${at?.pointer}`)

const without = (name: InputName): RiskCase['inputs'] =>
  Object.fromEntries(Object.entries(r1.inputs).filter(([other]) => other !== name))

test('the reference case has no fault', () => {
  expect(told({})).toEqual([])
})

test('every fault is told with its place, all at once, and nothing is computed', () => {
  const risk = r1With({ attackChance30Days: 1.2, fixDays: -1, costOfDelayPerDay: between(9, 3) })
  const result = compareOptions(risk, { seed: 1, iterations: 100 }, 'r1.yaml')
  expect(result.ok).toBe(false)
  if (!result.ok)
    expect(result.problems.map(({ code, at }) => [code, at!.pointer])).toEqual([
      ['risk/not-a-chance', '/inputs/attackChance30Days'],
      ['risk/low-above-high', '/inputs/costOfDelayPerDay'],
      ['risk/negative', '/inputs/fixDays'],
    ])
})

test('an input that an option rests on and nobody gave is missed by name; one that no option uses is not', () => {
  const problems = validateCase({ ...r1, inputs: without('limitedRegressionDays') }, 'case')
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ code: 'risk/missing-input', at: { pointer: '/inputs/limitedRegressionDays' } })
  expect(problems[0]!.message).toContain('needed by fix-limited-regression.')
  expect(told({ inputs: without('limitedRegressionDays'), options: [optionOf('fix-first')!] })).toEqual([])
})

test('an input that is given is checked even where no option uses it', () => {
  expect(told({ inputs: { ...r1.inputs, vendorDays: judged(fixed(-3)) } })).toEqual([
    'risk/negative r1.yaml/inputs/vendorDays',
  ])
})

test('the figures of both sides of a dispute are checked', () => {
  const disputed = [judged(fixed(0.5)), judged(fixed(7))]
  const vulnerability = { ...judged(fixed(0.6)), disputed }
  expect(told({ inputs: { ...r1.inputs, vulnerability } })).toEqual([
    'risk/not-a-probability r1.yaml/inputs/vulnerability/disputed/1',
  ])
})

test('currencies are not mixed: no rate is assumed', () => {
  const inDollars = { ...judged(fixed(5)), currency: 'USD' }
  expect(told({ inputs: { ...r1.inputs, costOfDelayPerDay: inDollars } })).toEqual([
    'risk/mixed-currencies r1.yaml/inputs/costOfDelayPerDay',
  ])
  expect(told({ loss: [{ ...r1.loss[0]!, amount: inDollars }] })).toEqual([
    'risk/mixed-currencies r1.yaml/loss/0/amount',
  ])
  expect(told({ currency: 'USD' as Currency, loss: [{ ...r1.loss[0]!, amount: inDollars }] })).toEqual([])
})

test('a horizon of nothing, or beyond 90 days, is refused', () => {
  for (const horizonDays of [0, -5, 91, NaN])
    expect(told({ horizonDays })).toEqual(['risk/horizon r1.yaml/horizonDays'])
  expect([...told({ horizonDays: 90 }), ...told({ horizonDays: 0.5 })]).toEqual([])
})

test('losses, milestones, limits and people outside are checked like the rest', () => {
  const part = r1.loss[0]!
  expect(
    told({
      loss: [
        part,
        {
          ...part,
          amount: judged(fixed(-1)),
          cap: -2,
          units: { what: 'records', count: -3 },
          secondaryChance: judged(fixed(1.5)),
        },
      ],
    }),
  ).toEqual([
    'risk/duplicate r1.yaml/loss/1/id',
    'risk/negative r1.yaml/loss/1/amount',
    'risk/negative r1.yaml/loss/1/units/count',
    'risk/negative r1.yaml/loss/1/cap',
    'risk/not-a-probability r1.yaml/loss/1/secondaryChance',
  ])
  expect(told({ milestones: [{ name: 'fair', afterDays: NaN, amount: -1 }] })).toEqual([
    'risk/not-a-number r1.yaml/milestones/0/afterDays',
    'risk/negative r1.yaml/milestones/0/amount',
  ])
  expect(
    told({
      constraints: [
        { kind: 'law', forbids: 'shipping it exploitable', reason: '', source: '' },
        { kind: 'tolerance', amount: -1, chance: 2, source: 'board' },
      ],
    }),
  ).toEqual(['risk/negative r1.yaml/constraints/1/amount', 'risk/not-a-probability r1.yaml/constraints/1/chance'])
  expect(told({ outsiders: { peoplePerEvent: judged(fixed(-1)), harm: 'injury' } })).toEqual([
    'risk/negative r1.yaml/outsiders/peoplePerEvent',
  ])
})

test('an option stands in a case once, and there is one', () => {
  const option = optionOf('ship-now')!
  expect(told({ options: [option, option] })).toEqual(['risk/duplicate r1.yaml/options'])
  expect(told({ options: [] })).toEqual(['risk/no-options r1.yaml/options'])
})

test('what strangers wrote is quoted in a problem, but never at length', () => {
  const long = 'x'.repeat(5000)
  const option = { ...optionOf('fix-first')!, id: long, remedy: 'none' } as const
  const part = { ...r1.loss[0]!, id: long, amount: { ...judged(fixed(1)), currency: long } }
  const problems = validateCase({ ...r1, inputs: {}, loss: [part, part], options: [option, option] }, 'case')
  expect(new Set(problems.map(({ code }) => code))).toEqual(
    new Set(['risk/missing-input', 'risk/duplicate', 'risk/mixed-currencies', 'risk/impossible-option']),
  )
  for (const { message } of problems) expect(message.length).toBeLessThan(400)
})

test('an option that cannot be is refused before it costs infinitely much', () => {
  const way = optionOf('fix-first')!
  const refused = (changes: Partial<Option>) => {
    const problems = validateCase({ ...r1, options: [{ ...way, ...changes }] }, 'case')
    return problems.filter(({ code }) => code === 'risk/impossible-option').map(({ message }) => message)
  }
  expect(refused({ remedy: 'none' })).toEqual(['"fix-first" waits for a remedy and names none.'])
  expect(refused({ ships: 'part', remedy: 'none' })).toHaveLength(1)
  expect(refused({ ships: 'reverted', remedy: 'none' })).toEqual([])
  expect(refused({ ships: 'vulnerable', measures: ['previous-release'] })).toEqual([
    '"fix-first" ships a release and returns production to the previous one.',
  ])
  expect(refused({ measures: ['control', 'control'] })).toEqual(['"fix-first" names a measure twice.'])
  for (const option of OPTIONS) expect(refused(option)).toEqual([])
})

test('the inputs in use are those of the options on the table, in the order of the table of inputs', () => {
  expect(inputsInUse([optionOf('ship-now')!])).toEqual([
    'attackChance30Days',
    'vulnerability',
    'lossScale',
    'costOfDelayPerDay',
    'alreadyExposedFraction',
  ])
  expect(inputsInUse(OPTIONS)).toEqual(INPUT_NAMES)
})

test('asking for a value that was never validated is a fault of ours', () => {
  expect(() => valueOf({ ...r1, inputs: {} }, 'fixDays')).toThrow('validate')
})

test('a seed is a whole number, and iterations are neither too few for a tail nor too many for the memory', () => {
  const codes = (seed: number, iterations: number) => validateSettings({ seed, iterations }).map(({ code }) => code)
  expect(codes(0, 100)).toEqual([])
  expect(codes(2 ** 53 - 1, 1_000_000)).toEqual([])
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(codes(seed, 100)).toEqual(['risk/seed'])
  for (const iterations of [99, 1_000_001, 1000.5, NaN]) expect(codes(1, iterations)).toEqual(['risk/iterations'])
  const result = compareOptions(r1, { seed: -1, iterations: 0 })
  expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['risk/seed', 'risk/iterations'])
})

test('a profile is checked by the same rules', () => {
  const profile: Profile = {
    product: 'payments',
    currency: r1.currency,
    inputs: {},
    loss: [],
    milestones: [],
    constraints: [],
  }
  const wrong = (changes: Partial<Profile>) =>
    validateProfile({ ...profile, ...changes }, 'payments.yaml').map(({ code, at }) => `${code} ${at?.pointer}`)
  expect(wrong({})).toEqual([])
  expect(wrong({ people: 5, annualTurnover: { minor: 100, currency: r1.currency } })).toEqual([])
  expect(wrong({ people: -5, annualTurnover: { minor: -1, currency: r1.currency } })).toEqual([
    'risk/negative /people',
    'risk/negative /annualTurnover',
  ])
  expect(wrong({ inputs: { fixDays: judged(fixed(-1)) } })).toEqual(['risk/negative /inputs/fixDays'])
  expect(wrong({ loss: [{ ...r1.loss[0]!, amount: { ...judged(fixed(1)), currency: 'USD' } }] })).toEqual([
    'risk/mixed-currencies /loss/0/amount',
  ])
})
