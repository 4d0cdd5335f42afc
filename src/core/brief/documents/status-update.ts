import { h1, h2, list, p } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Spans } from '../tree.ts'
import { interim, lacking, stopped } from './common.ts'
import { decisive, least, revised } from './date.ts'
import type { Draft } from './document.ts'

/** What changed since the last update, where things stand, and when the next word comes. */
export const statusUpdate: Draft = {
  clearance: 'internal',
  blocks: (facts, composer) => {
    const { say } = composer
    const news = since(facts, composer)
    return [
      h1(say('status.title', { name: facts.codeName })),
      p(...stopped(facts, composer), ...interim(facts, composer)),
      h2(say('status.changed')),
      p(facts.news.from ? say('status.since', { from: facts.news.from }) : say('status.first')),
      news.length > 0 ? list(...news) : p(say('status.nothing')),
      h2(say('status.now')),
      ...lacking(facts, composer),
      ...(facts.fix.proven ? [] : [p(revised(facts, composer)), p(least(facts, composer), decisive(facts, composer))]),
      h2(say('status.next')),
      p(say('status.next-check', { at: facts.nextCheck })),
    ]
  },
}

const since = ({ news }: Facts, { say }: Composer): readonly Spans[] =>
  news.events.map(({ what, at, by }) => say('status.event', { at, what, by }))
