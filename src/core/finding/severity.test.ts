import { expect, test } from 'vitest'
import { bySeverity, SEVERITIES, severityOfScore, worse } from './severity.ts'

test.each([
  [10, 'critical'],
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [6.9, 'medium'],
  [4, 'medium'],
  [3.9, 'low'],
  [0.1, 'low'],
  [0, 'info'],
] as const)('a score of %d is %s', (score, severity) => {
  expect(severityOfScore(score)).toBe(severity)
})

test('unknown is not mild: a known severity wins over it, and it is looked at before medium', () => {
  expect(worse('unknown', 'info')).toBe('info')
  expect(worse('low', 'unknown')).toBe('low')
  expect(worse('unknown', 'unknown')).toBe('unknown')
  expect(worse('high', 'critical')).toBe('critical')
  expect([...SEVERITIES].sort(bySeverity)).toEqual(['critical', 'high', 'unknown', 'medium', 'low', 'info'])
})
