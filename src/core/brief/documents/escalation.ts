import { callout, h1, h2, list, p } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { acceptanceRule, gravity, interim, limits, live, stakes, stopped, picture, waysOut } from './common.ts'
import type { Draft } from './document.ts'

/** To the next authority, with both positions told as their holders would tell them. */
export const escalation: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    return [
      h1(say('escalation.title', { name: facts.codeName })),
      callout(
        'ask',
        say('escalation.ask-title'),
        p(say('escalation.ask'), say('executive.decide-by', { by: facts.decideBy })),
      ),
      p(...facts.talk.escalations.map(({ at, because }) => say('escalation.because', { at, because }))),
      h2(say('escalation.for-release')),
      ...theirs(facts, composer),
      h2(say('escalation.for-hold')),
      p(...stopped(facts, composer)),
      p(gravity(facts, composer), stakes(facts, composer), live(facts, composer), ...interim(facts, composer)),
      h2(say('escalation.agree')),
      list(say('escalation.agree-date'), say('escalation.agree-fix'), say('escalation.agree-decide')),
      h2(say('escalation.options')),
      ...waysOut(facts, composer),
      ...picture(facts, composer),
      p(acceptanceRule(facts, composer)),
      limits(composer),
    ]
  },
}

function theirs({ talk }: Facts, { say, lean }: Composer): readonly Block[] {
  if (talk.objections.length === 0)
    return [p([...say('escalation.nobody-said'), ...(talk.noPosition ? lean(talk.noPosition) : [])])]
  return [
    list(
      ...talk.objections.map(({ who, claim, interest }) =>
        'value' in interest
          ? say('escalation.position-because', { who, claim, interest })
          : say('escalation.position', { who, claim }),
      ),
    ),
  ]
}
