import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason } from '../../core/gate/verdict.ts'
import { plain } from '../../core/plain.ts'
import { placeText } from '../terminal/problem.ts'

/** The verdict as JUnit XML: what holds is a failure, what nobody can tell is an error, a clear release is one passed test. */
export function verdictJunit({ verdict }: Evaluation): string {
  const { release, reasons, reasonsTotal, decision, enforced } = verdict
  const name = `${release.product}${release.version === undefined ? '' : `@${release.version}`}`
  const failures = reasons.filter((reason) => reason.decision === 'held').length
  const cases = reasons.length > 0 ? reasons.map(testcase) : ['    <testcase classname="holdpoint" name="clear"/>']
  const more =
    reasonsTotal > reasons.length
      ? [
          `    <system-out>${xml(`${reasonsTotal} reasons in all; the worst ${reasons.length} are listed.`)}</system-out>`,
        ]
      : []
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="holdpoint" tests="${cases.length}" failures="${failures}" errors="${reasons.length - failures}">`,
    `  <testsuite name="${xml(`${enforced ? '' : 'would be '}${decision}: ${name} for ${release.environment}`)}" tests="${cases.length}" failures="${failures}" errors="${reasons.length - failures}" timestamp="${verdict.evaluatedAt.slice(0, 19)}">`,
    ...cases,
    ...more,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase({ code, decision, message, at, next, rule }: Reason): string {
  const element = decision === 'held' ? 'failure' : 'error'
  const detail = [at ? placeText(at) : '', rule ? `rule ${rule}` : '', next ?? ''].filter(Boolean).join('\n')
  return `    <testcase classname="holdpoint" name="${xml(message)}"><${element} type="${xml(code)}" message="${xml(message)}">${xml(detail, 1000)}</${element}></testcase>`
}

/** Text for an element or an attribute. `plain` leaves no character that XML 1.0 forbids. */
function xml(text: string, limit = 300): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  }
  return plain(text, limit).replace(/[&<>"']/g, (character) => entities[character]!)
}
