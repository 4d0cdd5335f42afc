import { holdId, type Actor } from '../ids.ts'
import { applyChange, endPlacement } from './apply-change.ts'
import type { Hold, Made } from './case.ts'
import { update, type Apply, type Draft } from './draft.ts'
import { dueKey } from './due.ts'
import type { CaseEvent, Details, EventType } from './event.ts'
import { currentPlacement } from './hold.ts'
import { outcomeOf } from './proof.ts'

/** What an event changes in a case. */
export function apply(draft: Draft, event: CaseEvent, made: Made): void {
  ;(APPLY[event.type] as Apply<unknown>)(draft, event.data, made)
}

const also = (people: readonly Actor[], { by }: Made) => [...people, by]

const APPLY: { readonly [T in EventType]: Apply<Details<T>> } = {
  case_opened: (draft, details, made) => {
    draft.opened = { ...made, ...details }
  },
  hold_placed: place,
  hold_confirmed: (draft, { product }) =>
    update(draft.holds, product, (hold) => {
      const current = currentPlacement(hold)
      const confirmed = hold.placements.map((one) => (one === current ? { ...one, provisional: false } : one))
      return { placements: confirmed as unknown as Hold['placements'] }
    }),
  hold_widened: (draft, { product, environments }) =>
    update(draft.holds, product, (hold) => ({
      environments: new Set([...hold.environments, ...environments]),
    })),
  affected_added: (draft, { product, affected }, { n }) =>
    update(draft.holds, product, (hold) => ({ affected: [...hold.affected, { ...affected, n }] })),
  hold_retracted: (draft, { product }) => update(draft.holds, product, (hold) => endPlacement(hold, 'retracted')),

  change_proposed: (draft, details, made) => {
    draft.changes.set(made.n, { ...made, ...details, approvedBy: [], inputs: draft.inputs, outcome: 'pending' })
  },
  change_approved: (draft, { change }, made) =>
    update(draft.changes, change, (pending) => ({ approvedBy: also(pending.approvedBy, made) })),
  change_made: (draft, { change }, made) => {
    update(draft.changes, change, { outcome: 'made' })
    const pending = draft.changes.get(change)
    if (pending) applyChange(draft, pending.change, made)
  },
  change_declined: (draft, { change }) => update(draft.changes, change, { outcome: 'declined' }),

  finding_added: (draft, finding, made) => {
    if (!draft.findings.has(finding.finding))
      draft.findings.set(finding.finding, { ...made, ...finding, inProduction: false, dismissed: false })
  },
  finding_seen_in_production: (draft, { finding }) => update(draft.findings, finding, { inProduction: true }),
  evidence_attached: (draft, { evidence, sensitive }) => {
    draft.evidence.add(evidence)
    if (sensitive) draft.sensitive.add(evidence)
  },
  report_linked: (draft, { report }) => {
    draft.evidence.add(report)
  },

  assessed: (draft, { view }, made) => {
    draft.assessments.push({ ...made, view })
  },
  reassessed: (draft, { view, learned }, made) => {
    draft.assessments.push({ ...made, view, learned })
  },

  containment_applied: (draft, details, made) => {
    draft.containments.set(made.n, { ...made, ...details, state: 'applied' })
  },
  containment_verified: (draft, { containment }) => update(draft.containments, containment, { state: 'verified' }),
  containment_removed: (draft, { containment }) => update(draft.containments, containment, { state: 'removed' }),

  options_computed: (draft, details, made) => {
    draft.options.push({ ...made, ...details })
  },
  decision_recorded: (draft, details, made) => {
    draft.decisions.push({ ...made, ...details })
  },

  plan_proposed: (draft, details, made) => {
    draft.plans.set(made.n, { ...made, ...details, agreedBy: [], started: new Set(), finished: new Map() })
  },
  plan_agreed: (draft, { plan }, made) =>
    update(draft.plans, plan, (known) => ({ agreedBy: also(known.agreedBy, made) })),
  task_started: (draft, { plan, task }) =>
    update(draft.plans, plan, (known) => ({ started: new Set([...known.started, task]) })),
  task_finished: (draft, { plan, task, hours }) =>
    update(draft.plans, plan, (known) => ({ finished: new Map([...known.finished, [task, hours]]) })),

  objection_raised: (draft, details, made) => {
    draft.objections.set(made.n, { ...made, ...details })
  },
  objection_answered: (draft, details, made) =>
    update(draft.objections, details.objection, () => ({ answer: { ...made, ...details } })),
  objection_settled: (draft, { objection, outcome }) => update(draft.objections, objection, { outcome }),

  candidate_declared: (draft, { product, build }, made) => {
    draft.candidates.set(made.n, { ...made, product, build, fixers: new Set() })
  },
  fixers_declared: (draft, { candidate, fixers }) =>
    update(draft.candidates, candidate, (known) => ({ fixers: new Set([...known.fixers, ...fixers]) })),
  proof_recorded: (draft, details, made) => {
    draft.proofs.push({ ...made, ...details })
    const finding = draft.findings.get(details.finding)
    if (!finding || outcomeOf(details.proof, finding) !== 'fail') return
    draft.inputs = made.n
    delete draft.closed
  },
  regression_recorded: (draft, details, made) => {
    draft.runs.push({ ...made, ...details })
  },

  lift_approved: (draft, details, made) => {
    draft.liftApprovals.push({ ...made, ...details })
  },
  hold_lifted: (draft, details, made) => {
    draft.clearances.push({ ...made, ...details })
  },

  acceptance_requested: (draft, details, made) => {
    const pending = { approvedBy: [], inputs: draft.inputs, outcome: 'pending' } as const
    draft.acceptances.set(made.n, { ...made, ...details, ...pending })
  },
  acceptance_approved: (draft, { acceptance }, made) =>
    update(draft.acceptances, acceptance, (known) => ({ approvedBy: also(known.approvedBy, made) })),
  acceptance_granted: (draft, { acceptance, people }, { at }) =>
    update(draft.acceptances, acceptance, { approvedBy: people, outcome: 'granted', grantedAt: at }),
  acceptance_refused: (draft, { acceptance }) => update(draft.acceptances, acceptance, { outcome: 'refused' }),
  acceptance_revoked: (draft, { acceptance }) => update(draft.acceptances, acceptance, { outcome: 'revoked' }),

  override_opened: (draft, details, made) => {
    draft.overrides.set(made.n, { ...made, ...details, reviewed: false })
  },
  override_closed: (draft, { override }, { at }) =>
    update(draft.overrides, override, (known) => (known.endedAt === undefined ? { endedAt: at } : known)),
  override_reconciled: (draft, { from, people, key, use, breaches, ...window }, made) => {
    const offline = { from, people, key, use, breaches }
    draft.overrides.set(made.n, { ...made, ...window, endedAt: made.at, reviewed: false, offline })
  },
  override_reviewed: (draft, { override }) => update(draft.overrides, override, { reviewed: true }),

  delivered: (draft, details, made) => {
    draft.deliveries.push({ ...made, ...details })
    for (const [n, { product, digest, environment, endedAt }] of draft.overrides)
      if (
        endedAt === undefined &&
        product === details.product &&
        environment === details.environment &&
        details.digests.includes(digest)
      )
        update(draft.overrides, n, { endedAt: made.at })
  },
  held_delivery_alarmed: (draft, _, made) => {
    draft.alarms.push(made)
  },

  acknowledged: (draft, _, made) => {
    draft.acknowledged ??= made
  },
  escalated: (draft, details, made) => {
    draft.escalations.push({ ...made, ...details })
  },
  follow_up_promised: (draft, details, made) => {
    draft.followUps.set(made.n, { ...made, ...details, held: false })
  },
  came_due: (draft, { what, hold, about, due: at }) => {
    draft.told.add(dueKey({ what, at, ...(hold && { hold }), ...(about && { about }) }))
  },
  follow_up_held: (draft, { follow_up }) => update(draft.followUps, follow_up, { held: true }),

  action_assigned: (draft, details, made) => {
    draft.actions.set(made.n, { ...made, ...details, finished: false })
  },
  action_finished: (draft, { action }) => update(draft.actions, action, { finished: true }),

  review_opened: (draft, _, made) => {
    draft.review = { ...made, causes: [], closed: false }
  },
  cause_added: (draft, cause) => {
    if (draft.review) draft.review = { ...draft.review, causes: [...draft.review.causes, cause] }
  },
  review_closed: (draft) => {
    if (draft.review) draft.review = { ...draft.review, closed: true }
  },
  case_closed: (draft, _, made) => {
    draft.closed = made
  },

  reader_added: () => {}, // `admissions` has it
  reader_removed: () => {},
}

/** A first placement makes the hold; a later one puts it in force again, and keeps what is known to be affected. */
function place(draft: Draft, details: Details<'hold_placed'>, made: Made): void {
  const { product, environments, branch, affected, provisional, reason } = details
  const before = draft.holds.get(product)
  const placement = { ...made, provisional, reason }
  const { n } = made
  draft.holds.set(product, {
    unaffected: [],
    letThrough: [],
    links: [],
    ...before,
    id: holdId(draft.id, product),
    product,
    ...(branch !== undefined && { branch }),
    environments: new Set([...(before?.environments ?? []), ...environments]),
    placements: before ? ([...before.placements, placement] as unknown as Hold['placements']) : [placement],
    affected: [...(before?.affected ?? []), { ...affected, n }],
  })
  delete draft.closed
}
