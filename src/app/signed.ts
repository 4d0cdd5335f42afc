import { inTime } from '../core/decision/decision.ts'
import { type EnvelopeJson, envelopeText, readEnvelope, verified } from '../core/decision/envelope.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { ok, type Result } from '../core/problem.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { type Answer, deliver, refusal } from './answer.ts'
import { decisionIn, exitOf, keysIn } from './offline.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { type Heard, unheard, verdictOf } from './remote.ts'

export interface SignedRequest extends QuestionWords {
  /** Where the decision goes; to standard output where not given. */
  readonly to?: string
  /** The key that it must be signed with, if one is given. */
  readonly key?: string | undefined
}

/** A signed answer as it comes over the wire. */
export type SignedReply = Heard<EnvelopeJson>

/** `holdpoint gate --signed`: what the server signed, kept as it came, if it answers what was asked. */
export function heardSigned(heard: SignedReply, { to, key, ...words }: SignedRequest, ports: Ports): Answer {
  if (!heard.ok) return unheard(heard, ports, heard.status === 400 || heard.status === 422 ? EXIT.usage : EXIT.unknown)
  const text = envelopeText(heard.value)
  const verdict = readBack(text, key, words, ports)
  if (!verdict.ok) return refusal([verdict.problem], ports, exitOf(verdict.problem))
  const { decision } = verdict.value
  if (to === undefined || to === '-') return deliver([{ to: '-', text }], EXIT[decision], ports)
  const shown = gateText(verdictOf(verdict.value), [], ports.terminal.style)
  const kept = [
    { to: { file: to }, text },
    { to: '-', text: shown },
  ] as const
  return deliver(kept, EXIT[decision], ports)
}

/** Before it is kept it is read as whoever gets it will read it. */
function readBack(text: string, key: string | undefined, words: QuestionWords, ports: Ports) {
  const question = questionOf(words, ports.clock.now())
  if (!question.ok) return question
  const envelope = readEnvelope(text)
  if (!envelope.ok) return envelope
  const signed = key === undefined ? ok(undefined) : signedBy(key, envelope.value, ports)
  if (!signed.ok) return signed
  const verdict = decisionIn(envelope.value, question.value)
  if (!verdict.ok || verdict.value.decision === 'unknown') return verdict // good for no time at all, and no pass
  const timely = inTime(verdict.value, question.value.now)
  return timely.ok ? verdict : timely
}

function signedBy(key: string, envelope: Parameters<typeof verified>[0], ports: Ports): Result<unknown> {
  const keys = keysIn(key, ports)
  return keys.ok ? verified(envelope, keys.value, ports.crypto.verifyEd25519) : keys
}
