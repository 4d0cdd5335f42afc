import type { Asked } from '../../core/case/standing.ts'
import { DECISION } from '../../core/decision/decision.ts'
import { type DecisionSigner, type EnvelopeJson, seal } from '../../core/decision/envelope.ts'
import { formatPublicKey } from '../../core/decision/public-key.ts'
import { statementBytes } from '../../core/decision/statement.ts'
import { leansText } from '../../core/gate/leans.ts'
import type { Verdict } from '../../core/gate/verdict.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { uuidv7 } from '../../core/ids.ts'
import { verdictJson, verdictText } from '../../writers/json/verdict.ts'
import { allOf, mayLook, mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Chance } from '../ports.ts'
import type { Answers, KeptAnswer } from '../ports/answers.ts'
import type { Principal } from '../ports/principal.ts'
import { answerBook } from '../answer-book.ts'

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
  /** Whoever asks is about to deploy: the answer is written down. One that cannot be is not given, unless it stops them anyway. */
  readonly deploying?: boolean
}

interface Gated {
  readonly decision: Verdict['decision']
  /** The verdict as JSON; or an envelope around it, where it was to be signed. */
  readonly json: string
  /** On what a clear answer leans, said beside the JSON. */
  readonly leansOn?: string
}

export interface GateService {
  gate(who: Principal, asked: Question, how?: Asking): Promise<Result<Gated>>
  /** What signed decisions are verified with, in PEM. */
  gateKey(): string
  /** Can it answer now? */
  ready(): Promise<Result<unknown>>
}

export interface GatePorts {
  readonly gatekeeper: Gatekeeper
  readonly gateKey: DecisionSigner
  readonly store: { readonly answers: Pick<Answers, 'keep'> }
  readonly chance: Chance
}

export function gateService({ gatekeeper, gateKey, store: { answers }, chance }: GatePorts): GateService {
  const record = answerBook(answers)
  return {
    async gate(who, question, { signed = false, deploying = false } = {}) {
      const asked = question as Asked
      const may = allOf(mayLook(who), mayTouch(who, asked.product))
      if (!may.ok) return may
      const verdict = await gatekeeper.ask(asked)
      const { decision, leansOn } = verdict
      const envelope = signed ? carried(verdict, gateKey) : undefined
      if (envelope && !envelope.ok) return envelope
      if (deploying) {
        const id = uuidv7(verdict.evaluatedAt, chance.bytes(10))
        const kept = await record(keptAnswer(id, verdict, { by: who.actor, signed }))
        if (!kept.ok && decision === 'clear') return NOT_RECORDED(kept.problem.message)
      }
      const json = envelope ? JSON.stringify(envelope.value) : verdictText(verdict)
      return ok({ decision, json, ...(leansOn && { leansOn: leansText(leansOn) }) })
    },

    gateKey: () => formatPublicKey(gateKey.key),

    ready: () => gatekeeper.look(),
  }
}

function keptAnswer(
  id: KeptAnswer['id'],
  { release, decision, reasons, evaluatedAt: at }: Verdict,
  { by, signed }: Pick<KeptAnswer, 'by' | 'signed'>,
): KeptAnswer {
  const holds = [...new Set(reasons.flatMap(({ hold }) => hold ?? []))]
  return { ...release, id, at, by, decision, reasons: [...new Set(reasons.map(({ code }) => code))], holds, signed }
}

function carried(verdict: Verdict, key: DecisionSigner): Result<EnvelopeJson> {
  const payload = statementBytes(verdict.release, DECISION, verdictJson(verdict))
  return payload.ok ? ok(seal(payload.value, key)) : payload
}

const NOT_RECORDED = (why: string) =>
  refuse(
    'gate/not-recorded',
    `It is clear, and that could not be written down: ${why}`,
    'Ask again in a moment; do not deploy meanwhile.',
  )
