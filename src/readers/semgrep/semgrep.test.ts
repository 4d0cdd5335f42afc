import { expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { semgrep } from './reader.ts'

const result = (line: number, extra: Json) => ({
  check_id: 'rule',
  path: 'app.py',
  start: { line, col: 1 },
  end: { line, col: 9 },
  extra: { message: 'A message.', severity: 'ERROR', ...(extra as object) },
})
const read = (...results: Json[]) => reading(semgrep, { results, errors: [] }).findings

test('"requires login" stands for every finding of who is not logged in, so it is no fingerprint and no code', () => {
  const [one, two] = read(
    result(1, { fingerprint: 'requires login', lines: 'requires login' }),
    result(2, { fingerprint: 'requires login', lines: 'requires login' }),
  )
  expect(one?.keys.map(({ basis }) => basis)).toEqual(['place'])
  expect(one?.keys).not.toEqual(two?.keys)
})

test('a secret does not leave the report', () => {
  const secret = result(1, { metadata: { technology: ['secrets'] }, lines: 'token = "s3cr3t"' })
  expect(JSON.stringify(read(secret))).not.toContain('s3cr3t')
})

test('an error or a warning means that something was not scanned, a word for information does not', () => {
  const codes = (level: string) =>
    reading(semgrep, { results: [], errors: [{ level, type: 'Timeout', message: 'x' }] }).problems.map(
      ({ code }) => code,
    )
  expect(codes('error')).toEqual(['semgrep/error'])
  expect(codes('warn')).toEqual(['semgrep/error'])
  expect(codes('info')).toEqual([])
})
