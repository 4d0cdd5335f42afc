import { describe, expect, test } from 'vitest'
import { failure, type Found, fuzz } from '../scripts/fuzz/fuzzer.ts'
import type { Target } from '../scripts/fuzz/target.ts'
import { must } from '../scripts/fuzz/target.ts'
import { targets } from '../scripts/fuzz/targets.ts'

/** Enough to show that a target works and that nothing fails at once; `npm run fuzz` is for finding what lies deeper. */
const RUNS = 128

function faults(target: Target, runs: number, feedback?: { fresh(remember: boolean): boolean }): readonly Found[] {
  return [...fuzz(target, { seed: 1, more: (executions) => executions < runs, ...(feedback && { feedback }) })]
}

test.each(targets)('$name keeps its promises, whatever it is given', (target) => {
  expect(faults(target, RUNS).map(({ kind, message }) => [kind, message])).toEqual([])
})

/** What fuzzing found once: the target, what went wrong, and the input in base64. */
const FIXED: readonly (readonly [target: string, kind: string, base64: string])[] = []

test.each(FIXED)('%s does so no more: %s', (name, _, base64) => {
  const target = targets.find((one) => one.name === name)!
  expect(failure(target, new Uint8Array(Buffer.from(base64, 'base64')))).toBeUndefined()
})

describe('the fuzzer itself', () => {
  /** Fails on what begins with three certain bytes; says how many of them were right, as coverage would. */
  const lock = () => {
    let best = 0
    let fresh = false
    const check = (input: Uint8Array) => {
      const right = [...'key'].findIndex((letter, i) => input[i] !== letter.charCodeAt(0))
      must(right >= 0, 'the lock holds')
      if (right > best) fresh = true
    }
    return {
      target: { name: 'lock', seeds: [new TextEncoder().encode('y e k')], check } satisfies Target,
      feedback: {
        fresh: (remember: boolean) => {
          const answer = fresh
          fresh = false
          if (answer && remember) best++
          return answer
        },
      },
    }
  }

  test('finds a fault by what it reaches, and hands out the smallest input', () => {
    const { target, feedback } = lock()
    const [found] = faults(target, 20_000, feedback)
    expect(found).toMatchObject({ kind: 'the lock holds' })
    expect(Buffer.from(found!.input).toString()).toBe('key')
  })

  test('does the same with the same seed', () => {
    const seen = () => {
      const inputs: string[] = []
      const check = (input: Uint8Array) => void inputs.push(Buffer.from(input).toString('latin1'))
      faults({ name: 'any', seeds: [new TextEncoder().encode('{"a": [1, "b"]}')], check }, 200)
      return inputs
    }
    expect(seen()).toEqual(seen())
  })

  test('tells a crash from a broken promise, and each fault once', () => {
    const check = (input: Uint8Array) => {
      must(input.length > 0, 'there is something')
      if (input[0] !== 0x61) throw new TypeError(`not an a: ${input[0]}`)
    }
    const kinds = faults({ name: 'any', seeds: [new TextEncoder().encode('abc')], check }, 500).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual([expect.stringMatching(/^TypeError in /), 'there is something'])
  })
})
