import { ok, refuse, type Result } from './problem.ts'

declare const brand: unique symbol

/** An ISO 4217 alphabetic code. */
export type Currency = string & { readonly [brand]: 'Currency' }

/** An exact amount: whole minor units (cents, yen, fils) of one currency, never a fraction. */
export interface Money {
  readonly minor: number
  readonly currency: Currency
}

/** How many decimals a currency has where it is not two. @source ISO 4217:2015, list one (2024-06-25) */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((c) => [c, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((c) => [c, 3] as const),
  ...['CLF', 'UYW'].map((c) => [c, 4] as const),
])

export const decimalsOf = (currency: Currency): number => DECIMALS.get(currency) ?? 2

export function parseCurrency(text: string): Result<Currency> {
  return /^[A-Z]{3}$/.test(text)
    ? ok(text as Currency)
    : refuse(
        'money/unknown-currency',
        `"${text.slice(0, 20)}" is not a currency.`,
        'Use an ISO 4217 code such as EUR or USD.',
      )
}

/** Reads a plain decimal such as `1250000` or `12.50`: no exponent, no separators, no more decimals than the currency has. */
export function parseMoney(amount: string, currency: Currency): Result<Money> {
  const decimals = decimalsOf(currency)
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (!match)
    return refuse('money/unreadable', `"${amount.slice(0, 40)}" is not an amount.`, 'Write it as 12500 or 12500.50.')
  const [, sign, whole, fraction = ''] = match
  if (fraction.length > decimals)
    return refuse(
      'money/too-precise',
      `${amount} has more decimals than ${currency} knows (${decimals}).`,
      'Round it yourself: an amount is never rounded in silence.',
    )
  const minor = Number(`${sign}${whole}${fraction.padEnd(decimals, '0')}`)
  return Number.isSafeInteger(minor)
    ? ok({ minor: minor + 0, currency })
    : refuse('money/out-of-range', `${amount} ${currency} is too large to be kept exactly.`)
}

/** @throws {RangeError} on two currencies or beyond exact integers: a bug of ours, inputs are checked when read */
export function addMoney(a: Money, b: Money): Money {
  const minor = a.minor + b.minor
  if (a.currency !== b.currency || !Number.isSafeInteger(minor))
    throw new RangeError(`cannot add ${a.currency} and ${b.currency}`)
  return { minor, currency: a.currency }
}

/** The amount as a plain decimal, `12500.50`: for machines; people get it from a writer. */
export function decimalOf({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  return `${minor < 0 ? '-' : ''}${digits.slice(0, cut)}${decimals ? `.${digits.slice(cut)}` : ''}`
}
