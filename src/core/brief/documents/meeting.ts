import { h1, h2, list, p, steps } from '../blocks.ts'
import { likelyOrder } from '../objections/order.ts'
import { known, type Known } from '../fact.ts'
import { answerTo } from '../objections/answer.ts'
import { picture, waysOut } from './common.ts'
import type { Draft } from './document.ts'

/** Minutes from the beginning at which each part begins, and how long it takes. Half an hour in all. */
const PARTS = [
  ['meeting.a-open', 5],
  ['meeting.a-objections', 10],
  ['meeting.a-options', 5],
  ['meeting.a-decide', 5],
  ['meeting.a-close', 5],
] as const
export const MEETING_MINUTES = PARTS.reduce((sum, [, minutes]) => sum + minutes, 0)

/** What goes out with the invitation: who does what (RAPID), the agenda with times, what to read before. */
export const meeting: Draft = {
  clearance: 'internal',
  blocks: (facts, composer) => {
    const { say, roles, everyone, seats } = composer
    const { duty } = facts
    return [
      h1(say('meeting.title', { name: facts.codeName, products: facts.products })),
      p(say('meeting.purpose')),
      h2(say('meeting.roles')),
      list(
        say('meeting.recommends', { roles: roles(duty.recommenders) }),
        say('meeting.agrees', { roles: roles(duty.agreers) }),
        say('meeting.performs', { roles: everyone(duty.performers) }),
        say('meeting.inputs', { roles: everyone(duty.informers) }),
        say('meeting.decides', { roles: seats(duty.accepters.slice(0, 1)) }),
      ),
      h2(say('meeting.agenda')),
      steps(...PARTS.map(([key, minutes], i) => say(key, { for: minutesFact(`default.meeting.${i + 1}`, minutes) }))),
      h2(say('meeting.options')),
      ...waysOut(facts, composer),
      ...picture(facts, composer),
      h2(say('meeting.expect')),
      list(...likelyOrder('analyst', facts).map((kind) => answerTo(kind, facts, composer).claim)),
    ]
  },
}

const minutesFact = (id: string, minutes: number): Known => known(id, { kind: 'minutes', minutes }, { kind: 'default' })
