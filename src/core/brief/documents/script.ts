import { h1, h2, hearing, list, p, saying } from '../blocks.ts'
import { capital, joined, type Composer } from '../compose.ts'
import { isMissing } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { ObjectionKind } from '../facts/meeting.ts'
import { answerTo } from '../objections/answer.ts'
import { likelyOrder } from '../objections/order.ts'
import type { Block, Spans } from '../tree.ts'
import { gravity, interim, live, stakes } from './common.ts'
import { decisive } from './date.ts'
import type { Draft } from './document.ts'

export type Speaker = 'analyst' | 'manager' | 'cloud'

/** The meeting, word for word: opening, the objections in the order in which they are likely to come, close. */
export const script = (speaker: Speaker): Draft => ({
  clearance: 'need-to-know',
  blocks: (facts, composer) => {
    const { say } = composer
    const order = likelyOrder(speaker, facts)
    return [
      h1(say(`script.title-${speaker}`, { name: facts.codeName })),
      p(say('script.intro')),
      h2(say('script.before')),
      list(byHeart(facts, composer), say('script.before-person'), say('script.before-concede')),
      h2(say('script.opening')),
      ...opening(speaker, facts, composer),
      h2(say('script.objections')),
      ...order.flatMap((kind) => exchange(kind, facts, composer)),
      h2(say('script.close')),
      ...close(facts, composer),
    ]
  },
})

function byHeart({ risk, work, price }: Facts, { say }: Composer): Spans {
  if (isMissing(risk.score) || !work.outlook || !price) return say('script.before-numbers')
  return say('script.before-figures', { score: risk.score, safe: work.outlook.safe, average: price.best.average })
}

/** Said before anybody has to ask. */
function dates(facts: Facts, composer: Composer): Spans {
  const { safe, minimum } = facts.work.outlook!
  return joined(
    composer.say('script.dates', { safe, at: minimum.at, chance: minimum.chance }),
    decisive(facts, composer),
  )
}

/** As whoever rated it says it. */
const rated = (facts: Facts, composer: Composer): Spans =>
  isMissing(facts.risk.score)
    ? gravity(facts, composer)
    : composer.say('script.rated', { severity: facts.risk.severity, score: facts.risk.score })

function opening(speaker: Speaker, facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const { risk, products } = facts
  const you = say('script.you')
  const first = say(`script.hello-${speaker}`, { products })
  const found = risk.findings[0] ? say('script.found', { title: risk.findings[0].title }) : []
  const measures = interim(facts, composer)
  return [
    saying(you, first, found),
    saying([], rated(facts, composer), stakes(facts, composer), reassessed(facts, composer), live(facts, composer)),
    ...(measures.length > 0 ? [saying([], ...measures, say('interim.not-enough'))] : []),
    saying([], say('script.date-matters'), proposal(facts, composer)),
    ...(facts.work.outlook && !facts.fix.proven ? [saying([], dates(facts, composer))] : []),
  ]
}

const reassessed = ({ risk }: Facts, { say }: Composer): Spans =>
  risk.before
    ? say(risk.before.openedWider ? 'risk.reassessed-wider' : 'risk.reassessed', {
        before: risk.before.severity,
        at: risk.before.at,
      })
    : []

/** What is proposed, where nothing is decided: the cheapest way out where the figures are known, else to hold until they are. */
function proposal({ price, noPrice, talk }: Facts, { say, lean }: Composer): Spans {
  if (talk.decision) return say('script.stands', { decided: talk.decision.decided })
  if (!price) return [...say('script.propose-hold'), ...lean(noPrice)]
  return say(price.best.shipsRisk ? 'script.propose-against' : 'script.propose', {
    label: price.best.label,
    cost: price.best.cost,
  })
}

function exchange(kind: ObjectionKind, facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const raised = facts.talk.objections.find((one) => one.kind === kind)
  const { claim, who, answer, next } = answerTo(kind, facts, composer, raised)
  const name = raised ? who : capital(who)
  return [hearing(name, claim), saying(say('script.you'), answer, next)]
}

function close(facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const { duty, talk, work } = facts
  const you = say('script.you')
  const decided = talk.decision
    ? say('script.decided', { decided: talk.decision.decided, deciders: talk.decision.deciders })
    : say('script.ask-decision')
  return [
    saying(you, decided),
    saying(
      [],
      say('script.actions'),
      joined(...work.tasks.map(({ title, owner }) => say('script.action', { owner, title }))),
    ),
    saying([], say('script.follow-up', { estimate: duty.estimateIn, progress: duty.progressIn })),
    saying([], say('script.thanks')),
  ]
}
