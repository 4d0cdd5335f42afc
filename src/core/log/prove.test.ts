import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64 } from './base.ts'
import { formatKey } from './key.ts'
import {
  bundle,
  checkpoint,
  cosign,
  entry,
  hasVectors,
  history,
  node,
  signer,
  stored,
  value,
  vectors,
} from './log.testing.ts'
import { proveEntry, verifyProof } from './prove.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'
import { parseWitnessPolicy } from './witness.ts'

const log = history(20)
const prove = (index: number, bytes = bundle(log)) =>
  proveEntry([bytes], index, { file: 'log.bundle', sha256: node.sha256 })
const verify = (proof: string, keys = [signer(1).key]) =>
  verifyProof(proof, { file: 'entry.tlog-proof', keys, ...node })

test.skipIf(!hasVectors)('published proof files are read or refused as published', () => {
  for (const { name, text, ok } of vectors<{ name: string; text: string; ok: boolean }[]>('tlog-proof-parse.json')) {
    const parsed = parseTlogProof(text)
    expect(parsed.ok, name).toBe(ok)
    if (parsed.ok) expect(formatTlogProof(parsed.value)).toBe(text)
  }
})

describe('the proof of an entry', () => {
  test('is verified with the public key alone, and gives the entry', () => {
    expect(value(verify(value(prove(12))))).toMatchObject({
      entry: entry(12),
      index: 12,
      checkpoint: { origin: 'holdpoint.example/log', size: 20 },
      signedBy: [signer(1).key],
    })
  })

  test('of every entry of any log verifies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, at) => {
        const entries = history(size)
        expect(value(verify(value(prove(at % size, bundle(entries))))).entry).toEqual(entry(at % size))
      }),
    )
  })

  test('of which one bit is changed does not verify', () => {
    const proof = Buffer.from(value(prove(12)))
    fc.assert(
      fc.property(fc.nat({ max: proof.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = Buffer.from(proof)
        changed[at]! ^= 1 << bit
        expect(verify(changed.toString()).ok).toBe(false)
      }),
      { numRuns: 1500 },
    )
  })

  test('does not verify for another entry, index, key or checkpoint', () => {
    const proof = value(prove(12))
    const parsed = value(parseTlogProof(proof))
    const verdict = (changes: object) => verify(formatTlogProof({ ...parsed, ...changes }))
    expect(verdict({ extra: log[13] })).toMatchObject({ problem: { code: 'log/proof-does-not-hold' } })
    expect(verdict({ index: 13 })).toMatchObject({ problem: { code: 'log/proof-does-not-hold' } })
    expect(verdict({ index: 20 })).toMatchObject({ problem: { code: 'log/proof-does-not-hold' } })
    expect(verdict({ hashes: [] })).toMatchObject({ problem: { code: 'log/proof-does-not-hold' } })
    expect(verdict({ checkpoint: checkpoint(log.slice(0, 15)) })).toMatchObject({
      problem: { code: 'log/proof-does-not-hold' },
    })
    expect(verdict({ checkpoint: checkpoint(log, [signer(2)]) })).toMatchObject({ problem: { code: 'log/not-signed' } })
    expect(verify(proof, [signer(2).key])).toMatchObject({ problem: { code: 'log/not-signed' } })
    expect(verify(proof.replace(/^extra .*\n/m, ''))).toMatchObject({ problem: { code: 'log/proof-does-not-hold' } })
  })

  test('is not made of a bundle that is not what was signed', () => {
    const changed = bundle([...log.slice(0, 19), ...stored([entry(22)])], checkpoint(log))
    expect(prove(12, changed)).toMatchObject({ problem: { code: 'log/root-differs' } })
    expect(prove(12, bundle(log.slice(0, 15), checkpoint(log)))).toMatchObject({
      problem: { code: 'log/root-differs' },
    })
    expect(prove(12, bundle([...log, log[19]!], checkpoint(log)))).toMatchObject({
      problem: { code: 'log/root-differs' },
    })
    expect(prove(12, bundle(log).subarray(0, -1))).toMatchObject({ problem: { code: 'log/bundle-unreadable' } })
  })

  test.each([-1, 20, 1.5, Number.NaN])('is refused for entry %d of 20', (index) => {
    expect(prove(index)).toMatchObject({ problem: { code: 'log/no-such-entry' } })
    expect(prove(index, bundle([]))).toMatchObject({ problem: { hint: 'The log is empty.' } })
  })

  test('carries the cosignatures of the checkpoint, and they can be demanded', () => {
    const witness = signer(9, 'witness', 'witness.example/w1')
    const witnesses = value(parseWitnessPolicy(`witness w1 ${formatKey(witness.key)}\nquorum w1\n`, node.sha256))
    const options = { file: 'entry.tlog-proof', keys: [signer(1).key], witnesses, ...node }
    const seen = value(prove(3, bundle(log, cosign(checkpoint(log), witness, 1_795_002_000))))
    expect(value(verifyProof(seen, options)).cosignedBy).toHaveLength(1)
    expect(verifyProof(value(prove(3)), options)).toMatchObject({ problem: { code: 'log/not-witnessed' } })
  })
})

describe('a proof file is refused', () => {
  const proof = value(prove(5))
  test.each([
    ['without a blank line', proof.split('\n\n')[0]!],
    ['with extra data that are not base64', proof.replace('extra ', 'extra *')],
    ['with a leading zero', proof.replace('index 5', 'index 05')],
    ['with an index beyond what a number holds', proof.replace('index 5', 'index 9007199254740993')],
    ['with extra data after the index', proof.replace(/(extra .*\n)(index .*\n)/, '$2$1')],
    ['with a short hash', proof.replace('index 5\n', `index 5\n${toBase64(new Uint8Array(31))}\n`)],
    ['with 64 hashes', proof.replace('index 5\n', `index 5\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}`)],
  ])('%s', (_, broken) => {
    expect(verify(broken)).toMatchObject({ problem: { code: 'log/proof-unreadable' } })
  })
})
