import { callout, field, h1, h2, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { gravity, stakes, stopped, picture, waysOut } from './common.ts'
import type { Draft } from './document.ts'

/** What was decided, by whom, on what; who saw it differently, and why; what must hold for it to stand. */
export const decision: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    return [
      h1(say('decision.title', { name: facts.codeName })),
      ...outcome(facts, composer),
      h2(say('decision.basis')),
      p(...stopped(facts, composer), gravity(facts, composer), stakes(facts, composer)),
      ...waysOut(facts, composer),
      ...picture(facts, composer),
      h2(say('decision.objections')),
      ...objectionTable(facts, composer),
    ]
  },
}

export function outcome({ talk }: Facts, { say, show }: Composer): readonly Block[] {
  const made = talk.decision
  if (!made)
    return [
      callout('ask', say('decision.none-title'), p(say('decision.none'))),
      field(say('decision.field-decided')),
      field(say('decision.field-by')),
      field(say('decision.field-next')),
    ]
  return [
    callout(
      'ask',
      say('decision.decided'),
      p(
        say('decision.sentence', { at: made.at, deciders: made.deciders, decided: made.decided }),
        say('decision.next', { at: made.nextCheck }),
      ),
    ),
    h2(say('decision.conditions')),
    made.conditions.length > 0 ? list(...made.conditions.map(show)) : p(say('decision.no-conditions')),
    h2(say('decision.dissent')),
    made.dissent.length > 0
      ? list(...made.dissent.map(({ who, words: said }) => say('decision.dissents', { who, words: said })))
      : p(say('decision.no-dissent')),
  ]
}

export function objectionTable({ talk }: Facts, { say, show }: Composer): readonly Block[] {
  if (talk.objections.length === 0) return [p(say('decision.no-objections'))]
  return [
    table(
      [say('decision.who'), say('decision.said'), say('decision.answer'), say('decision.outcome')],
      ...talk.objections.map((one) => [
        show(one.who),
        show(one.claim),
        one.answer ? show(one.answer) : say('decision.no-answer'),
        show(one.state),
      ]),
    ),
  ]
}
