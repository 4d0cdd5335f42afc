import { addMillis, MINUTE } from '../../instant.ts'
import { PRODUCTION } from '../../gate/question.ts'
import { refuse } from '../../problem.ts'
import { may } from '../authority.ts'
import { currentPlacement, isLineInForce } from '../hold.ts'
import { firstOf, happened, holdOf, lacks, NOTHING_NEW, type Context, type Rule } from './context.ts'

export const open: Rule<'open'> = ({ name, title }, { state }) =>
  state.opened
    ? refuse('case/already-open', `${state.id} is open already.`, 'Open another case, or add to this one.')
    : happened({ type: 'case_opened', name, title })

/** Anybody may stop a release. From outside security the hold is provisional, and in force all the same. */
export const place: Rule<'place'> = (wish, { state, rules, by, at }) => {
  const { product, environments = [PRODUCTION], branch, affected, reason } = wish
  const hold = state.holds.get(product)
  if (hold && isLineInForce(state, hold))
    return refuse('hold/already-placed', `${hold.id} is in force.`, 'Add a finding or an affected identity to it.')
  const provisional = !may(rules, by, 'place', at)
  const details = { product, environments, affected, reason, provisional }
  return happened({ type: 'hold_placed', ...details, ...(branch !== undefined && { branch }) })
}

export const confirm: Rule<'confirm'> = ({ product }, context) => {
  const hold = holdOf(context, product)
  if (!hold.ok) return hold
  const refusal = lacks(context, 'place')
  if (refusal) return refusal
  return currentPlacement(hold.value)?.provisional ? happened({ type: 'hold_confirmed', product }) : NOTHING_NEW
}

export const widen: Rule<'widen'> = ({ product, environments }, context) => {
  const hold = holdOf(context, product)
  if (!hold.ok) return hold
  const more = environments.filter((environment) => !hold.value.environments.has(environment))
  const refusal = firstOf(lacks(context, 'contribute'), ended(context, product))
  if (refusal) return refusal
  return more.length > 0 ? happened({ type: 'hold_widened', product, environments: more }) : NOTHING_NEW
}

export const addAffected: Rule<'add_affected'> = ({ product, affected }, context) => {
  const hold = holdOf(context, product)
  if (!hold.ok) return hold
  const refusal = firstOf(lacks(context, 'record'), ended(context, product))
  if (refusal) return refusal
  const known = hold.value.affected
  const more = {
    digests: affected.digests.filter((one) => !known.some(({ digests }) => digests.includes(one))),
    commits: affected.commits.filter((one) => !known.some(({ commits }) => commits.includes(one))),
    versions: affected.versions.filter((one) => !known.some(({ versions }) => versions.includes(one))),
  }
  const any = more.digests.length + more.commits.length + more.versions.length > 0
  return any ? happened({ type: 'affected_added', product, affected: more }) : NOTHING_NEW
}

/** The only way out that takes one person: a slip of the placer's, seen at once, before anybody acted on it. */
export const retract: Rule<'retract'> = ({ product }, { state, rules, by, at }) => {
  const hold = state.holds.get(product)
  const placement = hold && currentPlacement(hold)
  if (!hold || !placement || placement.ended)
    return refuse('hold/unknown', `There is no hold on ${product} to retract.`)
  const withdraw = 'Propose a withdrawal with evidence; a second authorised person confirms it.'
  if (placement.by !== by) return refuse('hold/not-yours', `${placement.by} placed ${hold.id}, not ${by}.`, withdraw)
  if (at >= addMillis(placement.at, rules.retractMinutes * MINUTE))
    return refuse('hold/too-late', `${hold.id} is older than ${rules.retractMinutes} minutes.`, withdraw)
  const other = [...state.acted].find(([actor, n]) => actor !== by && n > placement.n)
  if (other) return refuse('hold/acted-upon', `${other[0]} has acted since ${hold.id} was placed.`, withdraw)
  return happened({ type: 'hold_retracted', product })
}

/** A hold that was taken back has to be placed again before anything can be added to it. */
function ended({ state }: Context, product: Parameters<typeof holdOf>[1]) {
  const hold = state.holds.get(product)
  return hold && !currentPlacement(hold)
    ? refuse('hold/taken-back', `${hold.id} was taken back.`, 'Place it again.')
    : undefined
}
