import { mean, quantile, support, type Distribution } from '../../core/risk/distribution.ts'
import type { Domain } from '../../core/risk/domain.ts'

/** Two significant digits, as people say amounts: `38 k`, `1.2 M`. Less would hide a difference, more would feign knowledge. */
export function amount(value: number): string {
  const rounded = Number(value.toPrecision(2))
  const size = Math.abs(rounded)
  const [unit, name] = UNITS.find(([least]) => size >= least) ?? [1, '']
  return `${Number((rounded / unit).toPrecision(3))}${name}`
}

const UNITS: readonly (readonly [number, string])[] = [
  [1e9, ' bn'],
  [1e6, ' M'],
  [1e3, ' k'],
]

/** Two significant digits, but what is not certain is never rounded to certainty. */
export function percent(chance: number): string {
  if (chance > 0.99 && chance < 1) return `${Math.floor(chance * 10_000) / 100} %`
  if (chance > 0 && chance < 0.0001) return '< 0.01 %'
  return `${Number((chance * 100).toPrecision(2))} %`
}

/** A value of an input as it is read: `12 %`, `25 k`, `2.5 days`, `1.2 ×`. */
export function quantity(value: number, domain: Domain): string {
  switch (domain) {
    case 'probability':
    case 'fraction':
    case 'chance of an attack':
      return percent(value)
    case 'money':
      return amount(value)
    case 'days':
      return `${Number(value.toPrecision(2))} ${value === 1 ? 'day' : 'days'}`
    case 'factor':
      return `${Number(value.toPrecision(2))} ×`
    case 'count':
      return amount(value)
  }
}

/** What is believed: a point, or the mean and the central 90 %. */
export function belief(value: Distribution, domain: Domain): string {
  const [low, high] = support(value)
  if (low === high) return quantity(low, domain)
  const ends = [0.05, 0.95].map((share) => quantity(quantile(value, share), domain))
  return `${quantity(mean(value), domain)} (${ends.join(' to ')})`
}
