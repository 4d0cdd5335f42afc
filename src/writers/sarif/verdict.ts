import type { Location } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Judged } from '../../core/gate/docket.ts'
import type { Reason } from '../../core/gate/verdict.ts'
import { DECISION_OF } from '../../core/policy/policy.ts'
import type { OutputWriter } from '../output.ts'
import { jsonText } from '../json/text.ts'

/** All findings of all reports, with their judgement, as SARIF 2.1.0. Written as they come; a broken report's are taken back. */
export const sarif: OutputWriter = (sheet) => {
  sheet.write('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[')
  const start = sheet.mark
  let sound = start
  return {
    clerk: {
      heard: (judged) => sheet.write(`${sheet.mark === start ? '\n' : ',\n'}${jsonText(resultOf(judged))}`),
      ended: ({ status }) => {
        if (status === 'refused') sheet.rewind(sound)
        sound = sheet.mark
      },
    },
    end: ({ verdict }) => {
      const gaps = verdict.reasons.filter(({ finding }) => finding === undefined)
      const rest = {
        tool: { driver: { name: 'Holdpoint', rules: [] } },
        invocations: [
          {
            executionSuccessful: gaps.every(({ decision }) => decision !== 'unknown'),
            toolExecutionNotifications: gaps.map(notificationOf),
          },
        ],
        columnKind: 'utf16CodeUnits',
        properties: { decision: verdict.decision, enforced: verdict.enforced, policy: verdict.policy },
      }
      sheet.write(`\n],${jsonText(rest).slice(1, -1)}}]}\n`)
    },
  }
}

function resultOf({ finding, rule, severity, excuse }: Judged): object {
  return {
    ruleId: finding.rule?.id ?? finding.advisories[0] ?? finding.kind,
    level: LEVEL[severity],
    kind: 'fail',
    message: { text: finding.title },
    locations: finding.locations.slice(0, 10).map(locationOf),
    partialFingerprints: { 'holdpoint/v1': finding.id },
    ...(excuse && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
    properties: {
      severity,
      ...(finding.score && { 'security-severity': finding.score.score.toFixed(1), vector: finding.score.vector }),
      policy_rule: rule.id,
      treatment: rule.treatment,
      blocks: DECISION_OF[rule.treatment] !== 'clear' && !excuse,
      advisories: finding.advisories,
      cwes: finding.cwes,
      component: finding.component,
      report: finding.provenance,
    },
  }
}

const LEVEL: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
  unknown: 'warning',
}

function locationOf({ file, line, column, logical, url }: Location): object {
  const uri = file === undefined ? undefined : relative(file)
  const name = logical ?? url ?? (uri === undefined ? file : undefined)
  return {
    ...(uri !== undefined && {
      physicalLocation: {
        artifactLocation: { uri },
        ...(line !== undefined && {
          region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
        }),
      },
    }),
    ...(name !== undefined && { logicalLocations: [{ fullyQualifiedName: name }] }),
  }
}

/** A path below the source root as a URI reference; anything that leads elsewhere is a name and no place. */
function relative(file: string): string | undefined {
  const parts = file.replace(/^\.\//, '').split('/')
  if (file.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(file) || file.includes('\\') || parts.includes('..'))
    return undefined
  return parts.map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD'))).join('/')
}

const notificationOf = ({ code, message, at, next }: Reason) => ({
  level: 'error',
  descriptor: { id: code },
  message: { text: next === undefined ? message : `${message} ${next}` },
  ...(at && { properties: { at } }),
})
