import type { Asked } from '../../core/case/standing.ts'
import { DECISION } from '../../core/decision/decision.ts'
import { type DecisionSigner, type EnvelopeJson, seal } from '../../core/decision/envelope.ts'
import { formatPublicKey } from '../../core/decision/public-key.ts'
import { statementBytes } from '../../core/decision/statement.ts'
import type { Verdict } from '../../core/gate/verdict.ts'
import { ok, type Result } from '../../core/problem.ts'
import { verdictJson } from '../../writers/json/verdict.ts'
import { mayLook, mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Principal } from '../ports/principal.ts'
import type { Json } from './json.ts'

/** What would be promoted, and where. Its form was checked by its contract, with the core's own schemas. */
export interface Question {
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
}

/** How a question is asked. */
export interface Asking {
  /** The answer is to be carried: signed, as a DSSE envelope. */
  readonly signed?: boolean
}

export interface GateService {
  /** `said` is the verdict; or an envelope around it, where it was to be signed. */
  gate(
    who: Principal,
    asked: Question,
    how?: Asking,
  ): Promise<Result<{ readonly decision: Verdict['decision']; readonly said: Json }>>
  /** What signed decisions are verified with, in PEM. */
  gateKey(): string
  /** Can it answer now? */
  ready(): Promise<Result<unknown>>
}

export interface GatePorts {
  readonly gatekeeper: Gatekeeper
  readonly gateKey: DecisionSigner
}

export const gateService = ({ gatekeeper, gateKey }: GatePorts): GateService => ({
  async gate(who, question, { signed = false } = {}) {
    const asked = question as Asked
    const may = allOf(mayLook(who), mayTouch(who, asked.product))
    if (!may.ok) return may
    const verdict = await gatekeeper.ask(asked)
    const { decision } = verdict
    if (!signed) return ok({ decision, said: verdictJson(verdict) as Json })
    const envelope = carried(verdict, gateKey)
    return envelope.ok ? ok({ decision, said: envelope.value as unknown as Json }) : envelope
  },

  gateKey: () => formatPublicKey(gateKey.key),

  ready: () => gatekeeper.look(),
})

function carried(verdict: Verdict, key: DecisionSigner): Result<EnvelopeJson> {
  const payload = statementBytes(verdict.release, DECISION, verdictJson(verdict))
  return payload.ok ? ok(seal(payload.value, key)) : payload
}

/** The first refusal, if there is one. */
const allOf = (...all: readonly Result<void>[]): Result<void> => all.find((one) => !one.ok) ?? ok(undefined)
