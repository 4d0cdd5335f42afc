import { DAY, type Instant, millisOf } from '../../instant.ts'
import { decimalsOf, type Money } from '../../money.ts'
import type { RegisteredProfile } from '../../product/profile-at.ts'
import { upper } from '../compose.ts'
import type { Source, Unit, Value } from '../fact.ts'
import { ENGLISH_TERMS } from './terms.ts'

/** How values and sources read in English. Times are UTC, as the log's are. */

const SEVERITIES = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'for information',
  unknown: 'not rated',
} as const

const UNITS: Readonly<Record<Unit, readonly [one: string, many: string]>> = {
  people: ['person', 'people'],
  tests: ['test', 'tests'],
  tasks: ['task', 'tasks'],
  products: ['product', 'products'],
  objections: ['objection', 'objections'],
  findings: ['finding', 'findings'],
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  months: ['month', 'months'],
}

/** @param now where it is known, its year need not be said */
export function englishValue(value: Value, now?: Instant): string {
  switch (value.kind) {
    case 'name':
    case 'statement':
      return value.text
    case 'names':
      return englishList(value.texts)
    case 'words':
      return value.text ?? ERASED
    case 'term':
      return ENGLISH_TERMS[value.key]
    case 'terms':
      return englishList(value.keys.map((key) => ENGLISH_TERMS[key]))
    case 'severity':
      return SEVERITIES[value.severity]
    case 'score':
      return `${value.score.toFixed(1)} out of 10`
    case 'instant':
      return englishInstant(value.at, now)
    case 'minutes':
      return counted(value.minutes, ['minute', 'minutes'])
    case 'hours':
      return hours(value)
    case 'cost':
      return cost(value.expected, value.badDay)
    case 'money':
      return englishMoney(value.money)
    case 'chance':
      return value.low === undefined || value.high === undefined
        ? percent(value.p)
        : `${percent(value.p)} (between ${percent(value.low)} and ${percent(value.high)})`
    case 'chance-below':
      return `below ${percent(value.p)}`
    case 'factor':
      return `a factor of ${twoDigits(value.factor)}`
    case 'amounts':
      return `${englishMoney(value.low)} to ${englishMoney(value.high)}`
    case 'share':
      return value.middle === undefined
        ? `${twoDigits(value.low)} to ${twoDigits(value.high)} %`
        : `${twoDigits(value.middle)} % (between ${twoDigits(value.low)} and ${twoDigits(value.high)} %)`
    case 'count':
      return counted(value.n, UNITS[value.unit])
  }
}

export const ERASED = '(erased)'

const counted = (n: number, [one, many]: readonly [string, string]) => `${grouped(n)} ${n === 1 ? one : many}`

function hours({ low, likely, high }: Extract<Value, { kind: 'hours' }>): string {
  if (low === high) return counted(Number(twoDigits(likely)), ['working hour', 'working hours'])
  return `${twoDigits(likely)} working hours (between ${twoDigits(low)} and ${twoDigits(high)})`
}

/** Where harm is rarer than one time in twenty the bad day shows none of it, and lies below the average: that is said. */
function cost(expected: Money, badDay: Money | undefined): string {
  const average = `${englishMoney(expected)} on average`
  if (badDay === undefined) return average
  return badDay.minor < expected.minor
    ? `${average} (nineteen times in twenty at most ${englishMoney(badDay)}; the rest is rare and large)`
    : `${average}, ${englishMoney(badDay)} on a bad day`
}

/** Two significant digits: what stands behind them is a judgement more often than not. `EUR 110,000`, `EUR 1.3 million`. */
export function englishMoney({ minor, currency }: Money): string {
  const amount = minor / 10 ** decimalsOf(currency)
  const rounded = Number(Math.abs(amount).toPrecision(2))
  const sign = amount < 0 && rounded > 0 ? '−' : ''
  const [divisor, word] = rounded >= 1e9 ? [1e9, ' billion'] : rounded >= 1e6 ? [1e6, ' million'] : [1, '']
  return `${currency} ${sign}${grouped(Number((rounded / divisor).toPrecision(2)))}${word}`
}

