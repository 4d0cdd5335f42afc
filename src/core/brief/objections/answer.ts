import type { Role } from '../../policy/role.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { ObjectionFacts, ObjectionKind } from '../facts/meeting.ts'
import type { Spans } from '../tree.ts'
import { ANSWERS } from './answers.ts'
import type { Reply } from './reply.ts'

export interface Answer extends Reply {
  readonly kind: ObjectionKind
  readonly claim: Spans
  readonly who: Spans
  /** What the objector cares about, as they said it or as it usually is. */
  readonly interest: Spans
}

/** @param raised what somebody really said in this case; else what people usually say */
export function answerTo(kind: ObjectionKind, facts: Facts, composer: Composer, raised?: ObjectionFacts): Answer {
  const { say, show, roles } = composer
  return {
    kind,
    claim: raised ? show(raised.claim) : say(`claim.${kind}`),
    who: raised ? show(raised.who) : roles([SPEAKERS[kind]]),
    interest: raised && 'value' in raised.interest ? show(raised.interest) : say(`interest.${kind}`),
    ...ANSWERS[kind](facts, composer),
  }
}

/** Who usually says it. */
export const SPEAKERS: Readonly<Record<ObjectionKind, Role>> = {
  minor: 'development-lead',
  deadline: 'product-manager',
  workaround: 'product-manager',
  compensating_control: 'product-manager',
  later_patch: 'release-manager',
  roll_back: 'development-lead',
  limited_regression: 'development-lead',
  absolute_minimum: 'product-manager',
  quantify: 'executive',
  nobody_finds_it: 'development-lead',
  already_in_production: 'release-manager',
  customer_expects_it: 'product-manager',
  internal_only: 'development-lead',
  accept_the_risk: 'executive',
  other: 'product-manager',
}
