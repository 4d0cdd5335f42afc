import type { Rules } from '../../core/case/rules.ts'
import type { Digest } from '../../core/ids.ts'
import { type Governance, POLICY } from '../../core/policy/governance.ts'
import type { Result } from '../../core/problem.ts'
import type { Ask } from './wished.ts'

/** A policy's rules, for the people that there are. No policy: the default one. */
export type RulesFor = (people: Rules['people'], policy: Digest | undefined) => Rules

/** Makes policies ready to be decided under. */
export type Ready = (policies: readonly Digest[]) => Promise<Result<void>>

/** The policies that these may be decided under: the one in force, and whatever may come in force by them. */
export function policiesFor(asks: readonly Ask[], { inForce, proposals }: Governance): readonly Digest[] {
  const wishes = asks.flatMap((ask) => (ask.on === POLICY && 'wish' in ask ? [ask.wish] : []))
  const named = wishes.flatMap((wish) => ('text' in wish ? [wish.text] : []))
  const pending = wishes.length === 0 ? [] : [...proposals.values()].filter(({ outcome }) => outcome === 'pending')
  return [...new Set([...(inForce ? [inForce.text] : []), ...named, ...pending.map(({ text }) => text)])]
}
