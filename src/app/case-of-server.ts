import type { Rules } from '../core/case/rules.ts'
import { type Digest, parseCaseId, parseDigest, parseProduct } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { toHex } from '../core/log/base.ts'
import { decodeUtf8, encodeUtf8 } from '../core/log/utf8.ts'
import { ok, type Problem, problem, refuse, type Result } from '../core/problem.ts'
import { rulesFrom } from '../writers/json/rules.ts'
import { type Answer, refusal } from './answer.ts'
import { atHand, besideOf, textsOf } from './at-hand.ts'
import type { CaseServer, SaidProfile } from './ports/case-server.ts'
import type { RegisterSays } from './ports/studies.ts'
import type { Ports } from './ports.ts'
import { type Heard, unheard } from './remote.ts'

/** A case to be read, wherever it comes from. */
export interface ReadCase {
  readonly file: string
  readonly ports: Ports
  /** Those of the server that it comes from. */
  readonly rules?: Rules
  /** And what its register says of the product; absent where the case is a file. */
  readonly register?: RegisterSays
}

/** Is a case of a server meant, and not a file? */
export const isOfServer = (text: string): boolean => parseCaseId(text).ok

const END = '9999-12-31T23:59:59.999Z' as Instant

/** A case of a server, with what lies beside it, as commands read case files. @param at as of this moment; now where not given */
export async function caseOfServer(
  id: string,
  at: string | undefined,
  server: CaseServer,
  ports: Ports,
): Promise<ReadCase | Answer> {
  const [file, rules] = await Promise.all([server.file(id), server.rules(id)])
  if (!file.ok) return unheard(file, ports)
  if (!rules.ok) return unheard(rules, ports)
  const moment = at === undefined ? ok(END) : parseInstant(at)
  const found = besideOf(file.value, { at: moment.ok ? moment.value : END, sha256: ports.crypto.sha256 })
  if (!found.ok) return refusal([found.problem], ports)
  const beside = await textsOf(found.value, ({ digest }) => textOf(id, digest, server, ports))
  if (!beside.ok) return refusal([beside.problem], ports)
  const caseId = parseCaseId(id)
  if (!caseId.ok) return refusal([caseId.problem], ports)
  const heard = beside.value.has('profile.yaml')
    ? NONE
    : await server.profile(id, at && moment.ok ? moment.value : undefined)
  if (!heard.ok && heard.status !== 404) return unheard(heard, ports)
  const register = heard.ok ? registered(heard.value, ports) : ok({})
  if (!register.ok) return refusal([register.problem], ports)
  return {
    ...atHand({ id: caseId.value, file: file.value, beside: beside.value, register: register.value }, ports),
    rules: rulesFrom(rules.value),
  }
}

/** Not asked for: one is attached. An older server, which answers 404 to all such questions, uses none either. */
const NONE = { ok: false, status: 404, problem: { code: 'product/no-profile', detail: '' } } as const

/** What the server says the register has, if it is what its digest says. */
function registered(
  { product, profile, entry: n, at, text }: SaidProfile,
  { crypto }: Pick<Ports, 'crypto'>,
): Result<RegisterSays> {
  const [named, digest, since] = [parseProduct(product), parseDigest(profile), parseInstant(at)]
  if (!named.ok) return named
  if (!digest.ok) return digest
  if (!since.ok) return since
  const bytes = encodeUtf8(text)
  if (!bytes || `sha256:${toHex(crypto.sha256(bytes))}` !== profile)
    return refuse(CUT_OFF.code, `What came is not ${profile}.`, CUT_OFF.hint)
  return ok({ profile: { product: named.value, digest: digest.value, n, at: since.value, text } })
}

async function textOf(
  id: string,
  digest: Digest,
  server: CaseServer,
  ports: Ports,
): Promise<Result<string | undefined>> {
  const got = await evidenceOf(id, digest, server, ports)
  if (!got.ok) return NOT_THERE.has(got.problem.code) ? ok(undefined) : { ok: false, problem: problemOf(got) }
  const text = decodeUtf8(got.value)
  return text === undefined ? refuse('file/not-utf8', `${digest} is not UTF-8 text.`, 'Save it as UTF-8.') : ok(text)
}

const NOT_THERE: ReadonlySet<string> = new Set(['evidence/not-here', 'evidence/erased'])

/** A file of a case, which is what its digest says. */
export async function evidenceOf(
  id: string,
  digest: string,
  server: CaseServer,
  { crypto }: Pick<Ports, 'crypto'>,
): Promise<Heard<Uint8Array>> {
  const got = await server.evidence(id, digest)
  if (!got.ok || `sha256:${toHex(crypto.sha256(got.value))}` === digest) return got
  return { ok: false, status: 0, problem: { ...CUT_OFF, detail: `What came is not ${digest}.` } }
}

const CUT_OFF = { code: 'evidence/damaged' as const, hint: 'Ask again: perhaps it was cut off on its way.' }

const problemOf = ({ problem: { code, detail, hint } }: Extract<Heard<unknown>, { ok: false }>): Problem =>
  problem(code as Problem['code'], detail, hint)
