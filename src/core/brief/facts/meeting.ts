import type { Objection } from '../../case/case.ts'
import type { Build } from '../../case/values.ts'
import { missing, type Fact } from '../fact.ts'
import { entry, moment, name, names, said, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'
import { buildName } from './stop.ts'

export type ObjectionKind = Objection['kind']

export interface ObjectionFacts {
  readonly kind: ObjectionKind
  readonly who: Fact
  readonly claim: Fact
  readonly interest: Fact
  readonly asks?: Fact
  readonly answer?: Fact
  readonly state: Fact
  readonly open: boolean
}

/** What people said, decided, promised and owe. */
export function meetingFacts(material: Material) {
  const { state } = material
  return {
    decision: decisionFacts(material),
    ...(state.decisions.length === 0 && { noDecision: missing('decision', 'executive', 'security-manager') }),
    ...(state.objections.size === 0 && { noPosition: missing('positions', 'product-manager', 'release-manager') }),
    objections: [...state.objections.values()].map((one) => objectionFacts(material, one)),
    followUps: [...state.followUps.values()].map((one) => ({
      due: moment(`follow-up.${one.n}.due`, one.due, entry(one)),
      at: one.due,
      about: said(material, `follow-up.${one.n}.about`, one.about, entry(one)),
      by: name(`follow-up.${one.n}.by`, one.by, entry(one)),
      held: one.held,
    })),
    actions: [...state.actions.values()].map((one) => ({
      what: said(material, `action.${one.n}.what`, one.what, entry(one)),
      owner: name(`action.${one.n}.owner`, one.owner, entry(one)),
      due: moment(`action.${one.n}.due`, one.due, entry(one)),
      state: term(`action.${one.n}.state`, one.finished ? 'task.finished' : 'task.open', entry(one)),
      finished: one.finished,
    })),
    escalations: state.escalations.map((one) => ({
      at: moment(`escalation.${one.n}.at`, one.at, entry(one)),
      because: term(`escalation.${one.n}.because`, `escalated.${one.because}`, entry(one)),
    })),
    deliveries: state.deliveries.map((one) => ({
      name: name(`delivery.${one.n}.name`, buildName(one), entry(one)),
      environment: name(`delivery.${one.n}.environment`, one.environment, entry(one)),
      at: moment(`delivery.${one.n}.at`, one.at, entry(one)),
    })),
    overrides: [...state.overrides.values()].map((one) => ({
      environment: name(`override.${one.n}.environment`, one.environment, entry(one)),
      by: name(`override.${one.n}.by`, one.by, entry(one)),
      from: moment(`override.${one.n}.from`, one.offline?.from ?? one.at, entry(one)),
      until: moment(`override.${one.n}.until`, one.until, entry(one)),
      reason: said(material, `override.${one.n}.reason`, one.reason, entry(one)),
    })),
    acceptance: acceptanceFacts(material),
    review: reviewFacts(material),
  }
}

function decisionFacts(material: Material) {
  const last = material.state.decisions.at(-1)
  if (!last) return undefined
  const source = entry(last, 'decision')
  return {
    decided: term('decision.decided', `decided.${last.decided}`, source),
    is: last.decided,
    option:
      last.option === undefined
        ? missing('decided-option', 'product-manager', 'security-manager')
        : name('decision.option', last.option, source),
    deciders: names('decision.deciders', last.deciders, source),
    at: moment('decision.at', last.at, source),
    nextCheck: moment('decision.next-check', last.next_check, source),
    nextCheckAt: last.next_check,
    conditions: last.conditions.map((one, i) => said(material, `decision.condition.${i + 1}`, one, source)),
    dissent: last.dissent.map(({ actor, words }, i) => ({
      who: name(`decision.dissent.${i + 1}.who`, actor, source),
      words: said(material, `decision.dissent.${i + 1}.words`, words, source),
    })),
  }
}

function objectionFacts(material: Material, objection: Objection): ObjectionFacts {
  const id = `objection.${objection.n}`
  const source = entry(objection)
  const { answer, outcome } = objection
  const state: TermKey = outcome ? `objection.${outcome}` : answer ? 'objection.answered' : 'objection.open'
  return {
    kind: objection.kind,
    who: name(`${id}.who`, objection.who, source),
    claim: said(material, `${id}.claim`, objection.claim, source),
    interest: objection.interest
      ? said(material, `${id}.interest`, objection.interest, source)
      : missing('interest', 'product-manager', 'development-lead'),
    ...(objection.asks && { asks: said(material, `${id}.asks`, objection.asks, source) }),
    ...(answer && { answer: said(material, `${id}.answer`, answer.answer, entry(answer)) }),
    state: term(`${id}.state`, state, answer ? entry(answer) : source),
    open: outcome === undefined && answer === undefined,
  }
}

/** The last one asked for. */
function acceptanceFacts(material: Material) {
  const last = [...material.state.acceptances.values()].at(-1)
  if (!last) return undefined
  const source = entry(last)
  const id = `acceptance.${last.n}`
  return {
    product: name(`${id}.product`, last.product, source),
    scope:
      last.scope.kind === 'build'
        ? name(`${id}.scope`, buildName(last.scope.build as Build), source)
        : term(`${id}.scope`, 'scope.line', source),
    environments: names(`${id}.environments`, last.environments, source),
    from: moment(`${id}.from`, last.from, source),
    until: moment(`${id}.until`, last.until, source),
    by: name(`${id}.by`, last.by, source),
    reason: said(material, `${id}.reason`, last.reason, source),
    conditions: last.conditions.map((one, i) => said(material, `${id}.condition.${i + 1}`, one, source)),
    outcome: term(`${id}.outcome`, `acceptance.${last.outcome}`, source),
    is: last.outcome,
    approvedBy:
      last.approvedBy.length > 0
        ? names(`${id}.approved-by`, last.approvedBy, source)
        : missing('approval', 'executive', 'security-manager'),
  }
}

function reviewFacts(material: Material) {
  const { review } = material.state
  return (
    review && {
      openedAt: moment('review.opened-at', review.at, entry(review)),
      closed: review.closed,
      causes: review.causes.map((cause, i) => ({
        kind: term(`review.cause.${i + 1}.kind`, `cause.${cause.kind}`, entry(review)),
        what: said(material, `review.cause.${i + 1}.what`, cause.what, entry(review)),
      })),
    }
  )
}
