import { decodeEntry } from '../../../core/log/codec.ts'
import { decidePolicy } from '../../../core/policy/govern.ts'
import {
  decodePolicyEvent,
  evolvePolicy,
  type Governance,
  NO_POLICY,
  POLICY,
  type PolicyEvent,
} from '../../../core/policy/governance.ts'
import { ok } from '../../../core/problem.ts'
import { factsOf, type Kind } from '../kind.ts'
import type { PolicyWished } from '../wished.ts'

/** Which policy is in force. */
export const policy: Kind<Governance, PolicyEvent, PolicyWished> = {
  read({ bytes }) {
    const entry = decodeEntry(bytes)
    return entry.ok ? decodePolicyEvent(entry.value, { file: POLICY }) : entry
  },
  replay: (_, events) => events.reduce(evolvePolicy, NO_POLICY),
  evolve: evolvePolicy,
  decide(state, { by, wish, held }, context) {
    const facts = factsOf(decidePolicy(state, wish, { ...context, by, ...(held !== undefined && { held }) }))
    if (!facts.ok) return facts
    return ok(facts.value.map((fact) => ({ ...fact, data: { ...fact.data, policy: context.rules.policy } })))
  },
}
