import type { Foreseen } from '../core/brief/material.ts'
import type { Instant } from '../core/instant.ts'
import type { EntryValue } from '../core/log/entry.ts'
import { forecast } from '../core/plan/forecast.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { digestOf } from './digest.ts'
import { loadPlan } from './plan-files.ts'
import type { ReadPorts } from './ports.ts'

/** As `holdpoint plan` has them by default: both say the same dates. */
const SETTINGS = { seed: 1, iterations: 10_000 }

/** When the plan that was proposed in a case may be done; nothing where none was. */
export function foreseen(
  { file, version }: { readonly file: string; readonly version: string },
  at: Instant,
  ports: ReadPorts,
): Result<Foreseen | undefined, readonly Problem[]> {
  const loaded = loadPlan(file, undefined, at, ports)
  if (!loaded.ok) return loaded.problem.every(({ code }) => code === 'plan/empty') ? ok(undefined) : loaded
  const { plan, files, assumed, place } = loaded.value
  const end = forecast(plan, SETTINGS)
  if (!end.ok) return { ok: false, problem: end.problem.map(place) }
  return ok({
    forecast: end.value,
    overrun: plan.overrun,
    inputs: digestOf(plan as unknown as EntryValue, ports.hash.sha256),
    program: `holdpoint ${version}`,
    files: files.map((path) => path.replace(/^.*[/\\]/, '')),
    hoursAssumed: assumed.length > 0,
  })
}
