import type { Place, Problem } from '../../core/problem.ts'
import type { Tool } from '../../core/finding/finding.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, type JsonRecord, list, record, text, unique } from '../fields.ts'
import type { About, FoundRule, ToolComponent } from './known.ts'

/** One run of a tool, without its results: what results refer to. */
export interface Run {
  /** The run object, completed with what its inline external properties hold (§3.13.6). */
  readonly value: Json
  readonly pointer: string
  readonly tool: Tool
  readonly driver: ToolComponent
  readonly extensions: readonly ToolComponent[]
  /** Taxonomies and extensions by guid in lower case. */
  readonly taxonomyByGuid: ReadonlyMap<string, Json>
  /** Rules that results named by id and index alone, by that id. */
  readonly named: Map<string, { readonly index: number | undefined; readonly rule: FoundRule }>
  /** What was worked out about rules so far, by their descriptors. */
  readonly rules: WeakMap<JsonRecord, About>
}

/** Makes something worth saying about a result: `doubt('sarif/bad-level', message)`. */
export type Doubt = (code: `sarif/${string}`, message: string) => Problem

export const doubtAt =
  (at: Place): Doubt =>
  (code, message) => ({ code, message, at })

export function runsOf(shape: Shape): readonly Run[] {
  const parts = new Map<string, Json[]>()
  for (const part of list(shape.value, 'inlineExternalProperties')) {
    const guid = text(part, 'runGuid')
    if (guid !== undefined) parts.set(guid, [...(parts.get(guid) ?? []), part])
  }
  return list(shape.value, 'runs').map((value, index) =>
    runOf(completed(value, parts.get(text(value, 'automationDetails', 'guid') ?? '') ?? []), `/runs/${index}`),
  )
}

/** Results may stand in inline external properties: of the run that these name, else of one that they are themselves. */
export function runsOfInline(shape: Shape, runs: readonly Run[]): readonly Run[] {
  const byGuid = new Map(runs.map((run) => [text(run.value, 'automationDetails', 'guid'), run]))
  return list(shape.value, 'inlineExternalProperties').map((part) => {
    const guid = text(part, 'runGuid')
    const tool = { driver: field(part, 'driver') ?? null, extensions: field(part, 'extensions') ?? null }
    return (guid === undefined ? undefined : byGuid.get(guid)) ?? runOf({ ...record(part), tool }, '')
  })
}

function runOf(value: Json, pointer: string): Run {
  const driver = componentOf(field(value, 'tool', 'driver'))
  const extensions = list(value, 'tool', 'extensions').map(componentOf)
  const taxonomyByGuid = indexed([...list(value, 'taxonomies'), ...list(value, 'tool', 'extensions')], 'guid')
  const tool = toolOf(driver.value)
  return { value, pointer, tool, driver, extensions, taxonomyByGuid, named: new Map(), rules: new WeakMap() }
}

/** For results under something that is no array of runs. */
export const NO_RUN: Run = runOf(null, '')

/** §3.14.2: what stands in external properties belongs to the run that they name. The run's own word comes first. */
function completed(run: Json, parts: readonly Json[]): Json {
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
  return { value, rules, byId: indexed(rules, 'id'), byGuid: indexed(rules, 'guid') }
}

/** The first item of each id, or of each guid whatever its case. */
function indexed(items: readonly Json[], name: 'id' | 'guid'): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>()
  for (const item of items) {
    const key = name === 'id' ? text(item, name) : text(item, name)?.toLowerCase()
    if (key !== undefined && !found.has(key)) found.set(key, item)
  }
  return found
}

function toolOf(driver: Json | undefined): Tool {
  const version = text(driver, 'semanticVersion') ?? text(driver, 'version')
  return { name: text(driver, 'name') ?? 'unnamed tool', ...defined({ version }) }
}
