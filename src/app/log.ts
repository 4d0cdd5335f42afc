import { EXIT } from '../core/gate/verdict.ts'
import { type BundleFile, verifyChain } from '../core/log/chain.ts'
import { parseKeys, type VerifierKey } from '../core/log/key.ts'
import { proveEntry, verifyProof } from '../core/log/prove.ts'
import type { Result } from '../core/problem.ts'
import { logJson, proofJson } from '../writers/json/log.ts'
import { logText, proofText } from '../writers/terminal/log.ts'
import { type Answer, print, refusal } from './answer.ts'
import type { OpenSource, Ports } from './ports.ts'

const MAX_KEYS_BYTES = 64 * 1024
const MAX_NOTE_BYTES = 256 * 1024
const MAX_PROOF_BYTES = 512 * 1024

export interface VerifyRequest {
  readonly bundle: string
  /** A file with the log's key, or several, one a line. */
  readonly key: string
  /** Files with checkpoints seen before. */
  readonly earlier: readonly string[]
  /** Bundles of the logs that it continues after a restore, the newest first. */
  readonly after?: readonly string[]
  readonly json: boolean
}

/** `holdpoint log verify`: is this the log that was signed, whole and in order? Exit 5 where it is not. Offline, in constant memory. */
export async function logVerify(request: VerifyRequest, ports: Ports): Promise<Answer> {
  const keys = readKeys(request.key, ports)
  if (!keys.ok) return refusal([keys.problem], ports)
  const earlier: { readonly file: string; readonly text: string }[] = []
  for (const file of request.earlier) {
    const text = ports.files.text(file, MAX_NOTE_BYTES)
    if (!text.ok) return refusal([text.problem], ports)
    earlier.push({ file, text: text.value })
  }
  const sources: OpenSource[] = []
  for (const path of [request.bundle, ...(request.after ?? [])]) {
    const source = await open(path, ports)
    if (!source.ok) return refusal([source.problem], ports)
    sources.push(source.value)
  }
  const [bundle, ...after] = sources.map((source): BundleFile => ({ file: source.name, chunks: () => source.chunks() }))
  const verified = verifyChain([bundle!, ...after], { ...ports.crypto, keys: keys.value, earlier })
  for (const source of sources) source.close()
  if (!verified.ok) return refusal([verified.problem], ports, EXIT.refused)
  return print(request.json ? logJson(verified.value) : logText(verified.value, ports.terminal.style), ports)
}

/** `holdpoint log prove`: one entry's proof, for an auditor who has the key alone. */
export async function logProve(bundle: string, index: number, ports: Ports): Promise<Answer> {
  const source = await open(bundle, ports)
  if (!source.ok) return refusal([source.problem], ports)
  const proof = proveEntry(source.value.chunks(), index, { file: source.value.name, sha256: ports.crypto.sha256 })
  source.value.close()
  if (!proof.ok)
    return refusal([proof.problem], ports, proof.problem.code === 'log/no-such-entry' ? EXIT.usage : EXIT.refused)
  return print(proof.value, ports)
}

/** `holdpoint log check-proof`: does this entry stand in the log that the key signed? */
export function logCheckProof(file: string, key: string, json: boolean, ports: Ports): Answer {
  const keys = readKeys(key, ports)
  if (!keys.ok) return refusal([keys.problem], ports)
  const text = ports.files.text(file, MAX_PROOF_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const proven = verifyProof(text.value, { ...ports.crypto, file, keys: keys.value })
  if (!proven.ok) return refusal([proven.problem], ports, EXIT.refused)
  return print(json ? proofJson(proven.value) : proofText(proven.value, ports.terminal.style), ports)
}

function readKeys(file: string, ports: Ports): Result<readonly VerifierKey[]> {
  const text = ports.files.text(file, MAX_KEYS_BYTES)
  if (!text.ok) return text
  const keys = parseKeys(text.value, ports.crypto.sha256)
  return keys.ok ? keys : { ok: false, problem: { ...keys.problem, at: keys.problem.at ?? { file } } }
}

const open = async (path: string, { files }: Ports): Promise<Result<OpenSource>> =>
  path === '-' ? files.standardInput() : files.open(path)
