import { expect, test } from 'vitest'
import { readPeople } from './people.ts'

const read = (lines: readonly string[]) =>
  readPeople('people.yaml', `schema: holdpoint/people/v1\npeople:\n${lines.join('\n')}\n`)

test('of many names that are none the first hundred are named, each with its place', () => {
  const people = read(Array.from({ length: 20_000 }, (_, i) => `  "no name ${i}": analyst`))
  expect(people.ok).toBe(false)
  const problems = people.ok ? [] : people.problem
  expect(problems.map(({ at }) => at?.line)).toEqual(Array.from({ length: 100 }, (_, i) => i + 3))
})
