import type { Money } from '../../money.ts'
import { decimalsOf } from '../../money.ts'
import { quantile } from '../../risk/distribution.ts'
import type { Profile } from '../../risk/profile.ts'
import { known, missing, type Fact, type Source } from '../fact.ts'
import { count, type Material } from '../material.ts'

/** What the product's profile and the answers say beside the case: people outside, and what a day costs. */
export function standingFacts(material: Material): {
  readonly people: Fact
  readonly delay: Fact
  readonly outsiders?: Fact
} {
  const { profile, registered, computed } = material
  const ofProfile = (of: Profile): Source => ({
    kind: 'file',
    of: 'profile',
    product: of.product,
    ...(registered && { registered }),
  })
  const outsiders = computed?.risk.outsiders ?? profile?.outsiders
  const theirs: Source =
    profile && outsiders === profile.outsiders ? ofProfile(profile) : { kind: 'file', of: 'answers' }
  return {
    people:
      profile?.people === undefined
        ? missing('people', 'product-manager', 'privacy-legal')
        : count('profile.people', profile.people, 'people', ofProfile(profile)),
    delay: delayOf(material),
    ...(outsiders && { outsiders: known('profile.harm', { kind: 'words', text: outsiders.harm }, theirs) }),
  }
}

function delayOf({ profile, registered, computed }: Material): Fact {
  const input = computed?.risk.inputs.costOfDelayPerDay ?? profile?.inputs.costOfDelayPerDay
  const currency = computed?.risk.currency ?? profile?.currency
  if (!input || !currency) return missing('delay', 'product-manager')
  const money = (u: number): Money => ({
    minor: Math.round(quantile(input.value, u) * 10 ** decimalsOf(currency)),
    currency,
  })
  const source: Source = {
    kind: 'given',
    by: input.by,
    ...(input.source !== undefined && { source: input.source }),
    ...(registered && input === profile?.inputs.costOfDelayPerDay && { registered }),
  }
  return known('input.delay', { kind: 'amounts', low: money(0.05), high: money(0.95) }, source)
}
