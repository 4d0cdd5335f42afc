import { joined, type Composer } from '../compose.ts'
import { acceptanceRule, interim } from '../documents/common.ts'
import { isMissing } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { ObjectionKind } from '../facts/meeting.ts'
import { STUDIES } from '../facts/studies.ts'
import { compare } from './compare.ts'
import type { Reply } from './reply.ts'

type Answering = (facts: Facts, composer: Composer) => Reply

/** What is answered to each kind of objection. The rules choose; the words are the catalogue's. */
export const ANSWERS: Readonly<Record<ObjectionKind, Answering>> = {
  minor(facts, { say, lean }) {
    const { risk } = facts
    const tail = { change: say('minor.change'), next: say('minor.next') }
    if (!risk.isGrave) return { stance: 'concede', answer: say('minor.mild', { severity: risk.severity }), ...tail }
    const first = risk.before
      ? say(risk.before.openedWider ? 'minor.was-wider' : 'minor.was', {
          before: risk.before.severity,
          severity: risk.severity,
        })
      : say('minor.is', { severity: risk.severity })
    const why =
      isMissing(risk.wayIn) || isMissing(risk.harm)
        ? [...say('minor.no-vector'), ...lean(risk.harm)]
        : say('minor.why', { wayIn: risk.wayIn, harm: risk.harm })
    return { stance: risk.before ? 'partly' : 'hold', answer: joined(first, why), ...tail }
  },

  deadline(facts, composer) {
    const { say } = composer
    const { work, price, delay } = facts
    const date = work.outlook
      ? say('deadline.outlook', { safe: work.outlook.safe, likely: work.outlook.likely })
      : say('deadline.date', { date: work.promised })
    const times = joined(say('deadline.work', { hours: work.hours }), date)
    const tail = {
      change: price ? say('deadline.change') : say('deadline.change-delay', { delay }),
      next: say('deadline.next'),
    }
    if (price?.best.shipsRisk)
      return {
        stance: 'partly',
        answer: joined(
          say('deadline.heard'),
          say('deadline.supported', { label: price.best.label, cost: price.best.cost }),
          acceptanceRule(facts, composer),
        ),
        ...tail,
      }
    const figures = price?.fixFirst ? say('deadline.in-figures', { cost: price.fixFirst.cost }) : []
    return { stance: 'hold', answer: joined(say('deadline.heard'), times, figures), ...tail }
  },

  workaround(facts, composer) {
    const { say } = composer
    const tail = { change: say('workaround.change'), next: say('workaround.next') }
    const active = interim(facts, composer)
    if (active.length > 0)
      return {
        stance: 'concede',
        answer: joined(say('workaround.yes'), ...active, say('workaround.not-release')),
        ...tail,
        next: say('workaround.next-done'),
      }
    const figures = compare(facts, composer, 'disable-feature', 'disable-and-control')
    const stance = figures.stance === 'hold' ? 'partly' : figures.stance
    return { stance, answer: joined(say('workaround.good-interim'), figures.says), ...tail }
  },

  compensating_control(facts, composer) {
    const { say } = composer
    const figures = compare(facts, composer, 'ship-with-control', 'contain-and-fix')
    const answer = joined(say('control.lowers'), say('control.study', { share: STUDIES.filters }), figures.says)
    return {
      stance: figures.stance === 'hold' ? 'partly' : figures.stance,
      answer,
      change: say('control.change'),
      next: say('control.next'),
    }
  },

  later_patch(facts, composer) {
    const { say } = composer
    const { risk } = facts
    const figures = compare(facts, composer, 'ship-then-patch')
    const window = risk.exploited ? say('later.exploited') : say('later.window', { wayIn: risk.wayIn })
    return {
      stance: figures.stance,
      answer: joined(say('later.heard'), window, figures.says),
      change: say('later.change'),
      next: say('later.next'),
    }
  },

  roll_back(facts, composer) {
    const { say } = composer
    const figures = compare(facts, composer, 'revert-change', 'roll-back')
    const where = facts.risk.inProduction ? say('revert.live') : say('revert.real')
    const stance = figures.priced ? figures.stance : 'partly'
    return { stance, answer: joined(where, figures.says), change: say('revert.change'), next: say('revert.next') }
  },

  limited_regression(facts, composer) {
    const { say } = composer
    const { duty } = facts
    const tail = { change: say('limited.change'), next: say('limited.next') }
    const figures = compare(facts, composer, 'fix-limited-regression')
    const says = figures.priced ? figures.says : []
    if (duty.regressionIsFull) {
      const policy = say('limited.policy', { regression: duty.regression })
      const answer = joined(policy, say('limited.study', { share: STUDIES.wrongFixes }), says)
      return { stance: figures.stance === 'hold' ? 'hold' : 'partly', answer, ...tail }
    }
    const enough = duty.fullTestWithin
      ? say('limited.lane', { hours: duty.fullTestWithin })
      : say('limited.enough', { regression: duty.regression })
    const stance = figures.priced && figures.stance !== 'concede' ? 'partly' : 'concede'
    return { stance, answer: joined(enough, says), ...tail }
  },

  absolute_minimum({ work, duty }, { say }) {
    const { outlook } = work
    const answer = outlook
      ? joined(
          say('minimum.least', outlook.minimum),
          say('minimum.promise', { safe: outlook.safe, likely: outlook.likely, late: outlook.late }),
          outlook.critical ? say('date.critical', { owners: outlook.critical }) : [],
        )
      : joined(say('minimum.work', { hours: work.hours }), isMissing(work.hours) ? [] : say('minimum.honest'))
    return {
      stance: 'partly',
      answer,
      change: say('minimum.change'),
      next: say('minimum.next', { in: duty.estimateIn }),
    }
  },

  quantify({ price, noPrice, duty }, { say, lean }) {
    const change = say('quantify.change')
    if (!price) {
      const next = say('quantify.next', { in: duty.estimateIn })
      return { stance: 'concede', answer: [...say('quantify.none'), ...lean(noPrice)], change, next }
    }
    const { best, fixFirst, breakEven, belief } = price
    const others = [price.of('ship-now'), fixFirst].filter((one) => one !== undefined && one !== best)
    const answer = joined(
      ...others.map((one) => say('quantify.option', { label: one!.label, cost: one!.cost })),
      say('quantify.lowest', { label: best.label, cost: best.cost }),
      say('quantify.honest'),
      breakEven && belief ? say('quantify.even', { breakEven, belief }) : [],
    )
    return { stance: 'concede', answer, change, next: say('quantify.next-priced') }
  },

  nobody_finds_it({ risk }, { say }) {
    const tail = { change: say('nobody.change'), next: say('nobody.next') }
    if (risk.exploited)
      return { stance: 'hold', answer: say('nobody.already', { exploitation: risk.exploitation }), ...tail }
    const found = risk.findings[0]
    const how = found ? say('nobody.found', { at: found.foundAt }) : []
    return {
      stance: 'partly',
      answer: joined(say('nobody.maybe'), how, say('risk.harm', { wayIn: risk.wayIn, harm: risk.harm })),
      ...tail,
    }
  },

  already_in_production(facts, composer) {
    const { say } = composer
    const { risk, price } = facts
    const tail = { change: say('live.change'), next: say('live.next') }
    if (!risk.inProduction) return { stance: 'hold', answer: say('live.not', { production: risk.production }), ...tail }
    const best = price ? say('live.best', { label: price.best.label, cost: price.best.cost }) : []
    const known = { change: say('live.change-known'), next: say('live.next-known') }
    return { stance: 'concede', answer: joined(say('live.yes'), best, ...interim(facts, composer)), ...known }
  },

  customer_expects_it({ work, disclosure }, { say, lean }) {
    const answer = joined(
      say('customer.trust'),
      work.outlook
        ? say('customer.outlook', { safe: work.outlook.safe })
        : say('customer.date', { date: work.promised }),
    )
    return {
      stance: 'partly',
      answer,
      change: say('customer.change'),
      next: [...say('customer.next'), ...lean(disclosure)],
    }
  },

  internal_only({ risk }, { say }) {
    const answer = joined(say('internal.heard'), say('internal.way-in', { wayIn: risk.wayIn }))
    return { stance: 'partly', answer, change: say('internal.change'), next: say('internal.next') }
  },

  accept_the_risk(facts, composer) {
    const { say } = composer
    const answer = joined(say('accept.legitimate'), acceptanceRule(facts, composer), say('accept.written'))
    return { stance: 'concede', answer, change: say('accept.change'), next: say('accept.next') }
  },

  other(_facts, { say }) {
    return { stance: 'partly', answer: say('other.answer'), change: say('other.change'), next: say('other.next') }
  },
}
