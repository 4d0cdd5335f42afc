import { field, h1, h2, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import type { Draft } from './document.ts'
import { actionRows, actionTable } from './minutes.ts'

/** What happened, what helped, what made it late: about how work is done, never about who did it. */
export const review: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say, show } = composer
    return [
      h1(say('review.title', { name: facts.codeName })),
      p(say('review.intro')),
      h2(say('review.timeline')),
      table([say('review.when'), say('review.what')], ...facts.news.all.map(({ at, what }) => [show(at), show(what)])),
      h2(say('review.causes')),
      ...causes(facts, composer),
      h2(say('review.questions')),
      list(...QUESTIONS.map((key) => say(key))),
      field(say('review.worked')),
      field(say('review.earlier')),
      h2(say('review.actions')),
      actionRows(facts, composer).length > 0
        ? actionTable(actionRows(facts, composer), composer)
        : p(say('review.no-actions')),
    ]
  },
}

function causes({ talk }: Facts, { say, show }: Composer): readonly Block[] {
  const found = talk.review?.causes ?? []
  if (found.length === 0) return [p(say('review.no-causes'))]
  return [table([say('review.kind'), say('review.cause')], ...found.map(({ kind, what }) => [show(kind), show(what)]))]
}

const QUESTIONS = [
  'review.q-first',
  'review.q-late',
  'review.q-rating',
  'review.q-hold',
  'review.q-cost',
  'review.q-next',
] as const
