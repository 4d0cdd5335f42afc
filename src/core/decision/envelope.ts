import { object, text, type Schema } from '../case/schema.ts'
import { concat, fromBase64, toBase64 } from '../log/base.ts'
import { parseCanonical } from '../log/canonical.ts'
import type { VerifyEd25519 } from '../log/primitives.ts'
import { encodeUtf8 } from '../log/utf8.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { PublicKey } from './public-key.ts'

/** The type of every payload that is signed here: an in-toto statement. */
export const IN_TOTO = 'application/vnd.in-toto+json'
/** A stranger's file may have so many bytes. */
export const MAX_ENVELOPE_BYTES = 256 * 1024

/** What was signed, as bytes, with one signature (DSSE). Nothing in it may be believed before {@link verified}. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly keyId: string
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/** An envelope as JSON has it. */
export interface EnvelopeJson {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly [{ readonly keyid: string; readonly sig: string }]
}

/** A key with the power to sign. `sign` gives the 64 bytes of an Ed25519 signature. */
export interface DecisionSigner {
  readonly key: PublicKey
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** What the signature is over: type and bytes, each behind its length. @source DSSE 1.0.2, "PAE" */
export const pae = (type: string, body: Uint8Array): Uint8Array =>
  concat(encodeUtf8(`DSSEv1 ${encodeUtf8(type)!.length} ${type} ${body.length} `)!, body)

export function seal(payload: Uint8Array, { key, sign }: DecisionSigner): EnvelopeJson {
  const signature = sign(pae(IN_TOTO, payload))
  return {
    payload: toBase64(payload),
    payloadType: IN_TOTO,
    signatures: [{ keyid: key.id, sig: toBase64(signature) }],
  }
}

/** Its members are in canonical order already: this is the one way to write it. */
export const envelopeText = (envelope: EnvelopeJson): string => `${JSON.stringify(envelope)}\n`

/**
 * Reads an envelope that a stranger may have written. There is one way only to write it (canonical JSON, these members, one signature, one
 * newline behind it or none), so that a file either is what was written or is refused.
 */
export function readEnvelope(given: string): Result<Envelope> {
  if (given.length > MAX_ENVELOPE_BYTES) return DAMAGED(`it has more than ${MAX_ENVELOPE_BYTES} bytes`)
  const bytes = encodeUtf8(given.replace(/\n$/, ''))
  const value = bytes && parseCanonical(bytes)
  if (!value?.ok) return DAMAGED(value ? value.problem.message : 'it is not UTF-8')
  const read = ENVELOPE.read(value.value, '')
  if (!read.ok) return DAMAGED(`${read.problem.message} (${read.problem.pointer})`)
  const { payload, payloadType, signatures } = read.value
  const [one, another] = Array.isArray(signatures) ? (signatures as readonly unknown[]) : []
  if (another !== undefined) return DAMAGED('it has several signatures')
  const signed = SIGNATURE.read(one, '/signatures/0')
  if (!signed.ok) return DAMAGED(`${signed.problem.message} (${signed.problem.pointer})`)
  const [body, signature] = [fromBase64(payload), fromBase64(signed.value.sig)]
  if (!body || signature?.length !== 64) return DAMAGED('what should be base64 is not')
  return ok({ payloadType, payload: body, keyId: signed.value.keyid, signature })
}

/** The payload, once one of these keys turns out to have signed it. */
export function verified(
  { payloadType, payload, keyId, signature }: Envelope,
  keys: readonly PublicKey[],
  verify: VerifyEd25519,
): Result<Uint8Array> {
  const key = keys.find(({ id }) => id === keyId)
  if (!key) return OTHER_KEY(keyId, keys)
  if (!verify(key.bytes, pae(payloadType, payload), signature)) return BAD_SIGNATURE(keyId)
  return payloadType === IN_TOTO
    ? ok(payload)
    : refuse(
        'decision/unknown-predicate',
        `What was signed is ${JSON.stringify(payloadType.slice(0, 80))}, not an in-toto statement.`,
        'Give the file that `holdpoint gate --signed` or `holdpoint override use` wrote.',
      )
}

const any = text(/^[\s\S]*$/, 'a text')
/** Looked at where it is needed: a list of one. */
const anything: Schema<unknown> = { read: (value) => ok(value), form: any.form }
const ENVELOPE = object({ payload: any, payloadType: any, signatures: anything })
const SIGNATURE = object({ keyid: any, sig: any })

const DAMAGED = (why: string) =>
  refuse(
    'decision/damaged',
    `This is no signed decision as one was written: ${why}.`,
    'Get the file again, byte for byte: no program may reformat it.',
  )
const OTHER_KEY = (found: string, keys: readonly PublicKey[]) =>
  refuse(
    'decision/other-key',
    `It is signed by key ${JSON.stringify(found.slice(0, 80))}; given was ${keys.map(({ id }) => id).join(', ')}.`,
    'Ask whoever keeps the server which key is in use. Trust no key that came with the file.',
  )
const BAD_SIGNATURE = (id: string) =>
  refuse(
    'decision/bad-signature',
    `The signature of ${id} does not fit what stands above it.`,
    'The file was changed since. Get the original; if there is none, nobody has decided this.',
  )
