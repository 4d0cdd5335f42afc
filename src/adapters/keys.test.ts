import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Keys } from '../app/ports/keys.ts'
import { parseNote, signNote, verifyNote } from '../core/log/note.ts'
import { parseKeys } from '../core/log/key.ts'
import { nodeCrypto } from './crypto.ts'
import { masterKey, openKeys } from './keys.ts'

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-keys-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let made = 0
const somewhere = () => join(scratch, `store-${++made}`, 'keys')

function opened(folder: string, origin?: string): Keys {
  const keys = openKeys(folder, origin)
  if (!keys.ok) throw new Error(`${keys.problem.code} ${keys.problem.message}`)
  return keys.value
}
const contents = (folder: string) => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])
const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)

test('a new store gets keys that nobody else may read', () => {
  const folder = somewhere()
  const { origin, masters } = opened(folder)
  expect(origin).toMatch(/^holdpoint-[0-9a-f]{12}$/)
  expect(masters).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{16}$/), key: expect.any(Uint8Array) }])
  expect([mode(folder), ...readdirSync(folder).map((name) => mode(join(folder, name)))]).toEqual([
    '700',
    '600',
    '600',
    '600',
  ])
  expect(readdirSync(folder)).toEqual(['log.key', 'log.pub', 'masters'])
})

test('what the signer signs verifies with the line in log.pub alone', () => {
  const folder = somewhere()
  const { signer } = opened(folder)
  const keys = parseKeys(readFileSync(join(folder, 'log.pub'), 'utf8'), nodeCrypto.sha256)
  const note = parseNote(signNote('a text\n', [signer]))
  expect(keys.ok && note.ok && verifyNote(note.value, keys.value, nodeCrypto.verifyEd25519)).toMatchObject({
    ok: true,
    value: [{ key: { name: signer.key.name } }],
  })
})

test('keys stay the same ever after, also where the first start broke off before the log was founded', () => {
  const folder = somewhere()
  const first = opened(folder)
  for (const origin of [undefined, first.origin]) {
    const again = opened(folder, origin)
    expect([again.origin, again.masters, again.signer.key]).toEqual([first.origin, first.masters, first.signer.key])
  }
})

test('a first start that broke off half-way is finished', () => {
  const folder = somewhere()
  const { signer } = opened(folder)
  rmSync(join(folder, 'log.pub'))
  expect(opened(folder).signer.key.publicKey).toEqual(signer.key.publicKey)
})

test.each(['log.key', 'log.pub', 'masters'])(
  'a store that has a log does without no %s, and nothing is made',
  (name) => {
    const folder = somewhere()
    const { origin } = opened(folder)
    rmSync(join(folder, name))
    const before = contents(folder)
    expect(openKeys(folder, origin)).toMatchObject({
      ok: false,
      problem: { code: 'keys/missing', message: expect.stringMatching(new RegExp(`${origin}.*${name}`)) },
    })
    expect(contents(folder)).toEqual(before)
  },
)

test('a folder that is not there is missing too', () => {
  const folder = somewhere()
  expect(openKeys(folder, 'holdpoint-0123456789ab')).toMatchObject({ problem: { code: 'keys/missing' } })
  expect(() => statSync(folder)).toThrow('ENOENT')
})

test('the keys of another store are refused, and both are named', () => {
  const folder = somewhere()
  const { origin } = opened(folder)
  const before = contents(folder)
  const refused = openKeys(folder, 'holdpoint-0123456789ab')
  expect(refused).toMatchObject({ ok: false, problem: { code: 'keys/wrong' } })
  expect(!refused.ok && refused.problem.message).toMatch(new RegExp(`holdpoint-0123456789ab.*${origin}`))
  expect(contents(folder)).toEqual(before)
})

test('a private key that does not belong to the public one is refused', () => {
  const [folder, other] = [somewhere(), somewhere()]
  const { origin } = opened(folder)
  opened(other)
  writeFileSync(join(folder, 'log.key'), readFileSync(join(other, 'log.key')))
  for (const asked of [origin, undefined])
    expect(openKeys(folder, asked)).toMatchObject({ ok: false, problem: { code: 'keys/wrong' } })
})

test('keys that have signed a log do not begin another one', () => {
  const folder = somewhere()
  const keys = opened(folder)
  keys.keep('a note\n')
  expect(openKeys(folder, undefined)).toMatchObject({ ok: false, problem: { code: 'keys/used' } })
  expect(openKeys(folder, keys.origin)).toMatchObject({ ok: true })
})

test.each(['.', 'log.key', 'log.pub', 'masters', 'checkpoint'])(
  'others may not see %s: refused, with what to run',
  (name) => {
    const folder = somewhere()
    const keys = opened(folder)
    keys.keep('a note\n')
    const file = join(folder, name)
    const own = statSync(file).mode & 0o777
    for (const more of [0o040, 0o004, 0o020]) {
      chmodSync(file, own | more)
      expect(openKeys(folder, keys.origin)).toMatchObject({
        ok: false,
        problem: { code: 'keys/exposed', hint: expect.stringContaining(`chmod ${own.toString(8)} '${file}'`) },
      })
    }
    chmodSync(file, own)
    expect(openKeys(folder, keys.origin)).toMatchObject({ ok: true })
  },
)

test('an open folder is refused before anything secret is put into it', () => {
  const folder = somewhere()
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  expect(openKeys(folder, undefined)).toMatchObject({ ok: false, problem: { code: 'keys/exposed' } })
  expect(readdirSync(folder)).toEqual([])
})

test('of several master keys the first is the one that wraps', () => {
  const folder = somewhere()
  const { origin, masters } = opened(folder)
  const [newer, older] = [randomBytes(32), masters[0].key]
  writeFileSync(
    join(folder, 'masters'),
    [newer, older].map((key) => `${Buffer.from(key).toString('base64')}\n`).join(''),
  )
  expect(opened(folder, origin).masters).toEqual([masterKey(new Uint8Array(newer)), masters[0]])
})

test.each([
  ['masters', '', 1],
  ['masters', `${Buffer.alloc(32).toString('base64')}\nc2hvcnQ=\n`, 2],
  ['log.key', 'no PEM', undefined],
  ['log.key', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n', undefined],
])('a damaged %s is refused, and nothing of it is shown', (name, text, line) => {
  const folder = somewhere()
  const { origin } = opened(folder)
  writeFileSync(join(folder, name), text)
  const refused = openKeys(folder, origin)
  expect(refused).toMatchObject({ ok: false, problem: { code: 'keys/unreadable', at: { file: join(folder, name) } } })
  expect(!refused.ok && refused.problem.at?.line).toBe(line)
  expect(JSON.stringify(refused)).not.toMatch(/c2hvcnQ|c2VjcmV0/)
})

test('the last checkpoint is kept in one step, and nothing else lies around', () => {
  const folder = somewhere()
  const { checkpoint, keep } = opened(folder)
  expect(checkpoint()).toEqual({ ok: true, value: undefined })
  for (const note of ['first\n', 'second\n'])
    expect([keep(note), checkpoint()]).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: note },
    ])
  expect(readdirSync(folder)).toEqual(['checkpoint', 'log.key', 'log.pub', 'masters'])
  expect(mode(join(folder, 'checkpoint'))).toBe('600')
})

test('a folder that went away is said', () => {
  const folder = somewhere()
  const { checkpoint, keep } = opened(folder)
  rmSync(folder, { recursive: true })
  expect(keep('note\n')).toMatchObject({ ok: false, problem: { code: 'file/not-written' } })
  expect(checkpoint()).toEqual({ ok: true, value: undefined })
})
