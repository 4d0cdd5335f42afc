import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Actor, Uuid } from '../ids.ts'
import { instantFromMillis } from '../instant.ts'
import type { Result } from '../problem.ts'
import { concat } from './base.ts'
import { writeBundle } from './bundle.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { encodeEntry } from './codec.ts'
import type { Entry } from './entry.ts'
import { verifierKey, type KeyKind, type Signer } from './key.ts'
import { Frontier, treeHash } from './merkle.ts'
import { cosignedText, formatNote, parseNote, signNote } from './note.ts'
import type { Primitives } from './primitives.ts'
import { encodeUtf8 } from './utf8.ts'

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex') // what stands before an Ed25519 seed
const SPKI = Buffer.from('302a300506032b6570032100', 'hex') // and before a public key

export const node: Primitives = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  verifyEd25519: (publicKey, message, signature) => {
    const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  },
}

export const tree = treeHash(node.sha256)
export const ORIGIN = 'holdpoint.example/log'

/** A key made of one repeated byte: the same in every run. */
export function signer(seed: number, kind: KeyKind = 'log', name = ORIGIN): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' })
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length))
  return { key: verifierKey(name, kind, publicKey, node.sha256), sign: (message) => sign(null, message, key) }
}

export const entry = (index: number, changes: Partial<Entry> = {}): Entry => ({
  v: 1,
  stream: `HP-${(index % 3) + 1}`,
  n: Math.floor(index / 3) + 1,
  type: 'objection_raised',
  at: instantFromMillis(1_795_000_000_000 + index * 60_000),
  actor: 'ana' as Actor,
  command: `0193e5f0-7c1a-7b3e-8a5d-${String(index).padStart(12, '0')}` as Uuid,
  data: { kind: 'workaround', hours: index / 8, reason: { sealed: 'ab'.repeat(32) } },
  ...changes,
})

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`)
  return result.value
}

export const stored = (entries: readonly Entry[]): readonly Uint8Array[] =>
  entries.map((entry) => value(encodeEntry(entry)))

export const history = (length: number): readonly Uint8Array[] =>
  stored(Array.from({ length }, (_, index) => entry(index)))

export function rootOf(entries: readonly Uint8Array[]): Uint8Array {
  const frontier = new Frontier(tree)
  for (const bytes of entries) frontier.append(tree.leaf(bytes))
  return frontier.root()
}

export function checkpoint(
  entries: readonly Uint8Array[],
  signers: readonly Signer[] = [signer(1)],
  origin = ORIGIN,
): string {
  return signNote(formatCheckpoint({ origin, size: entries.length, root: rootOf(entries), extensions: [] }), signers)
}

export const bundle = (entries: readonly Uint8Array[], note = checkpoint(entries)): Uint8Array =>
  concat(...writeBundle(note, entries))

/** What a witness adds to a note. */
export function cosign(note: string, { key, sign }: Signer, unixSeconds: number): string {
  const { text, signatures } = value(parseNote(note))
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(unixSeconds))
  const bytes = concat(time, sign(encodeUtf8(cosignedText(text, unixSeconds))!))
  return formatNote({ text, signatures: [...signatures, { name: key.name, id: key.id, bytes }] })
}

const VECTORS = resolve('..', 'shared', 'data', 'tlog')

/** The published vectors lie beside the checkout; where they are absent their tests are skipped, and say so. */
export const hasVectors = existsSync(VECTORS)
export const vectorBytes = (path: string): Buffer => readFileSync(resolve(VECTORS, path))
export const vectors = <T>(path: string): T => JSON.parse(vectorBytes(path).toString()) as T
