import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseKeys } from './key.ts'
import { node, value } from './log.testing.ts'
import { readOpenings } from './openings.ts'
import { proveEntry, verifyProof } from './prove.ts'
import { reveal } from './seal.ts'
import { verifyBundle } from './verify.ts'

const page = readFileSync('docs/formats/log.md', 'utf8')
const [bundle, key, , , openings, proof] = Array.from(page.matchAll(/```[a-z]+\n(.*?)```/gs), ([, block]) =>
  Buffer.from(block!),
)

test('the example in docs/formats/log.md is a log that verifies', () => {
  const keys = value(parseKeys(key!.toString(), node.sha256))
  expect(value(verifyBundle([bundle!], { file: 'log.bundle', keys, ...node })).size).toBe(3)
  expect(value(proveEntry([bundle!], 1, { file: 'log.bundle', sha256: node.sha256 }))).toBe(proof!.toString())

  const { entry } = value(verifyProof(proof!.toString(), { file: 'entry.tlog-proof', keys, ...node }))
  const { reason } = entry.data as { reason: { sealed: string } }
  const opening = value(readOpenings([openings!], 'log.openings', node.sha256)).get(reason.sealed)
  expect(reveal(reason, opening, node.sha256)).toEqual({ ok: true, value: 'Anybody can read the customer table.' })
})
