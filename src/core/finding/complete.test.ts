import { expect, test } from 'vitest'
import { ok } from '../problem.ts'
import type { Score } from '../score/score.ts'
import { identityOf } from './complete.ts'
import { finding, sha256 } from './finding.testing.ts'

test('an identity is 128 bits of SHA-256 over what makes the finding itself', () => {
  const { id, identities } = finding({
    keys: [
      { basis: 'fingerprint', parts: ['tool', 'rule', 'v1', 'abc'] },
      { basis: 'place', parts: ['x'] },
    ],
  })
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(id).toBe(sha256('["fingerprint","tool","rule","v1","abc"]').slice(0, 32))
  expect(identities.map(({ basis }) => basis)).toEqual(['fingerprint', 'place'])
})

test('parts cannot run into one another', () => {
  const id = (...parts: string[]) => identityOf({ basis: 'place', parts }, sha256).id
  expect(id('ab', 'c')).not.toBe(id('a', 'bc'))
  expect(id('a","b')).not.toBe(id('a', 'b'))
})

test('the score comes from the vector of the same source, exactly, and stands beside what was reported', () => {
  const scored = { vector: 'v', version: '4.0', base: 9.3, score: 9.3, severity: 'critical' } satisfies Score
  const { score, severity } = finding({ severity: 'medium', vector: { vector: 'v' } }, { score: () => ok(scored) })
  expect(score).toBe(scored)
  expect(severity).toBe('medium')
})

test('a vector that cannot be read is noted with its place, and never invented', () => {
  const { score, notes } = finding({ vector: { vector: 'CVSS:9/x' }, at: '/results/3' })
  expect(score).toBeUndefined()
  expect(notes).toMatchObject([{ code: 'cvss/none', at: { file: 'report.json', pointer: '/results/3' } }])
})
