import { harshnessIn } from '../tone.ts'
import { jargonIn } from '../jargon.ts'

/** What an answer to one objection is measured against. */
export interface Measure {
  /** Figures of this case, as the documents write them. */
  readonly figures: readonly string[]
  /** What the other side cares about. */
  readonly interest: string
  /** Jargon counts where the other side does not work with software. */
  readonly plain: boolean
}

/** What was found in an answer. Each rule is simple enough to be argued with. */
export interface Look {
  readonly figure: boolean
  readonly interest: boolean
  readonly nextStep: boolean
  readonly jargon: readonly string[]
  readonly harsh: readonly string[]
  readonly length: 'short' | 'right' | 'long'
}

const SHORT_WORDS = 8
const LONG_WORDS = 90

/** Something that somebody does, and when: offered, not demanded. */
const NEXT_STEP =
  /\b(?:i will|i'll|i can|i propose|i suggest|i prepare|let us|let's|we can|we could|shall we|would you|could you|can you|within|by (?:today|tomorrow|tonight|noon|\d)|next step|meet again)\b/

export function lookAt(answer: string, { figures, interest, plain }: Measure): Look {
  const lower = answer.toLowerCase().replaceAll('’', "'")
  const words = lower.split(/[^a-z0-9'-]+/).filter(Boolean)
  return {
    figure: figures.some((figure) => numbersOf(figure).some((number) => numbersOf(answer).includes(number))),
    interest: takesUp(words, interest),
    nextStep: NEXT_STEP.test(lower),
    jargon: plain ? jargonIn(answer) : [],
    harsh: harshnessIn(answer).map(({ words }) => words),
    length: words.length < SHORT_WORDS ? 'short' : words.length > LONG_WORDS ? 'long' : 'right',
  }
}

/** `EUR 110,000` and `110000` name the same number; so do 9.3 and `9.3 out of 10`. */
const numbersOf = (text: string): readonly string[] =>
  Array.from(text.matchAll(/\d[\d,]*(?:\.\d+)?/g), ([number]) => number.replaceAll(',', '')).filter(
    (number) => number !== '10',
  )

/** Either a word of acknowledgement, or a word of what they said that carries meaning. */
function takesUp(words: readonly string[], interest: string): boolean {
  const theirs = interest
    .toLowerCase()
    .split(/[^a-z0-9'-]+/)
    .filter((word) => word.length > 4)
  const heard = [
    'understand',
    'hear',
    'right',
    'appreciate',
    'matters',
    'know',
    'see',
    'agree',
    'thank',
    'thanks',
    'fair',
  ]
  return words.some((word) => heard.includes(word) || theirs.includes(word))
}
