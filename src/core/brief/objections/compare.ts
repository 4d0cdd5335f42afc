import { joined, type Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Spans } from '../tree.ts'
import { acceptanceRule } from '../documents/common.ts'
import type { Stance } from './reply.ts'

/** What the figures say of a way out against correcting first; and who has to agree to it where it ships the weakness. */
export function compare(
  facts: Facts,
  composer: Composer,
  ...ids: readonly string[]
): { readonly stance: Stance; readonly says: Spans; readonly priced: boolean } {
  const { price, noPrice } = facts
  const { say, lean } = composer
  const option = price?.of(...ids)
  const first = price?.fixFirst
  if (!option || !first || option === first)
    return { stance: 'hold', says: [...say('compare.none'), ...(price ? [] : lean(noPrice))], priced: false }
  const cheaper = option.expected! < first.expected!
  const milder = (option.badDay ?? Infinity) <= (first.badDay ?? 0)
  const both = { label: option.label, cost: option.cost, first: first.cost }
  const needs = option.shipsRisk ? acceptanceRule(facts, composer) : []
  if (!cheaper) return { stance: 'hold', says: say('compare.dearer', both), priced: true }
  return milder
    ? { stance: 'concede', says: joined(say('compare.cheaper', both), needs), priced: true }
    : { stance: 'partly', says: joined(say('compare.cheaper-but', both), needs), priced: true }
}
