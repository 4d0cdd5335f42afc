import { h1, h2, list, p } from '../blocks.ts'
import { strong, type Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { ObjectionFacts, ObjectionKind } from '../facts/meeting.ts'
import { answerTo, SPEAKERS, type Answer } from '../objections/answer.ts'
import type { Block } from '../tree.ts'
import { limits } from './common.ts'
import type { Draft } from './document.ts'
import { waysToFigures } from './ways.ts'

/** Objections and answers: what was raised in this case first, then what people usually say. */
export const answers: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    const raised = facts.talk.objections
    return [
      h1(say('answers.title', { name: facts.codeName })),
      p(say('answers.intro')),
      ...raised.flatMap((one) => card(facts, composer, one.kind, one)),
      ...usual(facts).flatMap((kind) => card(facts, composer, kind)),
      ...waysToFigures(facts, composer),
      limits(composer),
    ]
  },
}

/** Kinds that nobody has raised yet. */
const usual = ({ talk }: Facts): readonly ObjectionKind[] =>
  (Object.keys(SPEAKERS) as ObjectionKind[]).filter(
    (kind) => kind !== 'other' && !talk.objections.some((one) => one.kind === kind),
  )

function card(facts: Facts, composer: Composer, kind: ObjectionKind, raised?: ObjectionFacts): readonly Block[] {
  const { say } = composer
  const answer = answerTo(kind, facts, composer, raised)
  const recorded = raised?.answer ? [say('answers.recorded', { answer: raised.answer })] : []
  return [
    h2(answer.claim),
    p(
      raised
        ? say('answers.raised', { who: raised.who, state: raised.state })
        : say('answers.usual', { who: answer.who }),
      say('answers.interest', { interest: answer.interest }),
    ),
    p(ASKED.has(kind) ? [] : strong(stance(answer, composer)), answer.answer),
    list(say('answers.change', { change: answer.change }), say('answers.next', { next: answer.next }), ...recorded),
  ]
}

/** A question is neither right nor wrong. */
const ASKED: ReadonlySet<ObjectionKind> = new Set(['quantify', 'absolute_minimum'])

const stance = ({ stance: is }: Answer, { say }: Composer) => [...say(`stance.${is}`), { text: '.' }]
