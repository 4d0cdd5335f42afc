import * as z from 'zod'
import { type CaseRules, SCAN_RULES } from '../../core/case/rules.ts'
import { SEVERITIES, type Severity } from '../../core/finding/severity.ts'
import type { Problem } from '../../core/problem.ts'
import { problem } from '../../core/problem.ts'
import type { Formed } from '../form.ts'
import { placeOf } from '../place.ts'

const severity = z.enum(SEVERITIES)
const hours = z.number().positive().max(8760)

/** What a repository may say of cases: each only more strictly than the organisation. */
export const tighterCasesForm = z
  .strictObject({
    lift: z.strictObject({ people: z.partialRecord(severity, z.int().min(1).max(5)).optional() }),
    regression: z.partialRecord(severity, z.enum(['full', 'limited', 'none'])),
    acceptance: z.strictObject({
      by_severity: z.partialRecord(
        severity,
        z.strictObject({ level: z.int().min(0), max_days: z.number().positive().max(366) }),
      ),
    }),
    override_max_hours: hours,
    confirm_hours: hours,
    reading: z.strictObject({ restricted: z.array(severity).optional() }),
    open_from_scans: z.enum(SCAN_RULES),
  })
  .partial()
type TighterCases = z.infer<typeof tighterCasesForm>

/** The organisation's rules of cases with what the repository tightens, or every place where it would loosen them. */
export function tightened(
  text: Formed<{ readonly cases?: TighterCases | undefined }>,
  cases: CaseRules,
): { readonly cases: CaseRules; readonly problems: readonly Problem[] } {
  const said = text.value.cases ?? {}
  const problems: Problem[] = []
  const demand = (holds: boolean, message: string, ...path: readonly string[]) => {
    if (!holds) problems.push(problem('policy/loosens', message, TIGHTEN, placeOf(text, ['cases', ...path])))
  }
  for (const [name, people] of entriesOf(said.lift?.people)) {
    const least = cases.lifters[name]
    demand(
      people >= least,
      `A lift would take ${people} here, and ${least} in the organisation.`,
      'lift',
      'people',
      name,
    )
  }
  for (const [name, extent] of entriesOf(said.regression)) {
    const least = cases.regression[name]
    demand(
      EXTENTS[extent] >= EXTENTS[least],
      `The regression run would be "${extent}" here, and "${least}" in the organisation.`,
      'regression',
      name,
    )
  }
  for (const [name, { level, max_days: days }] of entriesOf(said.acceptance?.by_severity)) {
    const { level: least, maxDays } = cases.acceptance.bySeverity[name]
    const path = ['acceptance', 'by_severity', name] as const
    demand(
      level >= least,
      `The authority would be of level ${level} here, and ${least} in the organisation.`,
      ...path,
      'level',
    )
    demand(
      days <= maxDays,
      `A risk could be accepted for ${days} days here, and ${maxDays} in the organisation.`,
      ...path,
      'max_days',
    )
  }
  const { override_max_hours: override = cases.overrideMaxHours, confirm_hours: confirm = cases.confirmHours } = said
  demand(
    override <= cases.overrideMaxHours,
    `An override could last ${override} hours here, and ${cases.overrideMaxHours} in the organisation.`,
    'override_max_hours',
  )
  demand(
    confirm <= cases.confirmHours,
    `A hold could wait ${confirm} hours here to be confirmed, and ${cases.confirmHours} in the organisation.`,
    'confirm_hours',
  )
  const scans = said.open_from_scans ?? cases.openFromScans
  demand(
    SCAN_RULES.indexOf(scans) >= SCAN_RULES.indexOf(cases.openFromScans),
    `A scan would open "${scans}" here, and "${cases.openFromScans}" in the organisation.`,
    'open_from_scans',
  )

  const restricted = said.reading?.restricted ?? cases.reading.restricted
  for (const name of cases.reading.restricted)
    demand(
      restricted.includes(name),
      `Cases of severity ${name} would not be need-to-know here, and are in the organisation.`,
      'reading',
      'restricted',
    )

  const bySeverity = entriesOf(said.acceptance?.by_severity).map(([name, one]) => [
    name,
    { level: one.level, maxDays: one.max_days },
  ])
  return {
    problems,
    cases: {
      ...cases,
      lifters: { ...cases.lifters, ...said.lift?.people },
      regression: { ...cases.regression, ...said.regression },
      acceptance: {
        ...cases.acceptance,
        bySeverity: { ...cases.acceptance.bySeverity, ...Object.fromEntries(bySeverity) },
      },
      overrideMaxHours: override,
      confirmHours: confirm,
      reading: { ...cases.reading, restricted },
      openFromScans: scans,
    },
  }
}

const EXTENTS = { none: 0, limited: 1, full: 2 } as const
export const TIGHTEN = "A repository's file may only tighten the organisation's policy."

const entriesOf = <T>(
  record: { readonly [Name in Severity]?: T | undefined } | undefined,
): readonly (readonly [Severity, T])[] => Object.entries(record ?? {}) as [Severity, T][]
