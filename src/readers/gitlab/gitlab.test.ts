import { expect, test } from 'vitest'
import type { Json } from '../../scan/shape.ts'
import { reading } from '../reading.testing.ts'
import { gitlab } from './reader.ts'

const vulnerability = { name: 'x', severity: 'High', location: { file: 'a.py', start_line: 1 }, identifiers: [] }
const read = (more: Json, scan: Json = { type: 'sast', scanner: { id: 'bandit' }, status: 'success' }) =>
  reading(gitlab, { version: '15.0.0', scan, vulnerabilities: [{ ...vulnerability, ...(more as object) }] })

test('an id that is another one each time changes no identity', () => {
  expect(read({ id: '1' }).findings[0]?.keys).toEqual(read({ id: '2' }).findings[0]?.keys)
})

test('a scan that did not succeed is no evidence, whatever it found', () => {
  const codes = (status: Json) =>
    read({}, { type: 'sast', scanner: { id: 'bandit' }, status }).problems.map(({ code }) => code)
  expect(codes('success')).toEqual([])
  expect(codes('failure')).toEqual(['gitlab/failed-scan'])
  expect(codes(null)).toEqual(['gitlab/failed-scan'])
})

test('the code that held a secret does not leave the report', () => {
  const { findings } = read({ raw_source_code_extract: 's3cr3t', evidence: { summary: 's3cr3t' } })
  expect(JSON.stringify(findings)).not.toContain('s3cr3t')
})
