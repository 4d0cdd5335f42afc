import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import { judgePassword } from './password.ts'

const judged = (password: string, person = 'ana') => {
  const fit = judgePassword(password, person as Actor)
  return fit.ok ? 'ok' : fit.problem.code.replace('people/password-', '')
}

test.each([
  'lamp river candle ox',
  'x9$k2!Vp0q#Lr',
  'dragons eat marble',
  'пароль-весна-река',
  '高い山と深い海のあいだで眠る',
])('"%s" is good', (password) => expect(judged(password)).toBe('ok'))

test.each(['', 'short', 'elevenchars', '😀😀😀😀😀😀'])('"%s" is too short, counted in characters', (password) =>
  expect(judged(password)).toBe('short'),
)

test.each([
  'passwordpassword',
  'Password123456',
  'password2026!!!',
  'aaaaaaaaaaaaaaa',
  '123456789012345',
  'abcdefghijklmnop',
  'holdpoint-2026!',
  'ana.ana.ana.ana.2026',
  'correcthorsebatterystaple',
  'welcome admin 123',
])('"%s" is guessed first', (password) => expect(judged(password)).toBe('common'))

test('a password that would keep the server busy is refused', () => expect(judged('ab c1'.repeat(50))).toBe('long'))

test('the same password typed on another keyboard is the same', () => {
  const fit = judgePassword('caf\u0065\u0301 river lamp', 'ana' as Actor)
  expect(fit).toEqual({ ok: true, value: 'caf\u00e9 river lamp' })
})
