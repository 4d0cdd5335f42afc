import type { CaseRules, Grant, Rules } from '../../core/case/rules.ts'
import type { Actor } from '../../core/ids.ts'

/** Names of rules as they go over the wire. Names of people and acts are not ours to change. */
const WIRE: Readonly<Record<string, string>> = {
  exploitedLane: 'exploited_lane',
  fullRegressionHours: 'full_regression_hours',
  bySeverity: 'by_severity',
  maxDays: 'max_days',
  byAmount: 'by_amount',
  upTo: 'up_to',
  acrossLine: 'across_line',
  overrideMaxHours: 'override_max_hours',
  retractMinutes: 'retract_minutes',
  confirmHours: 'confirm_hours',
  afterMinutes: 'after_minutes',
}
const OURS = Object.fromEntries(Object.entries(WIRE).map(([ours, wire]) => [wire, ours]))

/** The rules that a case is decided under, as JSON. */
export const rulesJson = ({ policy, people, ...rules }: Rules): Record<string, unknown> => ({
  schema: 'holdpoint/rules/v1',
  policy,
  rules: renamed(rules, WIRE),
  people: Object.fromEntries(people),
})

/** The same, read back from what a server of ours said. */
export function rulesFrom(json: Readonly<Record<string, unknown>>): Rules {
  const { policy, rules, people } = json as {
    policy: Rules['policy']
    rules: object
    people: Record<Actor, readonly Grant[]>
  }
  return {
    ...(renamed(rules, OURS) as CaseRules),
    policy,
    people: new Map(Object.entries(people) as [Actor, readonly Grant[]][]),
  }
}

function renamed(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [names[key] ?? key, renamed(one, names)]))
}
