import { h1, p } from '../blocks.ts'
import { isMissing, type Fact } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { Draft } from './document.ts'
import { waysToFigures } from './ways.ts'

/** Everything that nobody has said yet, who could, and what it would change. */
export const missing: Draft = {
  clearance: 'internal',
  aboutGaps: true,
  blocks: (facts, composer) => {
    const { say, lean } = composer
    const gaps = gapsOf(facts)
    return [
      h1(say('missing.title')),
      p(say(gaps.length > 0 ? 'missing.intro' : 'gaps.none')),
      p(gaps.flatMap(lean)),
      ...waysToFigures(facts, composer),
    ]
  },
}

/** The blanks among all facts, each once, in the order of the facts. */
export function gapsOf(facts: Facts): readonly Fact[] {
  const gaps = new Map<string, Fact>()
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const one = value as Fact
    if ('sensitivity' in one) {
      if (isMissing(one)) gaps.set(one.id, one)
    } else for (const each of Object.values(value)) look(each)
  }
  const { price, noPrice, talk, ...rest } = facts
  look({ ...rest, ...(price ? { price } : { noPrice }) })
  // What was at stake for whoever was answered is no longer asked.
  look({ ...talk, objections: talk.objections.filter(({ open }) => open) })
  return [...gaps.values()]
}
