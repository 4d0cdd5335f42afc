import { expect, test } from 'vitest'
import * as z from 'zod'
import { readForm } from './form.ts'

const form = z.strictObject({ names: z.array(z.strictObject({ name: z.literal('ana') })).optional() })
const problems = (text: string) => {
  const read = readForm('file.yaml', text, form, 'policy')
  return read.ok ? [] : read.problem
}
const many = (line: (i: number) => string) => Array.from({ length: 20_000 }, (_, i) => line(i)).join('\n')

test('of a text in which everything is wrong the first hundred things are named, each with its place', () => {
  for (const text of [many((i) => `k${i}: 1`), `names:\n${many(() => '  - { name: ben }')}`]) {
    const found = problems(text)
    expect(found).toHaveLength(100)
    expect(found.every(({ at }) => at?.line !== undefined)).toBe(true)
  }
})
