import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { formatPublicKey } from '../core/decision/public-key.ts'
import { decisionKey } from './decision-key.testing.ts'
import { openGateKey } from './gate-key.ts'
import { openKeys } from './keys.ts'
import { renewKeys } from './renewal.ts'
import { problem, value } from './postgres/store.testing.ts'

const root = mkdtempSync(join(tmpdir(), 'holdpoint-gate-key-'))
afterAll(() => rmSync(root, { recursive: true }))
let made = 0
const folder = () => {
  const path = join(root, String(made++))
  value(openKeys(path, undefined))
  return path
}

test('it is made at its first use, private, and is the same from then on, on every node', () => {
  const keys = folder()
  expect(() => statSync(join(keys, 'gate.key'))).toThrow('ENOENT')
  const [one, other] = [value(openGateKey(keys)), value(openGateKey(keys))]
  expect(other.key).toEqual(one.key)
  expect(statSync(join(keys, 'gate.key')).mode & 0o777).toBe(0o600)
  const pem = readFileSync(join(keys, 'gate.pub'), 'utf8')
  expect(pem).toBe(formatPublicKey(one.key))
  const message = Buffer.from('x')
  expect(verify(null, message, pem, one.sign(message))).toBe(true)
})

test('it is another key than the log’s, and outlives a new log', () => {
  const keys = folder()
  const log = value(openKeys(keys, undefined))
  const gate = value(log.gate())
  expect(gate.key.bytes).not.toEqual(log.signer.key.publicKey)
  value(value(renewKeys(keys)).settle())
  expect(value(openGateKey(keys)).key).toEqual(gate.key)
})

test('an old public key may stand beside the new one', () => {
  const keys = folder()
  const { key } = value(openGateKey(keys))
  writeFileSync(join(keys, 'gate.pub'), formatPublicKey(decisionKey().key) + formatPublicKey(key))
  expect(value(openGateKey(keys)).key).toEqual(key)
})

test.each<[string, string, (keys: string) => void]>([
  ['keys/missing', 'gate.key is gone, and gate.pub is in use somewhere', (keys) => rmSync(join(keys, 'gate.key'))],
  ['keys/unreadable', 'gate.key is something else', (keys) => writeFileSync(join(keys, 'gate.key'), 'x')],
  [
    'keys/wrong',
    'gate.pub is another key’s',
    (keys) => writeFileSync(join(keys, 'gate.pub'), formatPublicKey(decisionKey().key)),
  ],
  ['decision/key-unreadable', 'gate.pub is no key', (keys) => writeFileSync(join(keys, 'gate.pub'), 'x')],
])('%s: %s', (code, _, harm) => {
  const keys = folder()
  value(openGateKey(keys))
  harm(keys)
  expect(problem(openGateKey(keys)).code).toBe(code)
})

test('a key that others may read is refused with all the others', () => {
  const keys = folder()
  value(openGateKey(keys))
  chmodSync(join(keys, 'gate.key'), 0o644)
  expect(problem(openKeys(keys, undefined)).code).toBe('keys/exposed')
})
