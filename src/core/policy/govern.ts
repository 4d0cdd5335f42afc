import { authority, isQuorum } from '../case/authority.ts'
import type { Act, Rules } from '../case/rules.ts'
import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { CONSOLE } from '../people/decide.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { Governance, PolicyFact, Proposal } from './governance.ts'

export type PolicyWish =
  | { readonly type: 'adopt_policy'; readonly text: Digest }
  | { readonly type: 'propose_policy'; readonly text: Digest }
  | { readonly type: 'approve_policy'; readonly proposal: number }
  | { readonly type: 'withdraw_policy'; readonly proposal: number }

/** What a rule may look at, beside the stream. */
export interface Governing {
  readonly by: Actor
  readonly at: Instant
  /** Under the policy that is in force now: it says who may change it. */
  readonly rules: Rules
  /** How many cases there are. */
  readonly cases: number
  /** Since when the oldest hold is in force that is: a role granted later takes somebody with an older one. */
  readonly held?: Instant
}

type Facts = Result<readonly PolicyFact[]>

/** What a wish does to the policy. A proposal changes nothing; a second authorised person does. No fact: nothing was new. */
export function decidePolicy(state: Governance, wish: PolicyWish, context: Governing): Facts {
  switch (wish.type) {
    case 'adopt_policy':
      return adopt(state, wish.text, context)
    case 'propose_policy':
      return propose(state, wish.text, context)
    case 'approve_policy':
      return approve(state, wish.proposal, context)
    case 'withdraw_policy':
      return withdraw(state, wish.proposal, context)
  }
}

/** At the first start nobody is held to anything yet. Afterwards a policy is a way out of holds, and takes two. */
function adopt(state: Governance, text: Digest, { by, cases, rules }: Governing): Facts {
  if (rules.policy === text) return ok([])
  return by === CONSOLE && cases === 0 && !state.inForce
    ? ok([{ type: 'policy_adopted', text }])
    : refuse('policy/needs-two', 'Another policy takes two people by now.', PROPOSE_IT)
}

function propose(state: Governance, text: Digest, context: Governing): Facts {
  const refusal = lacks(context, 'propose_policy')
  if (refusal) return refusal
  const { rules, by } = context
  if (text === rules.policy) return refuse('policy/in-force', 'This very text is in force.', 'Nothing is to be done.')
  const again = [...state.proposals.values()].some(
    (one) => one.outcome === 'pending' && one.text === text && one.by === by && one.instead === rules.policy,
  )
  return ok(again ? [] : [{ type: 'policy_proposed', text }])
}

function approve(state: Governance, n: number, context: Governing): Facts {
  const { by, at, rules, held } = context
  const found = pending(state, n)
  if (!found.ok) return found
  const { by: proposer, text, instead } = found.value
  if (proposer === by)
    return refuse('policy/own-proposal', `${by} proposed it.`, 'A second authorised person has to agree.')
  const refusal = lacks(context, 'approve_policy')
  if (refusal) return refusal
  if (instead !== rules.policy)
    return refuse(
      'policy/overtaken',
      'Another policy came in force since this was proposed.',
      'Propose it again: what it changes is another thing now.',
    )
  const proposing = authority(rules, proposer, rules.may.propose_policy, at, held)
  if (proposing === 'none')
    return refuse(
      'policy/proposer-left',
      `${proposer}, who proposed it, has no such role any more.`,
      'Let somebody who has it propose it again.',
    )
  return isQuorum([proposing, authority(rules, by, rules.may.approve_policy, at, held)], 2)
    ? ok([{ type: 'policy_approved', proposal: n, text }])
    : refuse(
        'policy/fresh-roles',
        `Both ${proposer} and ${by} got their role while a hold was in force.`,
        'One of the two has to be somebody who had it before.',
      )
}

function withdraw(state: Governance, n: number, context: Governing): Facts {
  const found = pending(state, n)
  if (!found.ok) return found
  const refusal = found.value.by === context.by ? undefined : lacks(context, 'approve_policy')
  return refusal ?? ok([{ type: 'policy_withdrawn', proposal: n }])
}

function pending({ proposals }: Governance, n: number): Result<Proposal> {
  const proposal = proposals.get(n)
  if (!proposal)
    return refuse('policy/unknown-proposal', `There is no proposal ${n}.`, 'Look it up: `holdpoint policy show`.')
  return proposal.outcome === 'pending'
    ? ok(proposal)
    : refuse('policy/settled', `Proposal ${n} is ${proposal.outcome} already.`, 'Propose it again.')
}

const lacks = ({ rules, by, at }: Governing, act: Act): Result<never> | undefined =>
  authority(rules, by, rules.may[act], at, undefined) === 'none'
    ? refuse(
        'policy/not-authorised',
        `${by} has no role that may do this.`,
        `Ask one of: ${rules.may[act].join(', ')}.`,
      )
    : undefined

const PROPOSE_IT = 'Propose it: `holdpoint policy propose <file>`; a second person approves it.'
