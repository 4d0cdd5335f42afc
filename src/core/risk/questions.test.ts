import { expect, test } from 'vitest'
import { assembleCase, type Answers } from './assemble.ts'
import type { Currency } from '../money.ts'
import { compareOptions } from './compare.ts'
import { DEFAULTS } from './defaults.ts'
import { around, between, fixed, isCertain, mean } from './distribution.ts'
import { validate } from './domain.ts'
import { INPUT_NAMES, INPUTS, type InputName } from './inputs.ts'
import { optionOf, OPTIONS } from './options.ts'
import type { Profile } from './profile.ts'
import { MOST_QUESTIONS, questionsFor } from './questions.ts'
import { judged } from './reference-r1.testing.ts'
import { validateCase } from './validate.ts'

const profile: Profile = {
  product: 'payments',
  currency: 'EUR' as Currency,
  jurisdictions: ['EU'],
  isProductWithDigitalElements: true,
  loss: [{ id: 'response', form: 'response', amount: judged(between(50_000, 500_000)) }],
  milestones: [{ name: 'season', afterDays: 10, amount: 100_000 }],
  constraints: [{ kind: 'tolerance', amount: 5_000_000, chance: 0.01, source: 'board' }],
  inputs: {
    costOfDelayPerDay: judged(fixed(20_000)),
    fullRegressionDays: judged(around(1, 2, 4)),
    limitedRegressionDays: judged(fixed(0.5)),
    regressionCost: judged(between(20_000, 200_000)),
  },
}

const usual = OPTIONS.filter(({ remedy }) => remedy !== 'vendor' && remedy !== 'replacement')

const answersTo = (options: Answers['options'], values: Partial<Record<InputName, number>>): Answers => ({
  options,
  horizonDays: 60,
  releaseDay: '2026-11-24',
  inputs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, judged(fixed(value))])),
})

test('with a profile a new hold asks at most seven questions, what is in production first', () => {
  const questions = questionsFor(profile, OPTIONS)
  expect(questions).toHaveLength(MOST_QUESTIONS)
  expect(questions.map(({ input }) => input)).toEqual([
    'alreadyExposedFraction',
    'attackChance30Days',
    'fixDays',
    'vendorDays',
    'replacementDays',
    'vulnerability',
    'rolledOutFraction',
  ])
})

test('only what the options on the table rest on is asked', () => {
  expect(questionsFor(profile, [optionOf('ship-now')!]).map(({ input }) => input)).toEqual([
    'alreadyExposedFraction',
    'attackChance30Days',
    'vulnerability',
  ])
})

test('what the profile answers is not asked again', () => {
  const asked = (inputs: Profile['inputs']) => questionsFor({ ...profile, inputs }, usual).map(({ input }) => input)
  expect(asked({})).toContain('costOfDelayPerDay')
  expect(asked(profile.inputs)).not.toContain('costOfDelayPerDay')
})

test('a question that has a default shows it; one without cannot be passed over', () => {
  const questions = questionsFor(profile, usual)
  expect(questions.find(({ input }) => input === 'vulnerability')!.fallback).toEqual(DEFAULTS.vulnerability)
  expect(questions.find(({ input }) => input === 'attackChance30Days')).not.toHaveProperty('fallback')
  for (const { input, unit } of questions) expect(unit).toBe(INPUTS[input].unit)
})

test('answering what has no default is enough to have numbers', () => {
  const needed = questionsFor(profile, OPTIONS).filter(({ fallback }) => fallback === undefined)
  const answers = answersTo(OPTIONS, Object.fromEntries(needed.map(({ input }) => [input, 0.3])))
  const risk = assembleCase(profile, answers)
  expect(validateCase(risk, 'case')).toEqual([])
  const result = compareOptions(risk, { seed: 1, iterations: 500 })
  expect(result.ok && result.value.ranking.length).toBeGreaterThan(0)
})

test('an answer beats the profile, the profile beats a default', () => {
  const risk = assembleCase(profile, answersTo(usual, { costOfDelayPerDay: 5 }))
  expect(risk.inputs.costOfDelayPerDay!.value).toEqual(fixed(5))
  expect(risk.inputs.regressionCost).toBe(profile.inputs.regressionCost)
  expect(risk.inputs.overrunFactor).toBe(DEFAULTS.overrunFactor)
  expect(
    assembleCase({ ...profile, inputs: { overrunFactor: judged(fixed(1)) } }, answersTo(usual, {})).inputs
      .overrunFactor!.value,
  ).toEqual(fixed(1))
})

test('the rest of the case comes from the profile; the law of the day of the release comes with it', () => {
  const risk = assembleCase(profile, answersTo(usual, {}))
  expect(risk).toMatchObject({ currency: 'EUR', horizonDays: 60, loss: profile.loss, milestones: profile.milestones })
  expect(risk.constraints).toEqual(profile.constraints)
  expect(risk).not.toHaveProperty('outsiders')
  const later = assembleCase(profile, { ...answersTo(usual, {}), releaseDay: '2028-01-10' })
  expect(later.constraints.map(({ kind }) => kind)).toEqual(['law', 'tolerance'])
  const outsiders = { peoplePerEvent: judged(fixed(3)), harm: 'injury' }
  expect(assembleCase({ ...profile, outsiders }, answersTo(usual, {})).outsiders).toBe(outsiders)
  const loss = [{ id: 'x', form: 'response', amount: judged(fixed(1)) }] as const
  expect(assembleCase(profile, { ...answersTo(usual, {}), loss }).loss).toBe(loss)
})

test('every default is valid, says that it is one, and names judgement or a dated source', () => {
  for (const [name, input] of Object.entries(DEFAULTS)) {
    expect(validate(input.value, INPUTS[name as InputName].domain), name).toEqual([])
    expect(input).toMatchObject({ basis: 'default', by: 'Holdpoint', source: expect.stringMatching(/^judgement/) })
    if (input.source !== 'judgement') expect(input.dated).toMatch(/^\d{4}/)
  }
})

test('there is no default for an attack, for what is in production, for work and for what only the product knows', () => {
  expect(INPUT_NAMES.filter((name) => DEFAULTS[name] === undefined)).toEqual([
    'attackChance30Days',
    'costOfDelayPerDay',
    'fixDays',
    'fullRegressionDays',
    'limitedRegressionDays',
    'vendorDays',
    'replacementDays',
    'regressionCost',
    'alreadyExposedFraction',
  ])
})

test('the default overrun has the cited mean of 30 %, limited regression breaks more than full', () => {
  expect(mean(DEFAULTS.overrunFactor!.value)).toBeCloseTo(1.3, 12)
  expect(mean(DEFAULTS.regressionChanceLimited!.value)).toBeGreaterThan(mean(DEFAULTS.regressionChanceFull!.value))
  expect(mean(DEFAULTS.openAfterFixLimited!.value)).toBeGreaterThan(mean(DEFAULTS.openAfterFixFull!.value))
})

test('what is judgement about chances is a range', () => {
  for (const name of ['vulnerability', 'controlEffectiveness', 'regressionChanceFull', 'openAfterFixFull'] as const)
    expect(isCertain(DEFAULTS[name]!.value)).toBe(false)
})
