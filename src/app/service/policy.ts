import type { Case } from '../../core/case/case.ts'
import { currentPlacement, isLineInForce } from '../../core/case/hold.ts'
import { parseUuid, type Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { type Consequence, consequences, differingParts, type WaysOut } from '../../core/policy/consequences.ts'
import { decidePolicy, type PolicyWish } from '../../core/policy/govern.ts'
import { POLICY, type Proposal } from '../../core/policy/governance.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { ok, type Problem, refuse, type Result } from '../../core/problem.ts'
import { concerns, mayLook } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Desk } from '../handle/handle.ts'
import type { Policies } from '../policies.ts'
import type { Clock } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Json } from './json.ts'

export interface PolicyService {
  /** The policy in force, and what was proposed instead. */
  policy(who: Principal): Promise<Result<Json>>
  /** What a proposal would change: for whoever is to sign it. */
  proposal(who: Principal, n: number): Promise<Result<Json>>
  /** @param key the id of the command, a UUIDv7 */
  proposePolicy(who: Principal, key: string, text: string): Promise<Result<Json>>
  /** `approve` puts it in force. */
  settlePolicy(who: Principal, key: string, n: number, how: 'approve' | 'withdraw'): Promise<Result<Json>>
}

export interface PolicyPorts {
  readonly store: Pick<Store, 'policies'>
  readonly desk: Desk
  readonly gatekeeper: Gatekeeper
  readonly policies: Policies
  readonly clock: Clock
}

export function policyService({ store, desk, gatekeeper, policies, clock }: PolicyPorts): PolicyService {
  /** As it is after a look that begins now. */
  async function seen(who: Principal): Promise<Result<ReturnType<Gatekeeper['policies']>>> {
    const may = mayLook(who)
    const looked = may.ok ? await gatekeeper.look() : may
    return looked.ok ? ok(gatekeeper.policies()) : looked
  }

  async function wish(by: Principal['actor'], id: Uuid, said: PolicyWish): Promise<Result<Json>> {
    const held = oldestHold(gatekeeper.allCases())
    const handled = await desk.handle({ id, by, on: POLICY, wish: said, openings: [], ...(held && { held }) })
    if (!handled.ok) return handled
    const { n, entries, at, log, index } = handled.value
    return ok({ entries: Array.from({ length: entries }, (_, i) => n + i), at, log: { log, index } })
  }

  return {
    async policy(who) {
      const state = await seen(who)
      if (!state.ok) return state
      const { inForce, proposals } = state.value
      const text = inForce ? await store.policies.text(inForce.text) : ok(undefined)
      if (!text.ok) return text
      const { policy } = gatekeeper.under()
      return ok({
        policy: {
          digest: policy.digest,
          name: policy.name,
          ...(inForce && { since: inForce.since, by: inForce.by }),
          ...(text.value !== undefined && mayReadText(who) && { text: text.value }),
        },
        proposals: [...proposals.values()].map((one) => outlineOf(one, policy)).toReversed(),
      })
    },

    async proposal(who, n) {
      const state = await seen(who)
      if (!state.ok) return state
      const proposal = state.value.proposals.get(n)
      if (!proposal) return NO_PROPOSAL(n)
      const ready = await policies.ready([proposal.text])
      if (!ready.ok) return ready
      const text = await store.policies.text(proposal.text)
      if (!text.ok) return text
      const { policy, rules } = gatekeeper.under()
      const found = consequences(gatekeeper.allCases(), rules, policies.rules(rules.people, proposal.text))
      return ok({
        ...outlineOf(proposal, policy),
        name: policies.of(proposal.text).name,
        ...(text.value !== undefined && mayReadText(who) && { text: text.value }),
        parts: differingParts(policy, policies.of(proposal.text)),
        holds: found.filter(({ product }) => concerns(who, product)).map(consequenceJson),
      })
    },

    async proposePolicy(who, key, text) {
      const id = parseUuid(key)
      if (!id.ok) return id
      const state = await seen(who)
      if (!state.ok) return state
      const said = { type: 'propose_policy', text: policies.digestOf(text) } as const
      // Whoever may not propose fills no table, and has nothing read, which the gate would wait for. It is decided again, under the lock.
      const context = { by: who.actor, at: clock.now(), rules: gatekeeper.under().rules, cases: 0 }
      const may = decidePolicy(state.value, said, context)
      if (!may.ok && may.problem.code === 'policy/not-authorised') return may
      const policy = await policies.read('policy', text)
      if (!policy.ok) return UNSOUND(policy.problem)
      const kept = await store.policies.keep(said.text, text)
      return kept.ok ? wish(who.actor, id.value, said) : kept
    },

    async settlePolicy(who, key, n, how) {
      const id = parseUuid(key)
      if (!id.ok) return id
      const state = await seen(who)
      if (!state.ok) return state
      const proposal = state.value.proposals.get(n)
      const ready = proposal ? await policies.ready([proposal.text]) : NO_PROPOSAL(n)
      return ready.ok ? wish(who.actor, id.value, { type: `${how}_policy`, proposal: n }) : ready
    },
  }
}

const outlineOf = ({ n, at, by, text, instead, outcome }: Proposal, { digest }: Policy): Json => ({
  proposal: n,
  digest: text,
  instead_of: instead,
  by,
  at,
  state: outcome === 'pending' && instead !== digest ? 'overtaken' : outcome,
})

const consequenceJson = ({ hold, name, before, after }: Consequence): Json => ({
  hold,
  name,
  before: waysJson(before),
  after: waysJson(after),
})

const waysJson = ({ lift, candidate, accept, isRestricted, called }: WaysOut): Json => ({
  lift,
  ...(candidate && { candidate: { candidate: candidate.n, lacks: candidate.lacks } }),
  accept,
  restricted: isRestricted,
  ...(called && { called }),
})

/** What it excuses is what is not fixed: that is for people. */
const mayReadText = ({ products, roles }: Principal): boolean =>
  products === undefined && roles.some((role) => role !== 'pipeline')

function oldestHold(cases: Iterable<Case>): Instant | undefined {
  const placed = [...cases].flatMap((state) =>
    [...state.holds.values()].flatMap((hold) => (isLineInForce(state, hold) ? (currentPlacement(hold)?.at ?? []) : [])),
  )
  return placed.toSorted()[0]
}

const NO_PROPOSAL = (n: number): Result<never> =>
  refuse('policy/unknown-proposal', `There is no proposal ${n}.`, 'Look it up: `holdpoint policy show`.')

function UNSOUND([first, ...more]: readonly Problem[]): Result<never> {
  const { line, column } = first?.at ?? {}
  const place = line === undefined ? '' : `Line ${line}${column === undefined ? '' : `, column ${column}`}: `
  const others = more.length > 0 ? ` And ${more.length} more.` : ''
  return refuse(
    'policy/unsound',
    `${place}${first?.message ?? 'It cannot be read.'}${others}`,
    '`holdpoint policy check <file>` shows each place.',
    { file: 'body', pointer: '/text' },
  )
}