const percent = (p: number) => `${twoDigits(100 * p)} %`
const twoDigits = (n: number) => grouped(Number(n.toPrecision(2)))
const grouped = (n: number) => {
  const [whole = '', fraction] = String(n).split('.')
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? separated : `${separated}.${fraction}`
}

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const // the epoch was a Thursday
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `Fri 20 Nov 2026, 18:00 UTC`; without the year, where it is this one. */
export function englishInstant(at: Instant, now?: Instant): string {
  const day = DAYS[((Math.floor(millisOf(at) / DAY) % 7) + 7) % 7]
  const year = now?.slice(0, 4) === at.slice(0, 4) ? '' : ` ${at.slice(0, 4)}`
  return `${day} ${Number(at.slice(8, 10))} ${MONTHS[Number(at.slice(5, 7)) - 1]}${year}, ${at.slice(11, 16)} UTC`
}

export const englishList = (items: readonly string[]): string => joined(items, 'and')
/** Seats, each taken by another person: `an executive together with another executive or the security manager`. */
export const englishSeats = (seats: readonly (readonly string[])[]): string =>
  seats
    .map((roles, i) => {
      const before = new Set(seats.slice(0, i).flat())
      return englishOr(roles.map((role) => (before.has(role) ? role.replace(/^(?:an?|the) /, 'another ') : role)))
    })
    .join(' together with ')

export const englishOr = (items: readonly string[]): string => joined(items, 'or')

const joined = (items: readonly string[], word: 'and' | 'or') =>
  items.length > 1 ? `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}` : (items[0] ?? 'nobody')

const ENTRY = {
  finding: 'Finding',
  assessment: 'Assessment',
  evidence: 'Evidence',
  decision: 'Decision',
  plan: 'Plan',
  word: 'Recorded',
} as const

export function englishSource(source: Source, now?: Instant): string {
  switch (source.kind) {
    case 'entry':
      return `${ENTRY[source.as]} by ${source.by}, ${englishInstant(source.at, now)} (entry ${source.n})`
    case 'computation':
      return computation(source, now)
    case 'file':
      if (source.registered) return upper(registered(source.registered, now))
      return source.of === 'profile' ? `Profile of ${source.product ?? 'the product'}` : 'Answers given beside the case'
    case 'given':
      return `Given by ${source.by}${source.source === undefined ? '' : `: ${source.source}`}${inRegister(source, now)}`
    case 'derived':
      return `Worked out from ${ENGLISH_TERMS[source.rule]}${entries(source.from)}`
    case 'standard':
      return `${source.name}, a standard owned by FIRST.Org, computed from the recorded vector`
    case 'policy':
      return `Policy in force (${source.digest.slice(0, 15)}…)`
    case 'publication':
      return `${source.cites}, published ${source.published}`
    case 'default':
      return 'Holdpoint’s default: nobody has decided otherwise'
  }
}

/** Which of the register's profiles it is, of all that it had: told by its entry and its digest. */
const registered = ({ product, at, n, digest }: RegisteredProfile, now: Instant | undefined): string =>
  `the profile of ${product} in the register, of ${englishInstant(at, now)} (entry ${n} there, ${digest.slice(0, 15)}…)`

const inRegister = (source: { readonly registered?: RegisteredProfile }, now: Instant | undefined): string =>
  source.registered ? `, in ${registered(source.registered, now)}` : ''

function computation(
  { program, draws, at, seed, files = [], inputs, n, registered: profile }: Extract<Source, { kind: 'computation' }>,
  now: Instant | undefined,
): string {
  const how = draws === undefined ? 'Computed' : `Simulated ${grouped(draws)} times`
  const all = [...files, ...(profile ? [registered(profile, now)] : [])]
  const from = all.length > 0 ? ` from ${englishList(all)}` : ''
  const kept = n === undefined ? '' : ` (entry ${n})`
  return `${how} by ${program} on ${englishInstant(at, now)}${from} with seed ${seed}; inputs ${inputs.slice(0, 15)}…${kept}`
}

const entries = (from: readonly number[]) =>
  from.length === 0 ? '' : ` (${from.length === 1 ? 'entry' : 'entries'} ${from.join(', ')})`
