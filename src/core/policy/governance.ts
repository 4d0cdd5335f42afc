import { object, position, type Fields, type ObjectOf } from '../case/schema.ts'
import { digest } from '../case/values.ts'
import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Entry } from '../log/entry.ts'
import { ok, refuse, type Place, type Result } from '../problem.ts'

/** The stream that says which policy is in force. */
export const POLICY = 'policy'

/** Everything that can happen to the organisation's policy. The log has the digest of a text; the text itself lies beside it. */
export const POLICY_EVENTS = {
  /** The first one, by whoever may read the data folder, while there is no case. */
  policy_adopted: { text: digest },
  policy_proposed: { text: digest },
  /** By a second person: in force from this entry on, on every node. */
  policy_approved: { proposal: position, text: digest },
  policy_withdrawn: { proposal: position },
} as const satisfies Readonly<Record<string, Fields>>

type PolicyEventType = keyof typeof POLICY_EVENTS
type Details<T extends PolicyEventType> = ObjectOf<(typeof POLICY_EVENTS)[T]>
/** A fact as a rule gives it: an event without its envelope. */
export type PolicyFact = { [T in PolicyEventType]: { readonly type: T } & Details<T> }[PolicyEventType]
/** `policy`: the one under which it was decided. */
export type PolicyEvent = {
  [T in PolicyEventType]: Entry<T, Details<T> & { readonly policy: Digest }>
}[PolicyEventType]

/** Which policy is in force, and which others somebody would have instead, as of an entry of the stream. */
export interface Governance {
  /** Position of the last entry. */
  readonly n: number
  /** Absent: the default policy. */
  readonly inForce?: { readonly text: Digest; readonly since: Instant; readonly by: Actor }
  readonly proposals: ReadonlyMap<number, Proposal>
}

export interface Proposal {
  readonly n: number
  readonly at: Instant
  readonly by: Actor
  readonly text: Digest
  /** The policy that was in force then: whoever approves is shown the difference from this one. */
  readonly instead: Digest
  readonly outcome: 'pending' | 'approved' | 'withdrawn'
}

export const NO_POLICY: Governance = { n: 0, proposals: new Map() }

/** What is in force after an event. Never refuses. */
export function evolvePolicy(state: Governance, { n, at, actor: by, type, data }: PolicyEvent): Governance {
  const settled = (outcome: Proposal['outcome'], no: number) => {
    const proposal = state.proposals.get(no)
    return proposal ? new Map(state.proposals).set(no, { ...proposal, outcome }) : state.proposals
  }
  switch (type) {
    case 'policy_adopted':
      return { ...state, n, inForce: { text: data.text, since: at, by } }
    case 'policy_proposed': {
      const proposal = { n, at, by, text: data.text, instead: data.policy, outcome: 'pending' } as const
      return { ...state, n, proposals: new Map(state.proposals).set(n, proposal) }
    }
    case 'policy_approved':
      return {
        n,
        inForce: { text: data.text, since: at, by },
        proposals: settled('approved', data.proposal),
      }
    case 'policy_withdrawn':
      return { ...state, n, proposals: settled('withdrawn', data.proposal) }
  }
}

const SCHEMAS = new Map(
  Object.entries(POLICY_EVENTS).map(([type, fields]) => [type, object({ ...fields, policy: digest })]),
)

/** An entry of the stream, checked to the last field. */
export function decodePolicyEvent(entry: Entry, at: Place): Result<PolicyEvent> {
  const schema = entry.v === 1 ? SCHEMAS.get(entry.type) : undefined
  const read = schema?.read(entry.data, '/data')
  if (read?.ok) return ok({ ...entry, data: read.value } as PolicyEvent)
  const message = read ? read.problem.message : `"${entry.type}", version ${entry.v}, is not known.`
  return refuse('policy/unknown-event', message, 'A newer program may know it: update.', at)
}
