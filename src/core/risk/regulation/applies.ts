import type { DataHeld, Jurisdiction, Profile, Sector } from '../profile.ts'

/** Whether a rule reaches this product; `ask` where the profile does not say. */
export interface Applies {
  readonly applies: 'yes' | 'no' | 'ask'
  readonly because: string
}

const yes = (because: string): Applies => ({ applies: 'yes', because })
const no = (because: string): Applies => ({ applies: 'no', because })
const ask = (because: string): Applies => ({ applies: 'ask', because })

const listed = <T extends string>(list: readonly T[] | undefined, item: T, what: string): Applies =>
  list === undefined
    ? ask(`The profile does not say ${what}.`)
    : list.includes(item)
      ? yes(`The profile names "${item}" under ${what}.`)
      : no(`The profile does not name "${item}" under ${what}.`)

export const inPlace = (profile: Profile, place: Jurisdiction) => listed(profile.jurisdictions, place, 'jurisdictions')
export const inSector = (profile: Profile, sector: Sector) => listed(profile.sectors, sector, 'sectors')
/** Health data is personal data; a card number with a name is, too, but cards may be held for companies. */
export const holds = (profile: Profile, kind: DataHeld): Applies =>
  kind === 'personal' && profile.data?.includes('health')
    ? yes('Health data is personal data.')
    : listed(profile.data, kind, 'data')

export const isProduct = ({ isProductWithDigitalElements: is }: Profile): Applies =>
  is === undefined
    ? ask('The profile does not say whether this is a product with digital elements.')
    : is
      ? yes('It is a product with digital elements.')
      : no('It is not a product with digital elements; a pure service mostly falls under NIS2.')

/** A clear "no" settles it; else an open question stays open. */
export function both(a: Applies, b: Applies): Applies {
  const decisive = [a, b].find(({ applies }) => applies === 'no') ?? [a, b].find(({ applies }) => applies === 'ask')
  return decisive ?? yes(`${a.because} ${b.because}`)
}

export function either(a: Applies, b: Applies): Applies {
  const decisive = [a, b].find(({ applies }) => applies === 'yes') ?? [a, b].find(({ applies }) => applies === 'ask')
  return decisive ?? no(`${a.because} ${b.because}`)
}
