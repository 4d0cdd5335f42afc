import { callout, figures, h1, h2, p } from '../blocks.ts'
import { capital, joined, type Composer } from '../compose.ts'
import { isMissing } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { OptionFacts } from '../facts/money.ts'
import type { Block, KeyFigure, Spans } from '../tree.ts'
import { acceptanceRule, clocks, gravity, interim, live, stakes, stopped, waysOut } from './common.ts'
import { decisive, least, revised } from './date.ts'
import type { Draft } from './document.ts'

/** One page for whoever decides: what is asked, by when, what is at stake, the ways out, what waiting costs. */
export const executive: Draft = {
  clearance: 'internal',
  plain: true,
  onePage: true,
  blocks: (facts, composer) => {
    const { say } = composer
    return [
      h1(headline(facts, composer)),
      ...keyFigures(facts, composer),
      callout('ask', say('executive.ask'), ...ask(facts, composer)),
      h2(say('executive.happened')),
      p(
        ...stopped(facts, composer),
        gravity(facts, composer),
        reassessed(facts, composer),
        say('risk.where', { production: facts.risk.production, exploitation: facts.risk.exploitation }),
        live(facts, composer),
      ),
      p(
        stakes(facts, composer),
        say('risk.people', { people: facts.people }),
        facts.outsiders ? say('risk.outsiders', { harm: facts.outsiders }) : [],
      ),
      ...(facts.anyInForce ? open(facts, composer) : []),
      callout('note', say('words.title'), p(say('limits.text')), p(say('words.text'))),
    ]
  },
}

/** What matters only while something is held. */
const open = (facts: Facts, composer: Composer): readonly Block[] => {
  const { say } = composer
  return [
    ...(interim(facts, composer).length > 0 ? [p(...interim(facts, composer), say('interim.not-enough'))] : []),
    h2(say('executive.options')),
    ...waysOut(facts, composer),
    h2(say('executive.waiting')),
    ...waiting(facts, composer),
    h2(say('executive.clocks')),
    ...clocks(facts, composer),
  ]
}

function headline({ anyInForce, holds, talk, products }: Facts, { say }: Composer): Spans {
  if (holds.length === 0) return say('executive.title-nothing')
  if (!anyInForce) return say('executive.title-over', { products })
  return say(talk.decision ? 'executive.title-decided' : 'executive.title-open', { products })
}

function ask(facts: Facts, composer: Composer): readonly Block[] {
  const { say, seats, lean } = composer
  const { anyInForce, talk, fix, decideBy, price, noPrice, duty } = facts
  if (!anyInForce)
    return [
      p(
        fix.proven?.clearedAt
          ? say('executive.cleared', { name: fix.proven.name, at: fix.proven.clearedAt })
          : say('executive.nothing-asked'),
      ),
    ]
  const decision = talk.decision
  if (decision)
    return [
      p(
        say('executive.decided', { deciders: decision.deciders, at: decision.at, decided: decision.decided }),
        say('executive.next-check', { at: facts.nextCheck }),
      ),
    ]
  const when = isMissing(decideBy)
    ? [...say('executive.decide'), ...lean(decideBy)]
    : say('executive.decide-by', { by: decideBy })
  if (!price) return [p(when, [...say('executive.no-figures'), ...lean(noPrice)])]
  const { best, second, gap } = price
  const advice = say(adviceOf(best), { label: best.label, cost: best.cost })
  const margin = second
    ? say(isThin(best, second) ? 'executive.margin-thin' : 'executive.margin', {
        gap: gap(best, second),
        second: second.label,
      })
    : []
  return [
    p(when, advice, margin),
    ...(best.shipsRisk ? [p(joined(say('executive.against-holding'), acceptanceRule(facts, composer)))] : []),
    ...(best.shipsRisk ? [] : [p(say('executive.who', { roles: seats(duty.accepters) }))]),
  ]
}

const adviceOf = ({ shipsRisk, inReach }: OptionFacts) =>
  inReach ? 'executive.recommend-shipping' : shipsRisk ? 'executive.recommend-contained' : 'executive.recommend'

/** Below a tenth: less than what such figures can tell apart. */
const isThin = (best: OptionFacts, second: OptionFacts) => second.expected! - best.expected! < 0.1 * best.expected!

const reassessed = ({ risk }: Facts, { say }: Composer) =>
  risk.before
    ? say(risk.before.openedWider ? 'risk.reassessed-wider' : 'risk.reassessed', {
        before: risk.before.severity,
        at: risk.before.at,
      })
    : []

function waiting(facts: Facts, composer: Composer): readonly Block[] {
  const { work, delay, price, fix } = facts
  const { say } = composer
  if (fix.proven) return [p(say('executive.no-wait'))]
  return [
    p(
      revised(facts, composer),
      work.outlook ? least(facts, composer) : say('waiting.work', { hours: work.hours }),
      decisive(facts, composer),
      price?.fixFirst ? say('waiting.in-figures') : say('waiting.delay', { delay }),
    ),
  ]
}

/** What somebody with half a minute takes along: how grave, what the two ends cost, and the date. */
function keyFigures({ risk, price, work, anyInForce, fix }: Facts, { say, show }: Composer): readonly Block[] {
  if (!anyInForce) return []
  const cost = (label: Spans, { average, bad, expected = 0, badDay = 0 }: OptionFacts): KeyFigure => ({
    label,
    value: show(average),
    note: say(badDay < expected ? 'figures.bad-day-below' : 'figures.bad-day', { bad }),
  })
  const ship = price?.of('ship-now')
  const items: readonly KeyFigure[] = [
    ...(isMissing(risk.severity) || isMissing(risk.score)
      ? []
      : [{ label: say('figures.severity'), value: capital(show(risk.severity)), note: show(risk.score) }]),
    ...(price ? [cost(say('figures.lowest'), price.best)] : []),
    ...(price && ship && ship !== price.best ? [cost(say('figures.ship-now'), ship)] : []),
    ...(work.outlook && !fix.proven
      ? [
          {
            label: say('figures.date'),
            value: show(work.outlook.safe),
            note: say('figures.date-range', { likely: work.outlook.likely }),
          },
        ]
      : []),
  ]
  return items.length > 1 ? [figures(...items)] : []
}
