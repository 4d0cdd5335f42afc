import { expect, test } from 'vitest'
import { compareOptions } from '../risk/compare.ts'
import { r1 } from '../risk/reference-r1.testing.ts'
import { costsOf } from './costs.ts'

test('documents say the costs that `holdpoint options` prints, to the digit', () => {
  const settings = { seed: 7, iterations: 1000 }
  const compared = compareOptions(r1, settings)
  if (!compared.ok) throw new Error(compared.problems[0]!.message)
  expect(compared.value.options).toMatchObject([...costsOf(r1, settings).options])
})
