import type { Place, Problem } from '../../core/problem.ts'
import type { Tool } from '../../core/finding/finding.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, list, record, text, unique } from '../fields.ts'

/** One run of a tool, without its results: what results refer to. */
export interface Run {
  /** The run object, completed with what its inline external properties hold (§3.13.6). */
  readonly value: Json
  readonly pointer: string
  readonly tool: Tool
  readonly driver: ToolComponent
  readonly extensions: readonly ToolComponent[]
}

/** A driver or extension with its rules, found by id, by guid or by index (§3.19). */
export interface ToolComponent {
  readonly value: Json | undefined
  readonly rules: readonly Json[]
  /** Where two rules share an id, the first one. */
  readonly byId: ReadonlyMap<string, Json>
}

/** Makes something worth saying about a result: `doubt('sarif/bad-level', message)`. */
export type Doubt = (code: `sarif/${string}`, message: string) => Problem

export const doubtAt =
  (at: Place): Doubt =>
  (code, message) => ({ code, message, at })

export function runsOf(shape: Shape): readonly Run[] {
  const inline = list(shape.value, 'inlineExternalProperties')
  return list(shape.value, 'runs').map((value, index) => runOf(completed(value, inline), `/runs/${index}`))
}

/** Results may stand in inline external properties: of the run that these name, else of one that they are themselves. */
export function runOfInline(part: Json, runs: readonly Run[]): Run {
  const guid = text(part, 'runGuid')
  return (
    runs.find((run) => guid !== undefined && text(run.value, 'automationDetails', 'guid') === guid) ??
    runOf(
      {
        ...record(part),
        tool: { driver: field(part, 'driver') ?? null, extensions: field(part, 'extensions') ?? null },
      },
      '',
    )
  )
}

function runOf(value: Json, pointer: string): Run {
  const driver = componentOf(field(value, 'tool', 'driver'))
  const extensions = list(value, 'tool', 'extensions').map(componentOf)
  return { value, pointer, tool: toolOf(driver.value), driver, extensions }
}

/** For results under something that is no array of runs. */
export const NO_RUN: Run = runOf(null, '')

/** §3.14.2: what stands in external properties belongs to the run that they name. The run's own word comes first. */
function completed(run: Json, inline: readonly Json[]): Json {
  const guid = text(run, 'automationDetails', 'guid')
  const parts = inline.filter((part) => guid !== undefined && text(part, 'runGuid') === guid)
  const own = record(run)
  if (!own || parts.length === 0) return run
  const tool = { driver: parts.map((part) => field(part, 'driver')).find((d) => d !== undefined) ?? null }
  const extensions = parts.flatMap((part) => list(part, 'extensions'))
  const names = unique(parts.flatMap((part) => Object.keys(record(part) ?? {})))
  const lists = names
    .filter((name) => parts.some((part) => Array.isArray(field(part, name))))
    .map((name) => [name, parts.flatMap((part) => list(part, name))] as const)
  return {
    ...Object.fromEntries(lists),
    ...own,
    tool: { ...tool, ...(extensions.length > 0 && { extensions }), ...record(run, 'tool') },
  }
}

function componentOf(value: Json | undefined): ToolComponent {
  const rules = list(value, 'rules')
  const byId = new Map<string, Json>()
  for (const rule of rules) {
    const id = text(rule, 'id')
    if (id !== undefined && !byId.has(id)) byId.set(id, rule)
  }
  return { value, rules, byId }
}

function toolOf(driver: Json | undefined): Tool {
  const version = text(driver, 'semanticVersion') ?? text(driver, 'version')
  return { name: text(driver, 'name') ?? 'unnamed tool', ...defined({ version }) }
}
