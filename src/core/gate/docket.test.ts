import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../finding/finding.ts'
import { finding } from '../finding/finding.testing.ts'
import { SEVERITIES, type Severity } from '../finding/severity.ts'
import { DECISION_OF } from '../policy/policy.ts'
import { Docket, type Judged, worstOf } from './docket.ts'
import { policy, question, report } from './gate.testing.ts'

const around = { ...question, feeds: {} }
const named = (name: string, severity: Severity) =>
  finding({ severity, title: name, keys: [{ basis: 'stated', parts: [name] }] })
/** What blocks, as it came, and what the docket kept of it. */
const heard = (findings: readonly Finding[]) => {
  const docket = new Docket(policy, around)
  const all: Judged[] = []
  docket.hear(report(findings), (judged) => all.push(judged))
  return { docket, blocking: all.filter(({ rule, excuse }) => DECISION_OF[rule.treatment] !== 'clear' && !excuse) }
}
const ids = (judged: readonly Judged[]) => judged.map(({ finding: { id } }) => id)

test('the worst that it kept are the worst of all that came', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SEVERITIES), { minLength: 150, maxLength: 400 }), (severities) => {
      const { docket, blocking } = heard(severities.map((severity, n) => named(`finding ${n}`, severity)))
      expect(ids(worstOf(docket.worst))).toEqual(ids(worstOf(blocking)))
      expect(docket.worst.length).toBeLessThan(Math.min(blocking.length + 1, 200))
    }),
    { numRuns: 20 },
  )
})

test('what is held comes before what nobody has rated, then the graver, then by identity, in whatever order they came', () => {
  const all = [
    named('unrated', 'unknown'),
    ...['b', 'a', 'c'].map((name) => named(name, 'high')),
    named('grave', 'critical'),
  ]
  const ties = all.filter(({ severity }) => severity === 'high').map(({ id }) => id)
  const order = [all.at(-1)!.id, ...ties.toSorted(), all[0]!.id]
  for (const some of [all, all.toReversed(), [...all.slice(2), ...all.slice(0, 2)]])
    expect(ids(worstOf(heard(some).blocking))).toEqual(order)
})

test('two accounts of one weakness give the graver', () => {
  const mild = named('one', 'high')
  const grave = named('one', 'critical')
  for (const both of [
    [mild, grave],
    [grave, mild],
  ])
    expect(worstOf(heard(both).blocking).map(({ severity }) => severity)).toEqual(['critical'])
})

test('each that it kept knows which finding of its report it is', () => {
  const { docket } = heard([named('a', 'low'), named('b', 'critical'), named('c', 'low'), named('d', 'high')])
  expect(docket.worst.map(({ nth }) => nth)).toEqual([1, 3])
})
