import { problem, unreachable, type Place, type Problem } from '../problem.ts'
import { faults, support, type Distribution } from './distribution.ts'

/** What range a quantity may have; anything outside is told, never corrected. */
export type Domain = 'probability' | 'chance of an attack' | 'fraction' | 'money' | 'days' | 'count' | 'factor'

/** Everything wrong with a distribution as a quantity of `domain`. */
export function validate(d: Distribution, domain: Domain, at?: Place): readonly Problem[] {
  const told = faults(d).map(({ what, message, hint }) => problem(`risk/${what}`, message, hint, at))
  return told.length > 0 ? told : outside(d, domain, at)
}

function outside(d: Distribution, domain: Domain, at?: Place): readonly Problem[] {
  const [low, high] = support(d)
  const met = low === high ? `${low}` : `${low} … ${high}`
  switch (domain) {
    case 'probability':
    case 'fraction':
      return low < 0 || high > 1
        ? [
            problem(
              'risk/not-a-probability',
              `A ${domain} lies within 0 … 1, this one covers ${met}.`,
              'Write 12 % as 0.12. For a range within (0, 1) use a logit-normal or PERT distribution.',
              at,
            ),
          ]
        : []
    case 'chance of an attack':
      return low < 0 || high >= 1
        ? [
            problem(
              'risk/not-a-chance',
              `The 30-day chance of an attack lies within 0 … 1 and below 1, this one covers ${met}.`,
              'A chance of exactly 1 has no finite rate: write 0.99 for what is as good as certain.',
              at,
            ),
          ]
        : []
    case 'money':
    case 'days':
    case 'count':
    case 'factor':
      return low < 0
        ? [
            problem(
              'risk/negative',
              `${NOUNS[domain]} cannot be negative, this covers ${met}.`,
              'A gain is not a negative loss: leave it out, or lower the cost of delay.',
              at,
            ),
          ]
        : []
    default:
      return unreachable(domain)
  }
}

const NOUNS = { money: 'An amount', days: 'A duration', count: 'A count', factor: 'A factor' }
