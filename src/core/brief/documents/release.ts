import { callout, h1, h2, list, p, steps, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { interim, lacking, openFollowUps, stopped } from './common.ts'
import { decisive, least, revised } from './date.ts'
import type { Draft } from './document.ts'

/** For release management: what is stopped where, what to do in the pipeline, what lifts the hold, who hears what when. */
export const release: Draft = {
  clearance: 'internal',
  blocks: (facts, composer) => {
    const { say, show, roles } = composer
    const { holds, duty } = facts
    return [
      h1(say('release.title', { name: facts.codeName, id: facts.caseId })),
      callout('ask', say('release.do-title'), ...todo(facts, composer)),
      h2(say('release.stopped')),
      table(
        [
          say('release.product'),
          say('release.affected'),
          say('release.environments'),
          say('release.state'),
          say('release.since'),
        ],
        ...holds.map((hold) => [
          show(hold.product),
          show(hold.affected),
          show(hold.environments),
          show(hold.state),
          show(hold.placedAt),
        ]),
      ),
      p(...(stopped(facts, composer).length === 0 ? [say('release.nothing')] : [say('release.reach')])),
      ...(interim(facts, composer).length > 0 ? [p(...interim(facts, composer))] : []),
      h2(say('release.candidate')),
      ...lacking(facts, composer),
      p(say('release.lift', { roles: roles(duty.lifters), regression: duty.regression })),
      h2(say('release.date-title')),
      ...(facts.fix.proven
        ? [p(say('executive.no-wait'))]
        : [p(revised(facts, composer)), p(least(facts, composer), decisive(facts, composer))]),
      h2(say('release.glass-title')),
      p(say('release.glass', { hours: duty.overrideHours })),
      h2(say('release.communication')),
      ...communication(facts, composer),
    ]
  },
}

function todo({ anyInForce, fix }: Facts, { say }: Composer): readonly Block[] {
  if (anyInForce)
    return [steps(say('release.do-stop'), say('release.do-gate'), say('release.do-candidate'), say('release.do-not'))]
  if (fix.proven)
    return [steps(say('release.do-ship', { name: fix.proven.name }), say('release.do-old'), say('release.do-record'))]
  return [p(say('release.nothing'))]
}

function communication(facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const { duty } = facts
  const promised = openFollowUps(facts, composer)
  return [
    ...(promised.length > 0 ? [p(say('release.next-check', { at: facts.nextCheck }))] : []),
    list(
      say('release.hear-now'),
      say('release.hear-estimate', { in: duty.estimateIn }),
      say('release.hear-progress', { in: duty.progressIn }),
      say('release.hear-outside'),
    ),
  ]
}
