import type { Case, Made } from '../../case/case.ts'
import { entry, moment, name, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'

/** What happened since the last update that was given, in the order in which it did. */
export function newsFacts(material: Material) {
  const { state } = material
  const told = [...state.followUps.values()].filter(({ held }) => held).toSorted((a, b) => (a.due < b.due ? 1 : -1))[0]
  const from = told && told.due <= material.now ? told.due : undefined
  const all = happenings(state)
    .toSorted((a, b) => a.made.n - b.made.n)
    .map(({ made, key }) => ({
      what: term(`news.${made.n}.what`, key, entry(made)),
      at: moment(`news.${made.n}.at`, made.at, entry(made)),
      by: name(`news.${made.n}.by`, made.by, entry(made)),
      since: from === undefined || made.at > from,
    }))
  return {
    ...(told && from && { from: moment('news.from', from, entry(told)) }),
    all,
    events: all.filter(({ since }) => since),
  }
}

const happenings = (state: Case): readonly { readonly made: Made; readonly key: TermKey }[] => [
  ...[...state.findings.values()].map((made) => ({ made, key: 'news.found' as const })),
  ...[...state.holds.values()].flatMap(({ placements }) =>
    placements.map((made) => ({ made, key: 'news.held' as const })),
  ),
  ...state.assessments.map((made, i) => ({
    made,
    key: i === 0 ? ('news.assessed' as const) : ('news.reassessed' as const),
  })),
  ...[...state.containments.values()].map((made) => ({ made, key: 'news.contained' as const })),
  ...state.options.map((made) => ({ made, key: 'news.computed' as const })),
  ...state.decisions.map((made) => ({ made, key: 'news.decided' as const })),
  ...[...state.plans.values()].map((made) => ({ made, key: 'news.planned' as const })),
  ...[...state.candidates.values()].map((made) => ({ made, key: 'news.candidate' as const })),
  ...state.proofs.map((made) => ({ made, key: 'news.retest' as const })),
  ...state.runs.map((made) => ({ made, key: 'news.regression' as const })),
  ...state.clearances.map((made) => ({ made, key: 'news.lifted' as const })),
  ...[...state.acceptances.values()].map((made) => ({ made, key: 'news.acceptance' as const })),
  ...[...state.overrides.values()].map((made) => ({ made, key: 'news.override' as const })),
  ...state.escalations.map((made) => ({ made, key: 'news.escalated' as const })),
  ...state.deliveries.map((made) => ({ made, key: 'news.delivered' as const })),
]
