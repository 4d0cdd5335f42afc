import { callout, h1, h2, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { decisive, grounds, least, revised } from './date.ts'
import type { Draft } from './document.ts'

/** What the correction needs from whom, for how long, and what waits because of it. */
export const resources: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    return [
      h1(say('resources.title', { name: facts.codeName })),
      callout(
        'ask',
        say('resources.ask-title'),
        p(say('resources.ask', { hours: facts.work.hours }), decisive(facts, composer)),
      ),
      h2(say('resources.when')),
      p(revised(facts, composer), least(facts, composer)),
      p(grounds(facts, composer)),
      h2(say('resources.needs')),
      ...needs(facts, composer),
      h2(say('resources.displaces')),
      ...displaces(facts, composer),
    ]
  },
}

function needs({ work }: Facts, { say, show }: Composer): readonly Block[] {
  if (work.tasks.length === 0) return [p(say('resources.no-plan', { hours: work.hours }))]
  return [
    table(
      [
        say('engineering.task'),
        say('engineering.owner'),
        say('engineering.estimate'),
        say('engineering.state'),
        ...(work.outlook ? [say('date.waits')] : []),
      ],
      ...work.tasks.map((task) => [
        show(task.title),
        show(task.owner),
        show(task.hours),
        show(task.state),
        ...(work.outlook ? [task.waits ? show(task.waits) : say('date.waits-not')] : []),
      ]),
    ),
    p(say('resources.undisturbed')),
  ]
}

function displaces({ work }: Facts, { say }: Composer): readonly Block[] {
  if (work.displaced.length === 0) return [p(say('resources.nothing-displaced'))]
  return [
    list(...work.displaced.map(({ owner, work: what }) => say('resources.displaced', { what, owner }))),
    p(work.agreedBy ? say('resources.agreed', { by: work.agreedBy }) : []),
  ]
}
