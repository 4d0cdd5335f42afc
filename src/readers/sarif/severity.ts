import type { Rating } from '../../core/finding/finding.ts'
import { severityOfScore, type Severity } from '../../core/finding/severity.ts'
import type { Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { field, fields, type JsonRecord, list, record, text, texts, whole } from '../fields.ts'
import type { FoundRule, Rated } from './known.ts'
import { descriptorOf, referenceOf } from './rule.ts'
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
export function severityOf(
  result: Json,
  rule: FoundRule,
  rated: Rated | undefined,
  run: Run,
  isFail: boolean,
  doubt: Doubt,
): Graded {
  const stated = levelOf(result, rule, run)
  if (rated?.severity !== undefined) {
    const { severity, word: severityWord } = rated
    return { severity, severityWord, overridden: overridden(stated), doubts: NONE }
  }
  const level = stated ?? (isFail ? 'warning' : undefined)
  const severity = (level !== undefined && LEVELS.get(level)) || 'unknown'
  if (rated === undefined && severity !== 'unknown')
    return { severity, severityWord: level!, overridden: NONE, doubts: NONE }
  const doubts: Problem[] = []
  if (rated !== undefined)
    doubts.push(doubt('sarif/bad-security-severity', `security-severity ${rated.word} is not a number from 0 to 10.`))
  if (isFail && severity === 'unknown')
    doubts.push(doubt('sarif/bad-level', `Level ${quoted(level ?? null)} gives a failed check no severity.`))
  return { severity, ...(level !== undefined && { severityWord: level }), overridden: NONE, doubts }
}

const NONE: readonly never[] = []

// By far the most results have one of few levels: made once for each of them.
const OVERRIDDEN = new Map([...LEVELS.keys(), 'none'].map((level) => [level, [{ source: 'level', severity: level }]]))

const overridden = (level: string | undefined): readonly Rating[] =>
  level === undefined ? NONE : (OVERRIDDEN.get(level) ?? [{ source: 'level', severity: level }])

/** Of the result before that of its rule. */
export function ratedOf(result: Json, rule: FoundRule): Rated | undefined {
  const said = securitySeverity(result) ?? securitySeverity(rule.value)
  if (said === undefined || said === null) return undefined
  const score = scoreOf(said)
  if (score === undefined) return { severity: undefined, word: quoted(said) }
  const known = score > 0 || !isTaggedUnknown(result, rule)
  return { severity: known ? severityOfScore(score) : 'unknown', word: String(said) }
}

/**
 * The level of a result: its own, else its invocation's override for the rule, else the rule's default.
 *
 * @returns undefined where the report says none (`warning` is meant where the check failed, no level elsewhere);
 *   the JSON text of a value that is not a text
 * @source SARIF 2.1.0 §3.27.10
 */
function levelOf(result: Json, rule: FoundRule, run: Run): string | undefined {
  const stated = fields(result)['level']
  if (stated !== undefined && stated !== null) return typeof stated === 'string' ? stated : quoted(stated)
  return overrideOf(result, rule, run) ?? text(rule.value, 'defaultConfiguration', 'level')
}

function overrideOf(result: Json, rule: FoundRule, run: Run): string | undefined {
  const index = whole(0, fields(fields(result)['provenance'])['invocationIndex'])
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

const securitySeverity = (side: Json | undefined) => fields(fields(side)['properties'])['security-severity']

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
