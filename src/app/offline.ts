import type { Asked } from '../core/case/standing.ts'
import { type CarriedVerdict, DECISION, inTime, verdictAbout } from '../core/decision/decision.ts'
import { type Envelope, MAX_ENVELOPE_BYTES, readEnvelope, verified } from '../core/decision/envelope.ts'
import { type OverrideKey, pairKeys, readOverrideKey } from '../core/decision/override-key.ts'
import { OVERRIDE, overrideAbout, overrideIn, type SignedOverride } from '../core/decision/override.ts'
import { type PublicKey, readPublicKeys } from '../core/decision/public-key.ts'
import { readStatement } from '../core/decision/statement.ts'
import type { Question } from '../core/gate/question.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { ok, type Problem, problem, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { honouredText } from '../writers/terminal/override.ts'
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

/** Whom an offline answer is believed from: the gate, or two holders of a sealed key. Each is believed only in what is its own to say. */
type Trusted =
  | { readonly says: typeof DECISION; readonly keys: readonly PublicKey[] }
  | { readonly says: typeof OVERRIDE; readonly keys: readonly PublicKey[]; readonly key: OverrideKey }

type Said = { readonly verdict: CarriedVerdict } | { readonly override: SignedOverride }

/** `holdpoint gate --offline`: what a signed decision says to this question, without any server. It knows of nothing that came after it. */
export function gateOffline(request: OfflineRequest, ports: Ports): Answer {
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  if (request.key === undefined) return refusal([NO_KEY], ports)
  const trusted = trustedIn(request.key, ports)
  if (!trusted.ok) return refusal([trusted.problem], ports)
  const text = ports.files.text(request.decision, MAX_ENVELOPE_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const said = carried(text.value, trusted.value, question.value, ports)
  if (!said.ok) return refusal([atFile(said.problem, request.decision)], ports, exitOf(said.problem))
  return told(said.value, request.output, ports)
}

function carried(text: string, trusted: Trusted, question: Question, { crypto }: Ports): Result<Said> {
  const envelope = readEnvelope(text)
  if (!envelope.ok) return envelope
  const payload = verified(envelope.value, trusted.keys, crypto.verifyEd25519)
  if (!payload.ok) return payload
  const statement = readStatement(payload.value)
  if (!statement.ok) return statement
  const { predicateType } = statement.value
  if (predicateType !== DECISION && predicateType !== OVERRIDE) return UNKNOWN_PREDICATE(predicateType)
  if (predicateType !== trusted.says) return NOT_ITS_OWN
  const { now, ...asked } = question
  if (trusted.says === OVERRIDE) {
    const override = overrideIn(statement.value, trusted.key, envelope.value.keyId, crypto.sha256)
    const about = override.ok ? overrideAbout(override.value, trusted.key, asked, now) : override
    return about.ok ? ok({ override: about.value }) : about
  }
  const verdict = verdictAbout(statement.value, asked)
  if (!verdict.ok) return verdict
  const timely = inTime(verdict.value, now)
  return timely.ok ? ok({ verdict: verdict.value }) : timely
}

/** The verdict in a payload, whoever signed it. */
export function decisionIn({ payload }: Pick<Envelope, 'payload'>, asked: Asked): Result<CarriedVerdict> {
  const statement = readStatement(payload)
  if (!statement.ok) return statement
  const { predicateType } = statement.value
  return predicateType === DECISION ? verdictAbout(statement.value, asked) : UNKNOWN_PREDICATE(predicateType)
}

function told(said: Said, output: 'text' | 'json', ports: Ports): Answer {
  const { style } = ports.terminal
  const at = 'verdict' in said ? said.verdict.evaluated_at : said.override.from
  if (output === 'json') {
    const json = { schema: 'holdpoint/offline/v1', blind_to_holds_after: at, ...said }
    return print(`${jsonText(json, 2)}\n`, ports, 'verdict' in said ? EXIT[said.verdict.decision] : EXIT.clear)
  }
  if ('override' in said) return print(honouredText(said.override, style), ports)
  const text = gateText(verdictOf(said.verdict), [], style) + offlineText(at, style)
  return print(text, ports, EXIT[said.verdict.decision])
}

/** A gate.pub, or an override.pub. */
function trustedIn(file: string, ports: Ports): Result<Trusted> {
  const text = ports.files.text(file, MAX_KEY_BYTES)
  if (!text.ok) return text
  const { sha256 } = ports.crypto
  if (text.value.startsWith('{')) {
    const key = readOverrideKey(text.value)
    return key.ok
      ? ok({ says: OVERRIDE, key: key.value, keys: pairKeys(key.value, sha256) })
      : atPlace(key.problem, file)
  }
  const keys = keysIn(file, ports)
  return keys.ok ? ok({ says: DECISION, keys: keys.value }) : keys
}

export function keysIn(file: string, ports: Ports): Result<readonly PublicKey[]> {
  const text = ports.files.text(file, MAX_KEY_BYTES)
  if (!text.ok) return text
  const keys = readPublicKeys(text.value, ports.crypto.sha256)
  return keys.ok ? keys : atPlace(keys.problem, file)
}

const atPlace = (problem: Problem, file: string) => ({ ok: false as const, problem: atFile(problem, file) })
const atFile = (problem: Problem, file: string): Problem => ({ at: { file }, ...problem })

/** 5: nobody has signed it who may. 4: somebody has, and it is no answer to this question now. */
export const exitOf = ({ code }: Problem): number => (UNSIGNED.has(code) ? EXIT.refused : EXIT.unknown)
const UNSIGNED: ReadonlySet<string> = new Set([
  'decision/damaged',
  'decision/other-key',
  'decision/bad-signature',
  'decision/not-its-own',
  'override/beyond-its-key',
])

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

const NOT_ITS_OWN = refuse(
  'decision/not-its-own',
  'Its key has signed what is not its own to say.',
  'Overrides are verified with override.pub, everything else with gate.pub.',
)
