import { h1, p } from '../blocks.ts'
import { stopped } from './common.ts'
import type { Draft } from './document.ts'

/** For everybody inside, within minutes: what is stopped, that somebody is on it, when the next word comes. Nothing of the weakness. */
export const holdingMessage: Draft = {
  clearance: 'internal',
  plain: true,
  blocks: (facts, composer) => {
    const { say, roles } = composer
    return [
      h1(say('holding.title', { products: facts.products, name: facts.codeName })),
      p(...stopped(facts, composer)),
      p(
        say(facts.anyInForce ? 'holding.why' : 'holding.over'),
        say('holding.who', { roles: roles(facts.duty.lifters) }),
      ),
      p(say('holding.next', { in: facts.duty.estimateIn })),
      p(say('holding.please')),
    ]
  },
}
