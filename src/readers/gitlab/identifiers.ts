import type { Rule } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, cwesIn } from '../advisory.ts'
import { defined, text, unique } from '../fields.ts'

interface Identified {
  /** What the scanner itself calls it. */
  readonly rule: Rule | undefined
  readonly advisories: readonly string[]
  readonly cwes: readonly number[]
}

/** `[{type: 'cwe', name: 'CWE-89', value: '89'}, {type: 'cve', …}, {type: 'bandit_test_id', …}]`, sorted by what they name. */
export function identified(identifiers: readonly Json[]): Identified {
  const said = identifiers.map((item) => ({
    type: text(item, 'type')?.toLowerCase() ?? '',
    name: text(item, 'name'),
    value: text(item, 'value'),
    url: text(item, 'url'),
  }))
  const cwes = said.filter(({ type }) => type === 'cwe')
  const others = said.filter(({ type }) => type !== 'cwe')
  const own = others.find(({ value, name }) => advisoriesIn(`${value} ${name}`).length === 0) ?? others[0] ?? said[0]
  const id = own?.value ?? own?.name
  return {
    rule:
      own === undefined || id === undefined
        ? undefined
        : { id: named(own.type, id), ...defined({ name: own.name, url: own.url }) },
    advisories: unique(others.flatMap(({ value, name }) => advisoriesIn(`${value} ${name}`))),
    cwes: unique(cwes.flatMap(({ value, name }) => cweOf(value) ?? cwesIn(name ?? ''))),
  }
}

/** `89`, or `CWE-89`. */
function cweOf(value: string | undefined): readonly number[] | undefined {
  const found = /^\s*0*([1-9]\d{0,5})\s*$/.exec(value ?? '')
  const numbers = found ? [Number(found[1])] : cwesIn(value ?? '')
  return numbers.length > 0 ? numbers : undefined
}

/** A value means something within its type only: rule 10062 of ZAP is no rule of another scanner. */
const named = (type: string, value: string): string =>
  type === '' || type === 'cve' || type === 'cwe' ? value : `${type}:${value}`
