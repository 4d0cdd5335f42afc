import { callout, h1, h2, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import { isMissing } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { acceptanceRule, gravity, interim, lacking, limits, stakes, stopped, picture, waysOut } from './common.ts'
import { decisive, grounds, least, revised } from './date.ts'
import type { Draft } from './document.ts'

/** For product management: what moves, to when, what could ship meanwhile, what it displaces, what may be said outside. */
export const product: Draft = {
  clearance: 'internal',
  blocks: (facts, composer) => {
    const { say, lean } = composer
    const { products, delay, people, disclosure } = facts
    return [
      h1(say('product.title', { products })),
      ...(facts.anyInForce
        ? [
            callout(
              'ask',
              say('product.need-title'),
              list(...needs(facts, composer)),
              p(isMissing(delay) ? lean(delay) : [], isMissing(people) ? lean(people) : []),
            ),
          ]
        : []),
      h2(say('product.moves')),
      p(...stopped(facts, composer)),
      ...date(facts, composer),
      h2(say('product.why')),
      p(gravity(facts, composer), stakes(facts, composer)),
      h2(say('product.meanwhile')),
      ...meanwhile(facts, composer),
      // What it costs begins on a page of its own: the page before is about dates.
      ...(facts.price ? [{ kind: 'page-break' } as const] : []),
      h2(say('product.options')),
      ...waysOut(facts, composer),
      ...picture(facts, composer),
      p(acceptanceRule(facts, composer)),
      h2(say('product.back')),
      ...lacking(facts, composer),
      h2(say('product.customers')),
      p([...say('product.outside'), ...lean(disclosure)]),
      limits(composer),
    ]
  },
}

/** What nobody but product can say, as far as it is not said yet. */
const needs = ({ delay, people }: Facts, { say }: Composer) => [
  ...(isMissing(delay) ? [say('product.need-delay')] : []),
  say('product.need-meanwhile'),
  ...(isMissing(people) ? [say('product.need-people')] : []),
]

function date(facts: Facts, composer: Composer): readonly Block[] {
  const { say, show } = composer
  const { work } = facts
  const moved = work.earlierDate ? say('product.moved', { from: work.earlierDate, date: work.promised }) : []
  const displaced = work.displaced.map(({ work: what, owner, agreed }) => [
    show(what),
    show(owner),
    say(agreed ? 'product.agreed' : 'product.not-agreed'),
  ])
  return [
    p(moved, revised(facts, composer)),
    p(least(facts, composer), decisive(facts, composer)),
    p(say('product.work', { hours: work.hours }), work.outlook ? grounds(facts, composer) : say('product.range')),
    ...(displaced.length > 0
      ? [table([say('product.waits'), say('product.waits-owner'), say('product.waits-agreed')], ...displaced)]
      : []),
  ]
}

function meanwhile(facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const active = interim(facts, composer)
  const rest = facts.price?.of('revert-change')
  return [
    ...(active.length > 0 ? [p(...active)] : []),
    list(
      rest ? say('product.rest-priced', { label: rest.label, cost: rest.cost }) : say('product.rest'),
      say('product.others'),
    ),
  ]
}
