import type { Asked } from '../core/case/standing.ts'
import { type CarriedVerdict, DECISION, inTime, verdictAbout } from '../core/decision/decision.ts'
import { type Envelope, MAX_ENVELOPE_BYTES, readEnvelope, verified } from '../core/decision/envelope.ts'
import { type PublicKey, readPublicKeys } from '../core/decision/public-key.ts'
import { readStatement } from '../core/decision/statement.ts'
import type { Question } from '../core/gate/question.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { type Problem, problem, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { offlineText } from '../writers/terminal/offline.ts'
import { type Answer, print, refusal } from './answer.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { verdictOf } from './remote.ts'

const MAX_KEY_BYTES = 64 * 1024

export interface OfflineRequest extends Omit<QuestionWords, 'at'> {
  /** The file that was carried here. */
  readonly decision: string
  /** A file with the key that it must be signed with. */
  readonly key?: string | undefined
  readonly output: 'text' | 'json'
}

/** `holdpoint gate --offline`: what a signed decision says to this question, without any server. It knows of nothing that came after it. */
export function gateOffline(request: OfflineRequest, ports: Ports): Answer {
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  if (request.key === undefined) return refusal([NO_KEY], ports)
  const trusted = keysIn(request.key, ports)
  if (!trusted.ok) return refusal([trusted.problem], ports)
  const text = ports.files.text(request.decision, MAX_ENVELOPE_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const said = carried(text.value, trusted.value, question.value, ports)
  if (!said.ok) return refusal([atFile(said.problem, request.decision)], ports, exitOf(said.problem))
  return told(said.value, request.output, ports)
}

function carried(
  text: string,
  trusted: readonly PublicKey[],
  question: Question,
  { crypto }: Ports,
): Result<CarriedVerdict> {
  const envelope = readEnvelope(text)
  if (!envelope.ok) return envelope
  const payload = verified(envelope.value, trusted, crypto.verifyEd25519)
  if (!payload.ok) return payload
  const verdict = decisionIn({ payload: payload.value }, question)
  if (!verdict.ok) return verdict
  const timely = inTime(verdict.value, question.now)
  return timely.ok ? verdict : timely
}

/** The verdict in a payload, whoever signed it. */
export function decisionIn({ payload }: Pick<Envelope, 'payload'>, asked: Asked): Result<CarriedVerdict> {
  const statement = readStatement(payload)
  if (!statement.ok) return statement
  const { predicateType } = statement.value
  return predicateType === DECISION ? verdictAbout(statement.value, asked) : UNKNOWN_PREDICATE(predicateType)
}

function told(verdict: CarriedVerdict, output: 'text' | 'json', ports: Ports): Answer {
  const { style } = ports.terminal
  const blind = { blind_to_holds_after: verdict.evaluated_at }
  const text =
    output === 'json'
      ? `${jsonText({ schema: 'holdpoint/offline/v1', ...blind, verdict }, 2)}\n`
      : gateText(verdictOf(verdict), [], style) + offlineText(verdict.evaluated_at, style)
  return print(text, ports, EXIT[verdict.decision])
}

export function keysIn(file: string, ports: Ports): Result<readonly PublicKey[]> {
  const text = ports.files.text(file, MAX_KEY_BYTES)
  if (!text.ok) return text
  const keys = readPublicKeys(text.value, ports.crypto.sha256)
  return keys.ok ? keys : { ok: false, problem: atFile(keys.problem, file) }
}

const atFile = (problem: Problem, file: string): Problem => ({ at: { file }, ...problem })

/** 5: nobody whom we trust has signed it. 4: somebody has, and it is no answer to this question now. */
export const exitOf = ({ code }: Problem): number => (UNSIGNED.has(code) ? EXIT.refused : EXIT.unknown)
const UNSIGNED: ReadonlySet<string> = new Set(['decision/damaged', 'decision/other-key', 'decision/bad-signature'])

const NO_KEY = problem(
  'usage/no-key',
  'Which key must it be signed with?',
  "Give the server's public key: --key gate.pub (GET /api/gate/key, fetched once and kept).",
)
const UNKNOWN_PREDICATE = (type: string) =>
  refuse(
    'decision/unknown-predicate',
    `What was signed is ${JSON.stringify(type.slice(0, 80))}, and no decision that is known here.`,
    'A newer Holdpoint may have written it: update this one.',
  )
