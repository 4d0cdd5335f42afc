import { h1, h2, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block, Spans } from '../tree.ts'
import { openFollowUps, stopped } from './common.ts'
import { objectionTable, outcome } from './decision.ts'
import type { Draft } from './document.ts'

/** What was said, decided and promised, fairly to everybody. */
export const minutes: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    const promised = openFollowUps(facts, composer)
    return [
      h1(say('minutes.title', { name: facts.codeName })),
      p(...stopped(facts, composer)),
      h2(say('minutes.said')),
      ...objectionTable(facts, composer),
      h2(say('minutes.decision')),
      ...outcome(facts, composer),
      h2(say('minutes.actions')),
      ...actions(facts, composer),
      h2(say('minutes.next')),
      promised.length > 0 ? list(...promised) : p(say('status.next-check', { at: facts.nextCheck })),
    ]
  },
}

function actions(facts: Facts, composer: Composer): readonly Block[] {
  const { say, show } = composer
  const tasks = facts.work.tasks.map((task) => [show(task.title), show(task.owner), show(task.hours), show(task.state)])
  const rows = [...tasks, ...actionRows(facts, composer)]
  return [rows.length > 0 ? actionTable(rows, composer) : p(say('minutes.no-actions'))]
}

type Rows = readonly (readonly Spans[])[]

export const actionRows = ({ talk }: Facts, { show }: Composer): Rows =>
  talk.actions.map((one) => [show(one.what), show(one.owner), show(one.due), show(one.state)])

export const actionTable = (rows: Rows, { say }: Composer): Block =>
  table([say('minutes.what'), say('minutes.owner'), say('minutes.due'), say('minutes.state')], ...rows)
