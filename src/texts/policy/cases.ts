import * as z from 'zod'
import { type CaseRules, DEFAULT_RULES, SCAN_RULES } from '../../core/case/rules.ts'
import { FINDING_KINDS } from '../../core/finding/finding.ts'
import { SEVERITIES } from '../../core/finding/severity.ts'
import { type Money, parseCurrency, parseMoney } from '../../core/money.ts'
import { ROLES } from '../../core/policy/role.ts'
import { type Problem, problem } from '../../core/problem.ts'
import { type Formed } from '../form.ts'
import { placeOf } from '../place.ts'

const severity = z.enum(SEVERITIES)
const roles = z.array(z.enum(ROLES)).min(1)
const seats = z.tuple([roles], roles)
const hours = z.number().positive().max(8760)

/** What a case needs of policy: who may end a hold or accept a risk, on which proof, and what happens when nobody decides. */
export const casesForm = z
  .strictObject({
    lift: z.strictObject({
      roles: roles.optional(),
      people: z.partialRecord(severity, z.int().min(1).max(5)).optional(),
    }),
    proofs: z.partialRecord(
      z.enum(FINDING_KINDS),
      z.array(z.enum(['retest', 'manual', 'component', 'configuration', 'review'])).min(1),
    ),
    regression: z.partialRecord(severity, z.enum(['full', 'limited', 'none'])),
    exploited_full_regression_hours: hours.describe(
      'For what is exploited in production: limited regression lifts, the full run is due within these hours.',
    ),
    acceptance: z
      .strictObject({
        levels: z
          .tuple([seats], seats)
          .describe('From the lowest authority to the highest: the seats, each taken by another person.'),
        by_severity: z.partialRecord(
          severity,
          z.strictObject({ level: z.int().min(0), max_days: z.number().positive().max(366) }),
        ),
        by_amount: z.array(z.strictObject({ up_to: z.string(), currency: z.string(), level: z.int().min(0) })),
        across_line: z.array(severity),
      })
      .partial(),
    override_max_hours: hours,
    retract_minutes: z.number().min(0).max(60),
    confirm_hours: hours,
    escalation: z.array(z.strictObject({ after_minutes: z.number().positive(), roles })).min(1),
    reading: z
      .strictObject({
        always: roles.describe('Who reads the words of every case, beside whoever may end a hold or accept a risk.'),
        unrestricted: z.array(z.enum(ROLES)).describe('Who else reads cases that are not restricted.'),
        restricted: z.array(severity).describe('Cases of these severities are need-to-know.'),
        sensitive: roles.describe('Who opens the files that show how to exploit it.'),
        let_in: roles.describe('Who may let others in, by name.'),
      })
      .partial(),
    open_from_scans: z
      .enum(SCAN_RULES)
      .describe(
        'What a blocking finding of a recorded report leads to, where no case has it: nothing, a case, or a case and a provisional hold.',
      ),
  })
  .partial()
type CasesForm = z.infer<typeof casesForm>

/** The rules of cases; what the text does not say is as by default. */
export function readCases(text: Formed<{ readonly cases?: CasesForm | undefined }>): {
  cases: CaseRules
  problems: readonly Problem[]
} {
  const said = text.value.cases ?? {}
  const problems: Problem[] = []
  const { acceptance: accept, lift } = said
  const base = DEFAULT_RULES.acceptance
  const bySeverity = Object.entries(accept?.by_severity ?? {}).map(([name, { level, max_days }]) => [
    name,
    { level, maxDays: max_days },
  ])
  const cases: CaseRules = {
    ...DEFAULT_RULES,
    may: {
      ...DEFAULT_RULES.may,
      ...(lift?.roles && { lift: lift.roles }),
      ...(said.reading?.let_in && { let_in: said.reading.let_in }),
    },
    lifters: { ...DEFAULT_RULES.lifters, ...lift?.people },
    proofs: { ...DEFAULT_RULES.proofs, ...said.proofs },
    regression: { ...DEFAULT_RULES.regression, ...said.regression },
    ...(said.exploited_full_regression_hours !== undefined && {
      exploitedLane: { fullRegressionHours: said.exploited_full_regression_hours },
    }),
    acceptance: {
      levels: accept?.levels ?? base.levels,
      bySeverity: { ...base.bySeverity, ...Object.fromEntries(bySeverity) },
      byAmount: accept?.by_amount ? amounts(accept.by_amount, text, problems) : base.byAmount,
      acrossLine: accept?.across_line ?? base.acrossLine,
    },
    overrideMaxHours: said.override_max_hours ?? DEFAULT_RULES.overrideMaxHours,
    retractMinutes: said.retract_minutes ?? DEFAULT_RULES.retractMinutes,
    confirmHours: said.confirm_hours ?? DEFAULT_RULES.confirmHours,
    escalation:
      said.escalation?.map(({ after_minutes, roles: whom }) => ({ afterMinutes: after_minutes, roles: whom })) ??
      DEFAULT_RULES.escalation,
    reading: {
      always: said.reading?.always ?? DEFAULT_RULES.reading.always,
      unrestricted: said.reading?.unrestricted ?? DEFAULT_RULES.reading.unrestricted,
      restricted: said.reading?.restricted ?? DEFAULT_RULES.reading.restricted,
      sensitive: said.reading?.sensitive ?? DEFAULT_RULES.reading.sensitive,
    },
    openFromScans: said.open_from_scans ?? DEFAULT_RULES.openFromScans,
  }
  return { cases, problems }
}

/** Ascending amounts of one currency: what lies between two would otherwise have two authorities. */
function amounts(
  said: readonly { readonly up_to: string; readonly currency: string; readonly level: number }[],
  text: Formed<unknown>,
  problems: Problem[],
): CaseRules['acceptance']['byAmount'] {
  const steps: { upTo: Money; level: number }[] = []
  for (const [i, { up_to, currency, level }] of said.entries()) {
    const at = (key: string) => placeOf(text, ['cases', 'acceptance', 'by_amount', i, key])
    const known = parseCurrency(currency)
    const amount = known.ok ? parseMoney(up_to, known.value) : known
    const before = steps.at(-1)?.upTo
    if (!amount.ok) problems.push({ ...amount.problem, at: at(known.ok ? 'up_to' : 'currency') })
    else if (before && (before.currency !== amount.value.currency || before.minor >= amount.value.minor))
      problems.push(
        problem(
          'policy/amounts-not-ascending',
          `${up_to} ${currency} does not come after the amount before it.`,
          'Write the amounts in one currency, from the smallest to the largest.',
          at('up_to'),
        ),
      )
    else steps.push({ upTo: amount.value, level })
  }
  return steps
}
