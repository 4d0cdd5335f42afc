import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMoney, type Currency, decimalOf, decimalsOf, parseCurrency, parseMoney } from './money.ts'

const EUR = 'EUR' as Currency
const JPY = 'JPY' as Currency
const KWD = 'KWD' as Currency

test('money is whole minor units of one currency', () => {
  expect(parseMoney('12.5', EUR)).toEqual({ ok: true, value: { minor: 1250, currency: EUR } })
  expect(parseMoney('1250000', JPY)).toEqual({ ok: true, value: { minor: 1_250_000, currency: JPY } })
  expect(parseMoney('-0.001', KWD)).toEqual({ ok: true, value: { minor: -1, currency: KWD } })
  expect(parseMoney('-0', EUR)).toEqual({ ok: true, value: { minor: 0, currency: EUR } })
})

test('what cannot be kept exactly is refused, never rounded', () => {
  expect(parseMoney('0.005', EUR)).toMatchObject({ ok: false, problem: { code: 'money/too-precise' } })
  expect(parseMoney('0.5', JPY)).toMatchObject({ ok: false, problem: { code: 'money/too-precise' } })
  expect(parseMoney('99999999999999999', EUR)).toMatchObject({ ok: false, problem: { code: 'money/out-of-range' } })
})

test.each(['', '1e6', '1,000', ' 1', '1.', '.5', '+1', 'NaN', 'Infinity', '0x10'])('%j is no amount', (text) => {
  expect(parseMoney(text, EUR)).toMatchObject({ ok: false, problem: { code: 'money/unreadable' } })
})

test.each(['eur', 'EURO', '€', ''])('%j is no currency', (text) => {
  expect(parseCurrency(text)).toMatchObject({ ok: false, problem: { code: 'money/unknown-currency' } })
})

test('what is written as a decimal reads back as the same amount', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom(EUR, JPY, KWD), (minor, currency) => {
      const money = { minor: minor + 0, currency }
      expect(parseMoney(decimalOf(money), currency)).toEqual({ ok: true, value: money })
    }),
  )
})

test('two currencies never add up', () => {
  expect(addMoney({ minor: 1, currency: EUR }, { minor: 2, currency: EUR })).toEqual({ minor: 3, currency: EUR })
  expect(() => addMoney({ minor: 1, currency: EUR }, { minor: 2, currency: JPY })).toThrow(RangeError)
  expect(() => addMoney({ minor: Number.MAX_SAFE_INTEGER, currency: EUR }, { minor: 1, currency: EUR })).toThrow(
    RangeError,
  )
})

test('a currency knows its decimals', () => {
  expect([EUR, JPY, KWD].map(decimalsOf)).toEqual([2, 0, 3])
})
