import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { score } from './index.ts'

const DATA = path.resolve('..', 'shared', 'data', 'cvss')
const rows = (file: string) =>
  readFileSync(path.join(DATA, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** No difference in a word: CVSS says "none" where our own scale says "info". */
const rating = (severity: string) => (severity === 'info' ? 'none' : severity)

test.skipIf(!existsSync(DATA))('every vector of the conformance data is scored as its references do', () => {
  const wrong = rows('valid.jsonl').filter((row) => {
    const scored = score(row.vector)
    if (!scored.ok) return true
    const { base, temporal, threat, environmental, nomenclature, macrovector, severity, version } = scored.value
    const expected = [row.version, row.baseScore, row.temporalScore ?? row.threatScore ?? undefined]
    expected.push(row.environmentalScore ?? undefined, row.score, row.scoreSeverity.toLowerCase())
    expected.push(row.nomenclature, row.macroVector)
    const got = [version, base, temporal ?? threat, environmental, scored.value.score, rating(severity)]
    return JSON.stringify(expected) !== JSON.stringify([...got, nomenclature, macrovector])
  })
  expect(wrong).toEqual([])
})

test.skipIf(!existsSync(DATA))('every string that a strict parser must refuse is refused', () => {
  expect(rows('invalid.jsonl').filter((row) => score(row.vector).ok)).toEqual([])
})
