import type { Money } from '../../money.ts'
import { decimalsOf } from '../../money.ts'
import { quantile } from '../../risk/distribution.ts'
import { known, missing, type Fact, type Source } from '../fact.ts'
import { count, type Material } from '../material.ts'

/** What the product's profile and the answers say beside the case: people outside, and what a day costs. */
export function standingFacts(material: Material): {
  readonly people: Fact
  readonly delay: Fact
  readonly outsiders?: Fact
} {
  const { profile, computed } = material
  const given: Source = profile
    ? { kind: 'file', of: 'profile', product: profile.product }
    : { kind: 'file', of: 'answers' }
  const outsiders = computed?.risk.outsiders
  return {
    people:
      profile?.people === undefined
        ? missing('people', 'product-manager', 'privacy-legal')
        : count('profile.people', profile.people, 'people', given),
    delay: delayOf(material),
    ...(outsiders && { outsiders: known('profile.harm', { kind: 'words', text: outsiders.harm }, given) }),
  }
}

function delayOf({ profile, computed }: Material): Fact {
  const input = computed?.risk.inputs.costOfDelayPerDay ?? profile?.inputs.costOfDelayPerDay
  const currency = computed?.risk.currency ?? profile?.currency
  if (!input || !currency) return missing('delay', 'product-manager')
  const money = (u: number): Money => ({
    minor: Math.round(quantile(input.value, u) * 10 ** decimalsOf(currency)),
    currency,
  })
  const source: Source = { kind: 'given', by: input.by, ...(input.source !== undefined && { source: input.source }) }
  return known('input.delay', { kind: 'amounts', low: money(0.05), high: money(0.95) }, source)
}
