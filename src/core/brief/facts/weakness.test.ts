import { expect, test } from 'vitest'
import { caseOf, materialOf } from '../brief.testing.ts'
import { FULL, sample } from '../cases.testing.ts'
import { weaknessFacts } from './weakness.ts'

const { words, happenings } = sample({ ...FULL, candidate: 'none', acceptance: false, reviewed: false })
const placed = happenings.find(({ type }) => type === 'hold_placed') as unknown as {
  readonly product: string
  readonly affected: { readonly digests: readonly string[] }
}
const { product, affected } = placed

const told = (...later: Parameters<typeof caseOf>[0]) => {
  const { inProduction, production } = weaknessFacts(materialOf(caseOf([...happenings, ...later]), words))
  return { inProduction, says: (production as { value: { key: string } }).value.key }
}
const delivery = (digests: readonly string[], environment = 'production') =>
  ({ type: 'delivered', product, digests, environment }) as never

test('what was delivered and is known to be vulnerable is in production, whatever was assessed before', () => {
  expect(told()).toEqual({ inProduction: false, says: 'production.no' })
  expect(told(delivery(affected.digests))).toEqual({ inProduction: true, says: 'production.yes' })
})

test('taken back, in another environment, or looked at again since: the assessment stands', () => {
  const other = [`sha256:${'9'.repeat(64)}`]
  const again = happenings.findLast(({ type }) => type === 'assessed' || type === 'reassessed')!
  for (const later of [
    [delivery(affected.digests), delivery(other)],
    [delivery(affected.digests, 'staging')],
    [delivery(affected.digests), again],
  ])
    expect(told(...later)).toEqual({ inProduction: false, says: 'production.no' })
})
