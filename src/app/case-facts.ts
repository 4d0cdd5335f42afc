import type { Case, Made, Plan } from '../core/case/case.ts'
import type { Opening } from '../core/log/entry.ts'
import { around, fixed } from '../core/risk/distribution.ts'
import type { Input, InputName } from '../core/risk/inputs.ts'
import type { FeedUsed } from '../core/risk/threat.ts'
import type { CaseFact } from '../writers/options/report.ts'
import { words } from '../writers/case.ts'

/** What a case says by itself: nobody is asked for it again. */
export interface CaseFacts {
  readonly inputs: Readonly<Partial<Record<InputName, Input>>>
  readonly facts: readonly CaseFact[]
  /** CVEs that its findings are known by, or that their titles name. */
  readonly cves: readonly NamedCve[]
  /** Somebody is known to exploit it, as the current assessment has it. */
  readonly exploited?: { readonly source: string; readonly dated: string }
  /** The chance of an attack as imported feeds have it: it stands in where neither an answer nor the profile gives one. */
  readonly byDefault?: { readonly chance: Input; readonly feeds: readonly FeedUsed[] }
}

export interface NamedCve extends Pick<Made, 'n' | 'by'> {
  readonly cve: string
}

const HOURS_A_DAY = 8

/** Takes from a case what the model can use; what it cannot use (a CVSS score is no chance) is said as well. */
export function factsOf(state: Case, openings: ReadonlyMap<string, Opening>): CaseFacts {
  const inputs: Partial<Record<InputName, Input>> = {}
  const facts: CaseFact[] = []
  const assessed = state.assessments.at(-1)
  if (assessed) {
    const { vector, score, exploited, in_production: inProduction } = assessed.view
    if (vector !== undefined)
      facts.push(
        fact(assessed, `score ${score ?? 'unknown'}, ${vector}`, 'a severity, not a chance: no figure rests on it'),
      )
    inputs.alreadyExposedFraction = known(fixed(inProduction ? 1 : 0), assessed)
    facts.push(fact(assessed, inProduction ? 'in production' : 'not in production', 'already_exposed_fraction'))
    if (exploited)
      facts.push(fact(assessed, 'exploited somewhere', 'answer with threat: how likely are we among the targets?'))
  }
  const exploited = assessed?.view.exploited
    ? { source: `exploited somewhere (the case, entry ${assessed.n})`, dated: assessed.at.slice(0, 10) }
    : undefined
  const plan = [...state.plans.values()].at(-1)
  if (plan) Object.assign(inputs, durationsOf(plan, openings, facts))
  return { inputs, facts, cves: cvesOf(state, openings), ...(exploited && { exploited }) }
}

/** Its aliases; else its title, which is where people write it. An erased title names none. */
const cvesOf = (state: Case, openings: ReadonlyMap<string, Opening>): readonly NamedCve[] =>
  [...state.findings.values()]
    .filter(({ dismissed }) => !dismissed)
    .flatMap(({ title, aliases = [], n, by }) => {
      const stated = aliases.filter((alias) => CVE.test(alias))
      const named = stated.length > 0 ? stated : (openings.get(title.sealed)?.value.match(CVES) ?? [])
      return [...new Set(named.map((cve) => cve.toUpperCase()))].map((cve) => ({ cve, n, by }))
    })
const CVE = /^CVE-\d{4}-\d{4,11}$/i
const CVES = /\bCVE-\d{4}-\d{4,11}\b/gi

/** The plan's tasks in days of eight working hours: those that speak of regression, and the others. */
function durationsOf(plan: Plan, openings: ReadonlyMap<string, Opening>, facts: CaseFact[]): CaseFacts['inputs'] {
  const isRegression = (one: Plan['tasks'][number]) => /regression/i.test(`${one.task} ${words(openings, one.title)}`)
  const days = (tasks: Plan['tasks'], name: string): Input | undefined => {
    if (tasks.length === 0) return undefined
    const sum = (of: 'low' | 'likely' | 'high') => tasks.reduce((hours, task) => hours + task[of], 0)
    const [low, likely, high] = [sum('low'), sum('likely'), sum('high')]
    const named = tasks.map(({ task }) => task).join(', ')
    facts.push(fact(plan, `${named}: ${low} / ${likely} / ${high} working hours`, name))
    return known(around(low / HOURS_A_DAY, likely / HOURS_A_DAY, high / HOURS_A_DAY), plan)
  }
  const fixDays = days(
    plan.tasks.filter((task) => !isRegression(task)),
    'fix_days',
  )
  const fullRegressionDays = days(plan.tasks.filter(isRegression), 'full_regression_days')
  return { ...(fixDays && { fixDays }), ...(fullRegressionDays && { fullRegressionDays }) }
}

const known = (value: Input['value'], { by, n, at }: Made): Input => ({
  value,
  basis: 'data',
  by,
  source: `the case, entry ${n}`,
  dated: at.slice(0, 10),
})

const fact = ({ n, by }: Made, says: string, use: string): CaseFact => ({ entry: n, by, says, use })
