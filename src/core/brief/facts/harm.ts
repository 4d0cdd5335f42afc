import type { TermKey } from '../english/terms.ts'

/** How an attacker gets in, by metric and value. @source FIRST, CVSS v2 2.1, v3.1 section 2.1, v4.0 section 2.1 */
export const WAYS_IN: ReadonlyMap<string, TermKey> = new Map([
  ['AV:N', 'way.anywhere'],
  ['AV:A', 'way.near'],
  ['AV:L', 'way.machine'],
  ['AV:P', 'way.touch'],
  ['PR:N', 'way.no-account'],
  ['PR:L', 'way.account'],
  ['PR:H', 'way.administrator'],
  ['Au:N', 'way.no-account'],
  ['Au:S', 'way.account'],
  ['Au:M', 'way.account'],
  ['UI:N', 'way.no-help'],
  ['UI:R', 'way.help'],
  ['UI:A', 'way.help'],
  ['UI:P', 'way.help'],
])

/** What an attacker could then do. */
export const HARMS: ReadonlyMap<string, TermKey> = new Map([
  ['C:H', 'harm.read'],
  ['C:C', 'harm.read'],
  ['VC:H', 'harm.read'],
  ['C:L', 'harm.read-some'],
  ['C:P', 'harm.read-some'],
  ['VC:L', 'harm.read-some'],
  ['I:H', 'harm.change'],
  ['I:C', 'harm.change'],
  ['VI:H', 'harm.change'],
  ['I:L', 'harm.change-some'],
  ['I:P', 'harm.change-some'],
  ['VI:L', 'harm.change-some'],
  ['A:H', 'harm.stop'],
  ['A:C', 'harm.stop'],
  ['VA:H', 'harm.stop'],
  ['A:L', 'harm.slow'],
  ['A:P', 'harm.slow'],
  ['VA:L', 'harm.slow'],
])
