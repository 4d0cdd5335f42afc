import type { State } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { field, list, record, text } from '../fields.ts'

/**
 * Why Grype left a match out of its list: a rule of its configuration, a VEX document or its own knowledge of a
 * distribution. It is a finding like any other, and whose word counts is for policy to say.
 */
export function ignoredBy(match: Json): State {
  const rules = list(match, 'appliedIgnoreRules')
  const status = rules.map((rule) => text(rule, 'vex-status')).find((said) => said !== undefined)
  const justification = rules.map(described).join('; ') || 'ignored by Grype, which names no rule'
  return { status: status === 'not_affected' || status === 'fixed' ? status : 'suppressed', justification }
}

/** A rule in words, in an order of our own: `reason: not reachable, package: name=curl, vulnerability: CVE-2026-10001`. */
function described(rule: Json): string {
  const parts = Object.entries(record(rule) ?? {}).flatMap(([name, value]) => {
    const inner = record(value)
    const said =
      inner === undefined
        ? scalar(value)
        : Object.keys(inner)
            .toSorted()
            .flatMap((key) => prefixed(key, scalar(field(inner, key))))
            .join(' ')
    return said === undefined || said === '' ? [] : [`${name}: ${said}`]
  })
  const isReason = (part: string) => Number(part.startsWith('reason'))
  return parts.toSorted((a, b) => isReason(b) - isReason(a) || (a < b ? -1 : 1)).join(', ')
}

const prefixed = (key: string, said: string | undefined): readonly string[] =>
  said === undefined ? [] : [`${key}=${said}`]

const scalar = (value: Json | undefined): string | undefined =>
  text(value) ?? (typeof value === 'number' || value === true ? String(value) : undefined)
