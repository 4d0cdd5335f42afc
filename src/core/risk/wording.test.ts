import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Currency } from '../money.ts'
import { DEFAULTS } from './defaults.ts'
import { between, fixed, type Distribution } from './distribution.ts'
import { validate } from './domain.ts'
import { BREACH_COSTS } from './facts/breach-costs.ts'
import { CONTROLS } from './facts/controls.ts'
import { EXPLOITATION } from './facts/exploitation.ts'
import { REGULATORY } from './facts/regulatory.ts'
import { REMEDIATION } from './facts/remediation.ts'
import { INPUTS } from './inputs.ts'
import { optionOf, OPTIONS } from './options.ts'
import type { Profile } from './profile.ts'
import { questionsFor } from './questions.ts'
import { judged, r1 } from './reference-r1.testing.ts'
import { clockProposals, startClock } from './regulation/clocks.ts'
import { regulatoryExposure } from './regulation/exposure.ts'
import { lawConstraints } from './regulation/law.ts'
import { validateCase, validateSettings } from './validate.ts'

// What people read and others rely on, word for word: a change here is meant, or it is a mistake.

const profile: Profile = {
  product: 'payments',
  currency: 'EUR' as Currency,
  annualTurnover: { minor: 600_000_000_00, currency: 'EUR' as Currency },
  jurisdictions: ['EU', 'UK', 'US-CA'],
  sectors: ['health (HIPAA)', 'finance (DORA)', 'essential (NIS2)', 'listed in the US'],
  data: ['personal', 'health', 'cardholder'],
  people: 40_000,
  isProductWithDigitalElements: true,
  loss: [],
  milestones: [],
  constraints: [],
  inputs: {},
}

test('the inputs', () => expect(INPUTS).toMatchSnapshot())
test('the options', () => expect(OPTIONS).toMatchSnapshot())
test('the defaults', () => expect(DEFAULTS).toMatchSnapshot())
test('the questions', () => expect(OPTIONS.map((option) => questionsFor(profile, [option]))).toMatchSnapshot())
test('the facts', () => expect([BREACH_COSTS, CONTROLS, EXPLOITATION, REGULATORY, REMEDIATION]).toMatchSnapshot())
test('what regulators may impose', () => {
  expect(regulatoryExposure(profile, '2026-11-21')).toMatchSnapshot()
  expect(
    regulatoryExposure({ ...profile, sectors: [], data: [], isProductWithDigitalElements: false }, '2026-11-21'),
  ).toMatchSnapshot()
  expect(lawConstraints(profile, '2028-01-01')).toMatchSnapshot()
})

test('the clocks, and why one does not start', () => {
  const proposals = clockProposals(profile, '2026-11-21')
  expect(proposals).toMatchSnapshot()
  const refusals = proposals.map((proposal) =>
    startClock(proposal, {
      trigger: proposal.id === 'gdpr-authority' ? 'availability of the fix' : proposal.startsAt,
      at: '2026-11-21T10:00:00.000Z' as Instant,
      by: 'priya' as Actor,
      role: 'legal',
    }),
  )
  expect(refusals.flatMap((result) => (result.ok ? [] : [result.problem]))).toMatchSnapshot()
})

const wrong: readonly (readonly [Distribution, Parameters<typeof validate>[1]])[] = [
  [fixed(NaN), 'money'],
  [between(5, 1), 'money'],
  [between(-1, 1), 'money'],
  [between(1, 1000), 'money'],
  [{ kind: 'pert', low: 1, mode: 2, high: 3, weight: -1 }, 'days'],
  [{ kind: 'logit-normal', p05: 0, p95: 1 }, 'probability'],
  [{ kind: 'bernoulli', probability: 2 }, 'probability'],
  [{ kind: 'poisson', rate: -1 }, 'count'],
  [{ kind: 'uniform', low: NaN, high: NaN }, 'days'],
  [{ kind: 'empirical', values: [] }, 'days'],
  [{ kind: 'empirical', values: [1, NaN] }, 'days'],
  [{ kind: 'scaled', factor: -1, of: fixed(1) }, 'money'],
  [fixed(2), 'probability'],
  [fixed(2), 'fraction'],
  [fixed(1), 'chance of an attack'],
  [fixed(-1), 'money'],
  [fixed(-1), 'days'],
  [fixed(-1), 'count'],
  [fixed(-1), 'factor'],
]

test('what is wrong with a number, and what to do', () => {
  expect(wrong.flatMap(([d, domain]) => validate(d, domain))).toMatchSnapshot()
})

test('what is wrong with a case, and what to do', () => {
  const part = { ...r1.loss[0]!, amount: { ...judged(fixed(1)), currency: 'USD' } }
  const option = optionOf('roll-back')!
  const options = [
    option,
    option,
    { ...option, id: 'odd', ships: 'part', remedy: 'none', measures: ['control', 'control', 'previous-release'] },
  ] as const
  expect(validateCase({ ...r1, horizonDays: 120, inputs: {}, loss: [part, part], options }, 'case')).toMatchSnapshot()
  expect(validateCase({ ...r1, options: [] }, 'case')).toMatchSnapshot()
  expect(validateSettings({ seed: -1, iterations: 3 })).toMatchSnapshot()
})
