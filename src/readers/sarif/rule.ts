import type { Rule } from '../../core/finding/finding.ts'
import type { Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { asText, defined, field, fields, record, text, whole } from '../fields.ts'
import type { FoundRule, ToolComponent } from './known.ts'
import type { Doubt, Run } from './run.ts'

/** Most results name their rule by its id, with or without its index: what was found for one is found for all. */
export function ruleOf(result: Json, run: Run, doubt: Doubt): FoundRule {
  const id = asText(fields(result)['ruleId'])
  const index = whole(0, fields(result)['ruleIndex'])
  const reference = fields(result)['rule']
  if (id === undefined || reference !== undefined) return resolved(id, index, referenceOf(reference), run, doubt)
  const known = run.named.get(id)
  if (known !== undefined && known.index === index) return known.rule
  const rule = resolved(id, index, NO_REFERENCE, run, doubt)
  // Of ids that are a rule's own there are no more than rules; of others a report may have any number.
  if (rule.doubts.length === 0 && fields(rule.value)['id'] === id) run.named.set(id, { index, rule })
  return rule
}

/** @source SARIF 2.1.0 §3.27.5 ruleId, §3.27.6 ruleIndex, §3.27.7 rule */
function resolved(
  ruleId: string | undefined,
  ruleIndex: number | undefined,
  reference: Reference,
  run: Run,
  doubt: Doubt,
): FoundRule {
  const stated = ruleId ?? reference.id
  const index = reference.index ?? ruleIndex
  const found = descriptorOf({ ...reference, id: stated, index }, run)
  const doubts: Problem[] = []
  const known = asText(fields(found?.value)['id'])
  if (index !== undefined && !found?.byIndex)
    doubts.push(doubt('sarif/dangling-reference', `Rule index ${index} points at no rule.`))
  else if (stated !== undefined && known !== undefined && !covers(known, stated))
    doubts.push(doubt('sarif/rule-mismatch', `The result names rule "${stated}" and points at rule "${known}".`))
  return {
    id: stated ?? known ?? 'unnamed rule',
    value: found?.value,
    component: found?.component,
    doubts,
  }
}

/** `CA2101` covers itself and all below it: `CA2101/foo`. */
const covers = (rule: string, id: string): boolean => id === rule || id.startsWith(`${rule}/`)

/** A reportingDescriptorReference, as far as it is well-formed. */
export interface Reference {
  readonly id: string | undefined
  readonly guid: string | undefined
  readonly index: number | undefined
  readonly component: Json | undefined
}

export function referenceOf(value: Json | undefined): Reference {
  if (record(value) === undefined) return NO_REFERENCE
  return {
    id: text(value, 'id'),
    guid: text(value, 'guid')?.toLowerCase(),
    index: whole(0, value, 'index'),
    component: field(value, 'toolComponent'),
  }
}

const NO_REFERENCE: Reference = { id: undefined, guid: undefined, index: undefined, component: undefined }

/**
 * Resolves a reportingDescriptorReference to a rule: by index, else by guid, else by id and the ids above it.
 * Where a reference names no component the driver is meant; tools that leave out an extension's name are helped.
 * @source SARIF 2.1.0 §3.52 reportingDescriptorReference, §3.54 toolComponentReference
 */
export function descriptorOf(
  { id, guid, index, component: owner }: Reference,
  run: Run,
): { readonly value: Json; readonly component: ToolComponent; readonly byIndex: boolean } | undefined {
  const named = componentOf(owner, run)
  const indexed = index === undefined ? undefined : named?.rules[index]
  if (named && indexed !== undefined) return { value: indexed, component: named, byIndex: true }

  const candidates = [...(named ? [named] : []), run.driver, ...run.extensions]
  for (const component of candidates) {
    const value =
      (guid === undefined ? undefined : component.byGuid.get(guid)) ??
      (id === undefined ? undefined : byHierarchicalId(component, id))
    if (value !== undefined) return { value, component, byIndex: false }
  }
  return undefined
}

/** Deeper than any tool goes; a hostile id of a million slashes costs no more. */
const MAX_LEVELS = 32

function byHierarchicalId(component: ToolComponent, id: string): Json | undefined {
  let name = id
  for (let level = 0; level < MAX_LEVELS && name !== ''; level++) {
    const rule = component.byId.get(name)
    if (rule !== undefined) return rule
    name = name.slice(0, Math.max(0, name.lastIndexOf('/')))
  }
  return undefined
}

function componentOf(reference: Json | undefined, run: Run): ToolComponent | undefined {
  if (reference === undefined) return run.driver
  const index = whole(0, reference, 'index')
  if (index !== undefined) return run.extensions[index]
  const all = [run.driver, ...run.extensions]
  const guid = text(reference, 'guid')?.toLowerCase()
  const name = text(reference, 'name')
  return (
    all.find((component) => guid !== undefined && text(component.value, 'guid')?.toLowerCase() === guid) ??
    all.find((component) => name !== undefined && text(component.value, 'name') === name)
  )
}

/** The rule as a finding carries it. */
export const ruleForFinding = ({ id, value }: FoundRule): Rule => ({
  id,
  ...defined({ name: text(value, 'name'), url: text(value, 'helpUri') }),
})
