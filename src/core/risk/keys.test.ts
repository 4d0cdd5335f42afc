import { expect, test } from 'vitest'
import { INPUT_NAMES } from './inputs.ts'
import { INPUT_KEYS, snake } from './keys.ts'

test('every input has one name of its own in files, in snake_case', () => {
  expect([...INPUT_KEYS.values()]).toEqual(INPUT_NAMES)
  for (const key of INPUT_KEYS.keys()) expect(key).toMatch(/^[a-z]+(?:_[a-z0-9]+)*$/)
})

test('a number in a name stays whole', () => {
  expect(snake('attackChance30Days')).toBe('attack_chance_30_days')
})
