import { callout, field, h1, h2, list, p, table } from '../blocks.ts'
import { capital, type Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { acceptanceRule, gravity, interim, limits, stakes, stopped, picture, waysOut } from './common.ts'
import type { Draft } from './document.ts'

/** The form on which somebody with the authority accepts a risk, seeing what everybody else saw. */
export const acceptance: Draft = {
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    return [
      h1(say('acceptance.title', { name: facts.codeName })),
      callout('note', say('acceptance.rule-title'), p(acceptanceRule(facts, composer), say('acceptance.ends'))),
      h2(say('acceptance.what')),
      ...request(facts, composer),
      h2(say('acceptance.risk')),
      p(
        ...stopped(facts, composer),
        gravity(facts, composer),
        stakes(facts, composer),
        say('risk.where', { production: facts.risk.production, exploitation: facts.risk.exploitation }),
      ),
      p(...interim(facts, composer)),
      ...waysOut(facts, composer),
      ...picture(facts, composer),
      limits(composer),
      h2(say('acceptance.signed')),
      p(say('acceptance.free')),
      ...facts.duty.accepters.flatMap((seat) => [field(capital(composer.roles(seat)))]),
      field(say('acceptance.date')),
    ]
  },
}

function request({ talk }: Facts, { say, show }: Composer): readonly Block[] {
  const asked = talk.acceptance
  if (!asked)
    return [
      p(say('acceptance.nothing-asked')),
      field(say('acceptance.f-release')),
      field(say('acceptance.f-until')),
      field(say('acceptance.f-conditions')),
      field(say('acceptance.f-reason')),
    ]
  return [
    table(
      [say('engineering.field'), say('engineering.value')],
      [say('acceptance.f-product'), show(asked.product)],
      [say('acceptance.f-release'), show(asked.scope)],
      [say('acceptance.f-where'), show(asked.environments)],
      [say('acceptance.f-from'), show(asked.from)],
      [say('acceptance.f-until'), show(asked.until)],
      [say('acceptance.f-by'), show(asked.by)],
      [say('acceptance.f-reason'), show(asked.reason)],
      [say('acceptance.f-state'), show(asked.outcome)],
      [say('acceptance.f-approved'), show(asked.approvedBy)],
    ),
    ...(asked.conditions.length > 0 ? [p(say('acceptance.under')), list(...asked.conditions.map(show))] : []),
  ]
}
