import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import type { Instant } from '../core/instant.ts'
import { toHex } from '../core/log/base.ts'
import { rulesJson } from '../writers/json/rules.ts'
import { caseOfServer } from './case-of-server.ts'
import { RULES } from './handle/wish.testing.ts'
import type { CaseServer, SaidProfile } from './ports/case-server.ts'
import type { Ports } from './ports.ts'
import type { Heard } from './remote.ts'

const FILE = readFileSync('examples/case.jsonl', 'utf8')
const TEXT = readFileSync('examples/case.profile.yaml', 'utf8')
const digest = `sha256:${toHex(nodeCrypto.sha256(new TextEncoder().encode(TEXT)))}`
const SAID: SaidProfile = { product: 'payments', profile: digest, entry: 3, at: '2026-11-01T08:00:00.000Z', text: TEXT }
const ports = {
  crypto: nodeCrypto,
  clock: { now: () => '2026-11-21T12:00:00.000Z' as Instant },
  files: {},
  terminal: { style: (_: string, text: string) => text },
} as unknown as Ports

async function read(profile: Heard<SaidProfile>, at?: string) {
  const asked: (string | undefined)[] = []
  const server = {
    file: async () => ({ ok: true, value: FILE }),
    rules: async () => ({ ok: true, value: rulesJson(RULES) }),
    evidence: async () => refused(404, 'evidence/not-here'),
    profile: async (_: string, until?: string) => {
      asked.push(until)
      return profile
    },
  } as unknown as CaseServer
  return { asked, found: await caseOfServer('HP-7', at, server, ports) }
}
const refused = (status: number, code: string) => ({ ok: false, status, problem: { code, detail: '' } }) as const

test('what the register says comes with the case, as of the moment that is asked for', async () => {
  const { asked, found } = await read({ ok: true, value: SAID }, '2026-11-20T14:00Z')
  expect(asked).toEqual(['2026-11-20T14:00:00.000Z'])
  expect(found).toMatchObject({ register: { profile: { product: 'payments', digest, n: 3, text: TEXT } } })
})

test('a server that has none, or is too old to know the question, keeps nobody from the case', async () => {
  for (const code of ['product/no-profile', 'server/not-found'])
    expect((await read(refused(404, code))).found).toMatchObject({ file: 'HP-7.jsonl', register: {} })
})

test('a server that does not answer is no server without a profile', async () => {
  expect((await read(refused(503, 'server/too-busy'))).found).toMatchObject({ exit: 4 })
})

test('a profile that is not what its digest says is not used', async () => {
  const { found } = await read({ ok: true, value: { ...SAID, text: `${TEXT}# and more\n` } })
  expect(found).toMatchObject({ exit: 2, complaints: [expect.stringContaining('evidence/damaged')] })
})
