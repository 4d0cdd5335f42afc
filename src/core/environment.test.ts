import { expect, test } from 'vitest'
import { meansProduction } from './environment.ts'

test.each(['prod', 'Prod', 'PRD', 'live', 'Production', 'PRODUCTION', 'producton', 'prodcution', 'produktion'])(
  '%s is production, written in another way: no gate takes it for an environment where nothing is held',
  (word) => {
    expect(meansProduction(word)).toBe(true)
  },
)

test.each([
  'production',
  'staging',
  'canary',
  'test',
  'pre-production',
  'preproduction',
  'preprod',
  'production-eu',
  'production2',
  'dev',
])('%s stands for itself', (word) => {
  expect(meansProduction(word)).toBe(false)
})
