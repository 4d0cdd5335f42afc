import { expect, test } from 'vitest'
import { materialOf } from '../brief.testing.ts'
import { FULL, sample } from '../cases.testing.ts'
import { ENGLISH } from '../english/english.ts'
import { factsOf } from '../facts.ts'
import { harshnessIn } from '../tone.ts'
import { COUNTERPARTS, feedback, rounds, type Counterpart } from './rehearse.ts'

const { state, words } = sample({ ...FULL, objections: ['compensating_control', 'minor'] })
const facts = factsOf(materialOf(state, words))
const [first] = rounds('product-manager', facts, ENGLISH)

test('what somebody raised in this case comes before what people usually say', () => {
  expect(first!.kind).toBe('compensating_control')
  expect(first!.says).toBe('objection 0')
})

test('an answer with a figure of the case, the interest taken up and a next step works', () => {
  const { look, lines } = feedback(
    'I understand that the date matters to you. Correcting first comes to EUR 110,000 on average; let us look together at what can ship today.',
    first!,
    ENGLISH,
  )
  expect(look).toMatchObject({ figure: true, interest: true, nextStep: true, jargon: [], harsh: [], length: 'right' })
  expect(lines[0]).toBe('That works.')
})

test('a figure of another case does not count', () => {
  expect(feedback('It costs EUR 77,777 and I propose to wait.', first!, ENGLISH).look.figure).toBe(false)
})

test('jargon counts against an answer to a product manager, not to a developer', () => {
  const answer = 'The WAF does not stop SQL injection; let us fix it within the hour, I understand the pressure.'
  expect(feedback(answer, first!, ENGLISH).look.jargon).toEqual(['injection', 'sql', 'waf'])
  const [developer] = rounds('development-lead', facts, ENGLISH)
  expect(feedback(answer, developer!, ENGLISH).look.jargon).toEqual([])
})

test('blame is named, and how to go without it', () => {
  const { look, lines } = feedback('You should have tested this; obviously it is your mistake.', first!, ENGLISH)
  expect(look.harsh).toEqual(['your mistake', 'you should have', 'obviously'])
  expect(lines.join(' ')).toContain('without them')
})

test('the feedback itself and the reference answers are kind, whoever is on the other side', () => {
  for (const counterpart of Object.keys(COUNTERPARTS) as Counterpart[])
    for (const round of rounds(counterpart, facts, ENGLISH)) {
      expect(harshnessIn(round.reference)).toEqual([])
      expect(round.next).not.toBe('')
      for (const line of feedback('No.', round, ENGLISH).lines) expect(harshnessIn(line)).toEqual([])
    }
})

test('every reference answer would pass the rules that look at answers', () => {
  for (const round of rounds('product-manager', facts, ENGLISH))
    expect(feedback(round.reference, round, ENGLISH).look.harsh).toEqual([])
})
