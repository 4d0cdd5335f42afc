import type { Json } from '../../scan/shape.ts'
import { fields, oneLine, record } from '../fields.ts'
import { advisoriesOf, componentOf, cwesOf, kindOf } from './classify.ts'
import type { About, FoundRule } from './known.ts'
import { messageOf } from './message.ts'
import { vectorsOf } from './ratings.ts'
import { ruleForFinding } from './rule.ts'
import type { Run } from './run.ts'
import { ratedOf } from './severity.ts'

/** Most results add no taxa and no properties to their rule: what it says is then worked out once for all of them. */
export function aboutOf(result: Json, rule: FoundRule, run: Run): About {
  const descriptor = record(rule.value)
  if (descriptor === undefined || fields(result)['taxa'] !== undefined || hasProperties(result))
    return workedOut(result, rule, run)
  const known = run.rules.get(descriptor)
  // Results may name one rule by several ids: CA2101, CA2101/foo.
  if (known?.rule.id === rule.id) return known
  const about = workedOut(null, rule, run)
  run.rules.set(descriptor, about)
  return about
}

function hasProperties(result: Json): boolean {
  for (const _ in record(fields(result)['properties'])) return true
  return false
}

function workedOut(result: Json, rule: FoundRule, run: Run): About {
  const advisories = advisoriesOf(result, rule)
  const headline = messageOf(fields(rule.value)['shortDescription'], rule)
  return {
    kind: kindOf(result, rule, advisories),
    headline: headline ? oneLine(headline) : undefined,
    rule: ruleForFinding(rule),
    advisories,
    cwes: cwesOf(result, rule, run),
    component: componentOf(result, rule),
    vectors: [...vectorsOf(result), ...vectorsOf(rule.value)],
    rated: ratedOf(result, rule),
  }
}
