import { describe, expect, test } from 'vitest'
import { hasSharedData, sharedData } from '../shared-data.testing.ts'
import { BREACH_COSTS } from './breach-costs.ts'
import { CONTROLS } from './controls.ts'
import { EXPLOITATION } from './exploitation.ts'
import { CHECKED, type Fact } from './fact.ts'
import { REGULATORY } from './regulatory.ts'
import { REMEDIATION } from './remediation.ts'

const FILES: Readonly<Record<string, Readonly<Record<string, Fact>>>> = {
  'breach-costs': BREACH_COSTS,
  controls: CONTROLS,
  exploitation: EXPLOITATION,
  regulatory: REGULATORY,
  remediation: REMEDIATION,
}

/** Raw results, of which the ranges beside them are made. */
const LEFT_OUT = new Set(['waf.results'])

test('every fact has a source, a date and an address, and was verified', () => {
  for (const fact of Object.values(FILES).flatMap((facts) => Object.values(facts))) {
    expect(fact.source).not.toBe('')
    expect(fact.published).not.toBe('')
    expect(fact.url).toMatch(/^https?:\/\//)
    expect(['primary', 'secondary']).toContain(fact.verified)
  }
})

describe.skipIf(!hasSharedData).each(Object.entries(FILES))('%s', (file, facts) => {
  test('holds the verified facts of the research, and none that could not be verified', () => {
    const { facts: known, checked } = sharedData(file)
    expect(checked).toBe(CHECKED)
    const verified = known.filter(
      (one: { id: string; verified: string }) => one.verified !== 'unverified' && !LEFT_OUT.has(one.id),
    )
    expect(Object.keys(facts)).toEqual(verified.map(({ id }: { id: string }) => id))
    for (const { id, value, unit, source, published, url, verified: mark } of verified)
      expect(facts[id]).toMatchObject({ value, unit, source, published, url, verified: mark })
  })
})
