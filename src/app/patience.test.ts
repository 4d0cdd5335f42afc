import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { patience } from './patience.ts'

const never = new Promise<string>(() => {})

test('what comes in time is given, what does not or breaks is given up, each after its own time', async () => {
  const wait = patience(60, 'too late')
  const began = performance.now()
  const first = wait(never)
  const broken = wait(Promise.reject(new Error('x')))
  const quick = wait(Promise.resolve('here'))
  await pause(30)
  const second = wait(never)
  expect(await quick).toBe('here')
  expect(await broken).toBe('too late')
  expect(await first).toBe('too late')
  expect(performance.now() - began).toBeGreaterThanOrEqual(59)
  expect(await second).toBe('too late')
  expect(performance.now() - began).toBeGreaterThanOrEqual(89)
})

test('however many wait, and whoever goes: nobody is given up early, nobody is forgotten', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const wait = patience(1_000, -1)
    const answers: number[] = []
    const ends: ((value: number) => void)[] = []
    for (let i = 0; i < 100; i++) {
      const promised = new Promise<number>((end) => ends.push(end))
      void wait(promised).then((answer) => (answers[i] = answer))
      await vi.advanceTimersByTimeAsync(7)
    }
    for (let i = 0; i < 100; i += 2) ends[i]!(i) // by now 700 ms have gone by
    await vi.advanceTimersByTimeAsync(299)
    expect(Object.keys(answers)).toHaveLength(50)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(answers.map((answer, i) => (i % 2 === 0 ? answer === i : answer === -1))).toEqual(Array(100).fill(true))
  } finally {
    vi.useRealTimers()
  }
})
