import type { Instant } from '../../core/instant.ts'
import type { Forecast } from '../../core/plan/forecast.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Slip } from '../../core/plan/slip.ts'
import type { Effect } from '../../core/plan/whatif.ts'

/** A plan as it was simulated, with everything that is said around the dates. */
export interface PlanReport {
  readonly title: string
  /** In which times are shown. */
  readonly zone: string
  readonly plan: Plan
  readonly forecast: Forecast
  /** The date that was promised. */
  readonly planned?: Instant
  /** How far the date has moved since the plan before. */
  readonly moved?: { readonly since: Instant; readonly slip: Slip } | undefined
  readonly effects: readonly Effect[]
  /** Where the days begin in `zone`, from the first task to the last date. */
  readonly midnights: readonly Instant[]
  /** What nobody has said and was assumed. */
  readonly assumed: readonly string[]
  /** What it takes to compute the same dates again. */
  readonly kept: { readonly inputs: string; readonly program: string; readonly files: readonly string[] }
}
