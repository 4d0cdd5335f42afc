import { acceptanceDemand } from '../../case/acceptance.ts'
import { severityInForce } from '../../case/assessment.ts'
import { dueOf } from '../../case/due.ts'
import { regressionDemand } from '../../case/missing.ts'
import type { Role } from '../../policy/role.ts'
import { REGULATORY } from '../../risk/facts/regulatory.ts'
import { CLOCKS } from '../../risk/regulation/clock-table.ts'
import { clockProposals } from '../../risk/regulation/clocks.ts'
import { known, type Fact, type Source } from '../fact.ts'
import { count, moment, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'

/** What policy and law ask: who may do what, by when. */
export function dutyFacts(material: Material) {
  const { state, rules, now } = material
  const severity = severityInForce(state)
  const policy: Source = { kind: 'policy', digest: rules.policy }
  const { maxDays } = rules.acceptance.bySeverity[severity]
  const { seats } = acceptanceDemand(state, {}, rules)
  const regression = regressionDemand(state, rules)
  const next = dueOf(state, rules).find(({ what, at }) => what === 'escalate' && at > now)
  const later = rules.escalation[state.escalations.length]
  return {
    lifters: rules.may.lift,
    /** RAPID: who recommends, agrees, performs, gives input; who decides is whoever may accept. */
    recommenders: rules.may.assess,
    agreers: ['privacy-legal'] as readonly Role[],
    performers: ['development-lead', 'qa-lead', 'release-manager'] as readonly Role[],
    informers: ['product-manager', 'release-manager', 'development-lead'] as readonly Role[],
    /** Each seat is taken by another person, who has one of its roles. */
    accepters: seats,
    acceptanceDays: count('policy.acceptance-days', maxDays, 'days', policy),
    overrideHours: count('policy.override-hours', rules.overrideMaxHours, 'hours', policy),
    regression: term('policy.regression', `extent.${regression.now}`, policy),
    regressionIsFull: regression.now === 'full',
    /** Lifted on a limited test, because it is exploited in production: the full one is due within. */
    ...(regression.laterHours !== undefined && {
      fullTestWithin: count('policy.full-test-within', regression.laterHours, 'hours', policy),
    }),
    ...(next && {
      escalatesAt: moment('policy.escalates-at', next.at, policy),
      escalatesTo: (later?.roles ?? []) as readonly Role[],
    }),
    estimateIn: known('default.estimate-in', { kind: 'minutes', minutes: 30 }, { kind: 'default' }),
    progressIn: count('default.progress-in', 24, 'hours', { kind: 'default' }),
    clocks: clockFacts(material),
  }
}

export interface ClockFacts {
  readonly regime: Fact
  readonly hours: Fact
  readonly trigger: Fact
}

/** The clocks that are shortest and reach the most, but for those that the profile rules out. None runs before somebody declares it. */
const SHOWN: readonly (readonly [id: string, regime: TermKey, trigger: TermKey])[] = [
  ['gdpr-authority', 'regime.gdpr', 'trigger.personal-data'],
  ['nis2-early-warning', 'regime.nis2', 'trigger.incident'],
  ['cra-early-warning', 'regime.cra', 'trigger.exploited'],
]

function clockFacts({ profile, now }: Material): readonly ClockFacts[] {
  const ruledOut = new Set(
    profile
      ? clockProposals(profile, now.slice(0, 10)).flatMap(({ id, applies }) => (applies === 'no' ? [id] : []))
      : [],
  )
  return SHOWN.filter(([id]) => !ruledOut.has(id)).flatMap(([id, regime, trigger]): ClockFacts[] => {
    const clock = CLOCKS.find((one) => one.id === id)
    if (clock?.deadline.unit !== 'hours') return []
    const { source: cites, published, url } = REGULATORY[clock.fact]
    const source: Source = { kind: 'publication', cites, published, url }
    return [
      {
        regime: term(`clock.${id}.regime`, regime, source),
        hours: count(`clock.${id}.hours`, clock.deadline.count, 'hours', source),
        trigger: term(`clock.${id}.trigger`, trigger, source),
      },
    ]
  })
}
