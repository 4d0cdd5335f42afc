import { MACROVECTORS } from './macrovectors.ts'
import { halfUpTenths, minus, plus, times, type Rational } from './rational.testing.ts'
import { combinations } from './vectors.testing.ts'

/**
 * The v4.0 score worked out from tables 24 to 29 and the scores of the macrovectors alone: which vectors are the highest
 * of a class, and how deep it is, follows from them. Slow, in fractions, and without a line of the code under test.
 */
export function oracle4(vector: string): { tenths: number; macrovector: string } {
  const metrics = new Map(vector.split('/').map((part) => part.split(':') as [string, string]))
  const value = (metric: string) => {
    const [own, modified] = [metrics.get(metric) ?? 'X', metrics.get(`M${metric}`) ?? 'X']
    return modified !== 'X' ? modified : own !== 'X' ? own : WORST[metric]!
  }
  const places = CLASSES.map(({ metrics, place }) => place.get(metrics.map(value).join(''))!)
  const macrovector = nameOf(places.map(({ digits }) => digits))
  if (['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].every((metric) => value(metric) === 'N')) return { tenths: 0, macrovector }
  const score = scoreOf(macrovector)!
  const losses: Rational[] = []
  for (const [index, { digits, distance, depth }] of places.entries()) {
    const lower = lowerOf(digits).map((digits) =>
      nameOf(places.map((place, n) => (n === index ? digits : place.digits))),
    )
    const scores = lower.map(scoreOf).filter((score) => score !== undefined)
    const gap = scores.map((lower) => minus(score, lower)).reduce<Rational | undefined>(smaller, undefined)
    if (gap) losses.push(times(gap, [BigInt(distance), BigInt(depth)]))
  }
  const sum = losses.reduce(plus, [0n, 1n])
  const mean = losses.length === 0 ? sum : times(sum, [1n, BigInt(losses.length)])
  return { tenths: halfUpTenths(minus(score, mean)), macrovector }
}

const WORST: Record<string, string> = { E: 'A', CR: 'H', IR: 'H', AR: 'H' }

const scoreOf = (macrovector: string): Rational | undefined => {
  const tenths = MACROVECTORS.get(macrovector)
  return tenths === undefined ? undefined : [BigInt(tenths), 10n]
}
const smaller = (a: Rational | undefined, b: Rational) => (a && a[0] * b[1] < b[0] * a[1] ? a : b)

/** EQ3 and EQ6 are one class of two digits. */
const nameOf = ([eq1, eq2, eq36, eq4, eq5]: readonly string[]) => `${eq1}${eq2}${eq36![0]}${eq4}${eq5}${eq36![1]}`

/** Where one digit is one higher; what does not exist is in no table. */
const lowerOf = (digits: string) =>
  [...digits].map((digit, place) => digits.slice(0, place) + (Number(digit) + 1) + digits.slice(place + 1))

interface Place {
  readonly digits: string
  readonly distance: number
  readonly depth: number
}

const CLASSES: readonly { metrics: readonly string[]; place: ReadonlyMap<string, Place> }[] = [
  classOf('AV:NALP PR:NLH UI:NPA', (m) => {
    if (m === 'NNN') return '0'
    return m[0] !== 'P' && m.includes('N') ? '1' : '2'
  }),
  classOf('AC:LH AT:NP', (m) => (m === 'LN' ? '0' : '1')),
  classOf('VC:HLN VI:HLN VA:HLN CR:HML IR:HML AR:HML', (m) => {
    const eq3 = m.startsWith('HH') ? '0' : m.slice(0, 3).includes('H') ? '1' : '2'
    return eq3 + ([0, 1, 2].some((n) => m[n] === 'H' && m[n + 3] === 'H') ? '0' : '1')
  }),
  classOf('SC:HLN SI:SHLN SA:SHLN', (m) => (m.slice(1).includes('S') ? '0' : m.includes('H') ? '1' : '2')),
  classOf('E:APU', (m) => String('APU'.indexOf(m))),
]

function classOf(table: string, digitsOf: (values: string) => string) {
  const rows = table.split(' ').map((row) => row.split(':') as [string, string])
  const all = [...combinations(rows.map(([, values]) => [...[...values].keys()]))].map((steps) => ({
    steps,
    values: steps.map((step, n) => rows[n]![1][step]).join(''),
  }))
  const place = new Map<string, Place>()
  for (const digits of new Set(all.map(({ values }) => digitsOf(values)))) {
    const members = all.filter(({ values }) => digitsOf(values) === digits)
    const highest = members.filter((one) => !members.some((other) => other !== one && covers(other.steps, one.steps)))
    const distances = members.map(({ steps }) => {
      const above = highest.find((one) => covers(one.steps, steps))!
      return steps.reduce((sum, step, n) => sum + step - above.steps[n]!, 0)
    })
    const depth = Math.max(...distances) + 1
    for (const [n, { values }] of members.entries()) place.set(values, { digits, distance: distances[n]!, depth })
  }
  return { metrics: rows.map(([metric]) => metric), place }
}

/** Whether no metric of the first is below that of the second. */
function covers(above: readonly number[], below: readonly number[]): boolean {
  return above.every((step, n) => step <= below[n]!)
}
