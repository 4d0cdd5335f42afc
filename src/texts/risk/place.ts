import type { Place, Problem } from '../../core/problem.ts'
import { placeOf, type Placed } from '../place.ts'
import { snake } from '../../core/risk/keys.ts'

/** The core names its places by its own words (`/inputs/fixDays`); here they become lines of the file (`inputs: fix_days:`). */
export function placedIn(text: Placed, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) => ({ ...one, message: inWordsOfTheFile(one.message), at: placeIn(text, one.at?.pointer) }))
}

function placeIn(text: Placed, pointer = ''): Place {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? step : snake(step)))
  const byThreat = path.join('/') === 'inputs/attack_chance_30_days' && text.yaml.place('/threat/targeted')
  return placeOf(text, byThreat ? ['threat', 'targeted'] : path)
}

/** A file says `low`, `likely` and `high` where the core speaks of quantiles and modes, and names inputs in its own way. */
const inWordsOfTheFile = (message: string): string =>
  message
    .replaceAll(/\bp05\b/g, 'low')
    .replaceAll(/\bp95\b/g, 'high')
    .replaceAll(/\bmode\b/g, 'likely')
    .replace(/\((\w+)\), needed by/, (_, name: string) => `(${snake(name)}), needed by`)
