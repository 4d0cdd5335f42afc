import { expect, test } from 'vitest'
import { scryptPasswords } from './passwords.ts'

const passwords = scryptPasswords()
const cheap = scryptPasswords({ N: 16, r: 1, p: 1 })

test('a password opens its own hash, and no other', async () => {
  const hash = await passwords.hash('lamp river candle ox')
  expect(hash).toMatch(/^\$scrypt\$32768,8,3\$/)
  expect(hash).not.toContain('lamp')
  expect(await passwords.verify('lamp river candle ox', hash)).toBe(true)
  expect(await passwords.verify('lamp river candle o', hash)).toBe(false)
})

test('two hashes of one password differ', async () => {
  expect(await cheap.hash('a')).not.toBe(await cheap.hash('a'))
})

test('a hash that was made cheaper, or dearer, is still opened', async () => {
  expect(await passwords.verify('a', await cheap.hash('a'))).toBe(true)
})

test('where there is no hash nothing is right, and it costs as much', async () => {
  const spent = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const hash = await passwords.hash('lamp river candle ox')
  const [known, unknown] = [
    await spent(() => passwords.verify('wrong', hash)),
    await spent(async () => expect(await passwords.verify('wrong', undefined)).toBe(false)),
  ]
  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

/** @source RFC 7914, section 12, third vector */
test('it is scrypt', async () => {
  const bytes = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  )
  const kept = `$scrypt$16384,8,1$${Buffer.from('SodiumChloride').toString('base64')}$${bytes.subarray(0, 32).toString('base64')}`
  expect(await passwords.verify('pleaseletmein', kept)).toBe(true)
})
