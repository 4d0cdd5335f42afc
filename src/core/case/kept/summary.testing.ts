import type { Product } from '../../ids.ts'
import type { Case } from '../case.ts'
import { severityInForce } from '../assessment.ts'
import { standing } from '../standing.ts'

/** What has to stay the same whatever the state comes to look like: the answers, and what was counted. */
export const summary = (state: Case): unknown => ({
  n: state.n,
  severity: severityInForce(state),
  closed: state.closed !== undefined,
  standings: [...state.candidates.values()]
    .map(({ build }) => build)
    .concat([...state.holds.values()].flatMap(({ affected }) => affected.map(({ digests }) => ({ digests }) as never)))
    .map(({ digests }) => {
      const answer = standing(state, { product: 'payments' as Product, environment: 'production', digests }, state.at)
      return [digests, answer]
    }),
  holds: [...state.holds.values()].map(({ id, placements }) => [
    id,
    placements.map(({ provisional, ended }) => [provisional, ended ?? null]),
  ]),
  findings: [...state.findings.values()].map(({ finding, dismissed, inProduction, aliases }) => [
    finding,
    dismissed,
    inProduction,
    ...(aliases ? [aliases] : []),
  ]),
  assessments: state.assessments.map(({ view }) => view),
  objections: [...state.objections.values()].map(({ kind, outcome, answer }) => [kind, outcome, answer !== undefined]),
  changes: [...state.changes.values()].map(({ change, outcome }) => [change.kind, outcome]),
  acceptances: [...state.acceptances.values()].map(({ outcome, approvedBy }) => [outcome, approvedBy]),
  overrides: [...state.overrides.values()].map(({ endedAt, reviewed }) => [endedAt ?? null, reviewed]),
  deliveries: state.deliveries.length,
  alarms: state.alarms.length,
  people: [...state.acted.keys()].toSorted(),
})
