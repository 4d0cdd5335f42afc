import type { Rating } from '../../core/finding/finding.ts'
import { severityOfScore, type Severity } from '../../core/finding/severity.ts'
import type { Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { field, type JsonRecord, list, own, record, text, texts, whole } from '../fields.ts'
import { descriptorOf, type FoundRule, referenceOf } from './rule.ts'
import type { Doubt, Run } from './run.ts'

export interface Graded {
  readonly severity: Severity
  readonly severityWord?: string
  /** The level, where a security-severity overrides it. */
  readonly overridden: readonly Rating[]
  readonly doubts: readonly Problem[]
}

const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'info'],
])

/**
 * How bad the tool says it is: its security-severity (0 … 10, of the result before that of the rule), else the level.
 * A word that is no level is `unknown`, never mild.
 */
export function severityOf(result: Json, rule: FoundRule, run: Run, isFail: boolean, doubt: Doubt): Graded {
  const stated = levelOf(result, rule, run)
  const rated = securitySeverity(result) ?? securitySeverity(rule.value)
  const score = scoreOf(rated)
  if (score !== undefined) {
    const known = score > 0 || !isTaggedUnknown(result, rule)
    return {
      severity: known ? severityOfScore(score) : 'unknown',
      severityWord: String(rated),
      overridden: stated === undefined ? [] : [{ source: 'level', severity: stated }],
      doubts: [],
    }
  }
  const level = stated ?? (isFail ? 'warning' : undefined)
  const severity = (level !== undefined && LEVELS.get(level)) || 'unknown'
  const doubts: Problem[] = []
  if (rated !== undefined && rated !== null)
    doubts.push(
      doubt('sarif/bad-security-severity', `security-severity ${quoted(rated)} is not a number from 0 to 10.`),
    )
  if (isFail && severity === 'unknown')
    doubts.push(doubt('sarif/bad-level', `Level ${quoted(level ?? null)} gives a failed check no severity.`))
  return { severity, ...(level !== undefined && { severityWord: level }), overridden: [], doubts }
}

/**
 * The level of a result: its own, else its invocation's override for the rule, else the rule's default.
 *
 * @returns undefined where the report says none (`warning` is meant where the check failed, no level elsewhere);
 *   the JSON text of a value that is not a text
 * @source SARIF 2.1.0 §3.27.10
 */
function levelOf(result: Json, rule: FoundRule, run: Run): string | undefined {
  const stated = own(result, 'level')
  if (stated !== undefined && stated !== null) return typeof stated === 'string' ? stated : quoted(stated)
  return overrideOf(result, rule, run) ?? text(rule.value, 'defaultConfiguration', 'level')
}

function overrideOf(result: Json, rule: FoundRule, run: Run): string | undefined {
  const index = whole(0, own(own(result, 'provenance'), 'invocationIndex'))
  const invocation = index === undefined ? undefined : record(run.value, 'invocations', index)
  return invocation === undefined || rule.value === undefined ? undefined : levelsOf(invocation, run).get(rule.value)
}

// An invocation may override every rule, and every result asks: worked out once.
const LEVELS_OF = new WeakMap<JsonRecord, ReadonlyMap<Json, string>>()

function levelsOf(invocation: JsonRecord, run: Run): ReadonlyMap<Json, string> {
  const known = LEVELS_OF.get(invocation)
  if (known) return known
  const levels = new Map<Json, string>()
  for (const override of list(invocation, 'ruleConfigurationOverrides')) {
    const rule = descriptorOf(referenceOf(field(override, 'descriptor')), run)?.value
    const level = text(override, 'configuration', 'level')
    if (rule !== undefined && level !== undefined && !levels.has(rule)) levels.set(rule, level)
  }
  LEVELS_OF.set(invocation, levels)
  return levels
}

const securitySeverity = (side: Json | undefined) => own(own(side, 'properties'), 'security-severity')

function scoreOf(value: Json | undefined): number | undefined {
  const score =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\s*\d{1,2}(?:\.\d{1,9})?\s*$/.test(value)
        ? Number(value)
        : NaN
  return score >= 0 && score <= 10 ? score : undefined
}

// Trivy writes 0.0 for a severity that it does not know, and UNKNOWN among the tags.
const isTaggedUnknown = (result: Json, rule: FoundRule): boolean =>
  [...texts(result, 'properties', 'tags'), ...texts(rule.value, 'properties', 'tags')].includes('UNKNOWN')

const quoted = (value: Json): string => JSON.stringify(value).slice(0, 80)
