import type { Role } from '../../policy/role.ts'
import type { Catalogue } from '../catalogue.ts'
import { composer, type Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { ObjectionKind } from '../facts/meeting.ts'
import { answerTo, SPEAKERS, type Answer } from '../objections/answer.ts'
import { spansOf, textOf, type Spans } from '../tree.ts'
import { buildDocument } from '../build.ts'
import { lookAt, type Look, type Measure } from './look.ts'

/** One exchange: what the other side says, how they press once, what an answer is measured against, one way to say it. */
export interface Round {
  readonly kind: ObjectionKind
  readonly who: string
  readonly says: string
  readonly presses: string
  readonly measure: Measure
  readonly reference: string
  readonly next: string
}

/** Whom one can rehearse against, and what they are likely to say, in order. */
export const COUNTERPARTS = {
  'product-manager': ['deadline', 'workaround', 'compensating_control', 'absolute_minimum', 'customer_expects_it'],
  'development-lead': ['minor', 'roll_back', 'limited_regression', 'nobody_finds_it', 'internal_only'],
  'release-manager': ['deadline', 'later_patch', 'already_in_production', 'absolute_minimum'],
  executive: ['quantify', 'already_in_production', 'accept_the_risk', 'deadline'],
} as const satisfies Partial<Record<Role, readonly ObjectionKind[]>>

export type Counterpart = keyof typeof COUNTERPARTS

/** Works with software every day, and so may be spoken to in its words. */
const TECHNICAL: ReadonlySet<Counterpart> = new Set(['development-lead', 'release-manager'])

/** The rounds of a rehearsal: what this counterpart raised in the case first, then what they usually say. */
export function rounds(counterpart: Counterpart, facts: Facts, words: Catalogue): readonly Round[] {
  const compose = composer(words, facts.at)
  const usual: readonly ObjectionKind[] = COUNTERPARTS[counterpart]
  const raised = facts.talk.objections.filter(
    ({ kind, open }) => open && (usual.includes(kind) || SPEAKERS[kind] === counterpart),
  )
  const kinds = [...new Set([...raised.map(({ kind }) => kind), ...usual])]
  const figures = figuresOf(facts, words)
  return kinds.map((kind) => {
    const answer = answerTo(
      kind,
      facts,
      compose,
      raised.find((one) => one.kind === kind),
    )
    return roundOf(answer, figures, !TECHNICAL.has(counterpart), words.roles[counterpart], compose)
  })
}

const roundOf = (
  answer: Answer,
  figures: readonly string[],
  plain: boolean,
  who: string,
  { say }: Composer,
): Round => ({
  kind: answer.kind,
  who,
  says: textOf(answer.claim),
  presses: textOf(say('rehearse.press')),
  measure: { figures, interest: textOf(answer.interest), plain },
  reference: `${textOf(answer.answer)} ${textOf(answer.next)}`,
  next: textOf(answer.next),
})

/** Every figure that the product brief of this case shows. */
function figuresOf(facts: Facts, words: Catalogue): readonly string[] {
  const page = buildDocument('product', facts, words)
  const figures = page.ok ? [...spansOf(page.value.blocks)].filter(({ is }) => is === 'figure') : []
  return [...new Set(figures.map(({ text }) => text))]
}

export interface Feedback {
  readonly look: Look
  readonly lines: readonly string[]
}

/** What is said of an answer: what worked first, then at most what would help most. Never a mark. */
export function feedback(answer: string, round: Round, words: Catalogue): Feedback {
  const { say } = composer(words)
  const look = lookAt(answer, round.measure)
  const text = (spans: Spans) => textOf(spans)
  const plain = (value: string): Spans => [{ text: value }]
  const [figure = ''] = round.measure.figures.filter((each) => /EUR|USD|GBP|hour|out of/.test(each))
  const lines = [
    look.interest ? say('rehearse.interest') : say('rehearse.no-interest', { interest: plain(round.measure.interest) }),
    ...(look.figure
      ? [say('rehearse.figure')]
      : figure === ''
        ? []
        : [say('rehearse.no-figure', { figure: plain(figure) })]),
    look.nextStep ? say('rehearse.next') : say('rehearse.no-next', { next: plain(round.next) }),
    ...(look.jargon.length > 0 ? [say('rehearse.jargon', { words: plain(look.jargon.join(', ')) })] : []),
    ...(look.harsh.length > 0 ? [say('rehearse.harsh', { words: plain(look.harsh.join(', ')) })] : []),
    ...(look.length === 'long' ? [say('rehearse.long')] : look.length === 'short' ? [say('rehearse.short')] : []),
  ]
  const good =
    look.interest &&
    look.figure &&
    look.nextStep &&
    look.jargon.length + look.harsh.length === 0 &&
    look.length === 'right'
  return { look, lines: [...(good ? [text(say('rehearse.good'))] : []), ...lines.map(text)] }
}
