import { expect, test } from 'vitest'
import {
  about,
  failedRetest,
  fixedBy,
  given,
  lift,
  passedRetest,
  placed,
  PROVEN,
  ranRegression,
  V240,
  V241,
} from './case.testing.ts'

test('nobody lifts on the strength of their own fix', () => {
  given(placed('ana'), fixedBy('ben'), passedRetest('cy'), ranRegression('cy'))
    .when(lift('ben'))
    .refused('hold/own-fix')
})

test('a failed retest takes back an earlier pass', () => {
  given(placed('ana'), ...PROVEN, failedRetest('cy'))
    .when(lift('ben'))
    .refused('hold/not-proven')
})

test('a proven candidate is cleared, and the vulnerable build stays held', () => {
  const after = given(placed('ana'), ...PROVEN)
    .when(lift('ben'))
    .happens('hold_lifted')
  expect(after.asks(about(V241)).is).toBe('cleared')
  expect(after.asks(about(V240)).is).toBe('held')
})
