import { ok, refuse, type Result } from '../../problem.ts'
import { acceptanceDemand, isGranted, latestEnd } from '../acceptance.ts'
import { severityInForce } from '../assessment.ts'
import { authority } from '../authority.ts'
import type { Acceptance } from '../case.ts'
import { currentPlacement } from '../hold.ts'
import { liveFindings } from '../proof.ts'
import { firstOf, happened, holdOf, lacks, NOTHING_NEW, type Context, type Facts, type Rule } from './context.ts'

/** Nothing is accepted without an end. Extending one is a new request, decided anew. */
export const requestAcceptance: Rule<'request_acceptance'> = ({ from, ...request }, context) => {
  const hold = holdOf(context, request.product)
  if (!hold.ok) return hold
  const { state, at, rules } = context
  const start = from ?? at
  const severity = severityInForce(state)
  const end = latestEnd(severity, rules, at)
  const strange = request.controls.find((control) => state.containments.get(control)?.state !== 'verified')
  const named =
    request.option === undefined || state.options.at(-1)?.options.some(({ option }) => option === request.option)
  const refusal = firstOf(
    lacks(context, 'request'),
    currentPlacement(hold.value) ? undefined : refuse('hold/taken-back', `${hold.value.id} was taken back.`),
    start < at || request.until <= start
      ? refuse('acceptance/no-time', `${start} to ${request.until} is no time to come.`, 'Give an end after its start.')
      : undefined,
    request.until > end
      ? refuse('acceptance/too-long', `At ${severity}, an acceptance ends by ${end}.`, 'Ask for less, and again later.')
      : undefined,
    request.scope.kind === 'line' && !rules.acceptance.acrossLine.includes(severity)
      ? refuse('acceptance/too-wide', `At ${severity}, only one build can be accepted.`, 'Name the build.')
      : undefined,
    strange === undefined
      ? undefined
      : refuse('acceptance/unverified-control', `Containment ${strange} is not verified.`, 'Verify it first.'),
    named
      ? undefined
      : refuse('case/unknown-option', `"${request.option}" is none of the options.`, 'Compute the options first.'),
  )
  if (refusal) return refusal
  const findings = liveFindings(state).map(({ finding }) => finding)
  return happened({ ...request, type: 'acceptance_requested', from: start, findings })
}

/** Never by the requester. What changed since the request makes it void: another risk was meant. */
export const approveAcceptance: Rule<'approve_acceptance'> = ({ acceptance }, context) => {
  const { state, rules, by, at } = context
  const pending = pendingAcceptance(context, acceptance)
  if (!pending.ok) return pending
  const request = pending.value
  if (request.by === by)
    return refuse('acceptance/own-request', `${by} asked for it.`, 'Somebody else has to accept the risk.')
  if (request.inputs !== state.inputs)
    return refuse('acceptance/inputs-changed', 'The case has changed since it was asked for.', 'Ask again.')
  const demand = acceptanceDemand(state, request, rules)
  if (at >= request.until || request.until > latestEnd(demand.severity, rules, at))
    return refuse('acceptance/too-late', `It would have ended at ${request.until}.`, 'Ask again with a later end.')
  const refusal = authorised(context, request)
  if (refusal) return refusal
  const people = [...new Set([...request.approvedBy, by])]
  if (isGranted(state, request, people, rules, at)) return happened({ type: 'acceptance_granted', acceptance, people })
  return request.approvedBy.includes(by) ? NOTHING_NEW : happened({ type: 'acceptance_approved', acceptance })
}

export const refuseAcceptance: Rule<'refuse_acceptance'> = ({ acceptance, reason }, context) => {
  const pending = pendingAcceptance(context, acceptance)
  if (!pending.ok) return pending
  const takesBack = pending.value.by === context.by
  return (
    (takesBack ? undefined : authorised(context, pending.value)) ??
    happened({ type: 'acceptance_refused', acceptance, reason })
  )
}

/** To stop again takes one person: of security, or whoever could have accepted. */
export const revokeAcceptance: Rule<'revoke_acceptance'> = ({ acceptance }, context): Facts => {
  const known = context.state.acceptances.get(acceptance)
  if (known?.outcome === 'revoked') return NOTHING_NEW
  if (known?.outcome !== 'granted')
    return refuse('acceptance/unknown', `There is no granted acceptance ${acceptance}.`, 'Look it up in the case.')
  const entitled = lacks(context, 'place') === undefined || authorised(context, known) === undefined
  return entitled ? happened({ type: 'acceptance_revoked', acceptance, because: 'revoked' }) : lacks(context, 'place')!
}

function pendingAcceptance({ state }: Context, n: number): Result<Acceptance> {
  const request = state.acceptances.get(n)
  if (!request) return refuse('acceptance/unknown', `There is no acceptance ${n} in this case.`, 'Request it first.')
  return request.outcome === 'pending'
    ? ok(request)
    : refuse('acceptance/settled', `Acceptance ${n} is ${request.outcome} already.`, 'Request another one.')
}

function authorised({ state, rules, by, at }: Context, request: Acceptance): Result<never> | undefined {
  const { roles, severity } = acceptanceDemand(state, request, rules)
  return authority(rules, by, roles, at, undefined) === 'none'
    ? refuse(
        'acceptance/not-authorised',
        `${by} may not accept this risk (${severity}).`,
        `Ask one of: ${roles.join(', ')}.`,
      )
    : undefined
}
