import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason } from '../../core/gate/verdict.ts'
import { plain } from '../../core/plain.ts'

/** GitHub shows ten errors of a step. @source GitHub documentation, workflow commands */
const SHOWN = 10

/** The verdict as annotations of a GitHub job: one workflow command a line, one error for each of the worst reasons. */
export function verdictAnnotations({ verdict, worst }: Evaluation): string {
  const { reasons, reasonsTotal, enforced, decision, release } = verdict
  const lines = reasons.slice(0, SHOWN).map((reason) => {
    const finding = worst.find((judged) => judged.finding.id === reason.finding)?.finding
    return annotation(reason, finding?.locations[0])
  })
  const name = release.version === undefined ? release.product : `${release.product}@${release.version}`
  const summary = `${enforced ? '' : 'would be '}${decision}: ${name} for ${release.environment}, ${reasonsTotal} reasons`
  return [...lines, `::notice title=Holdpoint::${data(summary)}`, ''].join('\n')
}

function annotation(
  { decision, code, message, next }: Reason,
  place: { file?: string; line?: number } | undefined,
): string {
  const properties = [
    `title=${property(`Holdpoint: ${code}`)}`,
    ...(place?.file === undefined ? [] : [`file=${property(place.file)}`]),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
  ]
  return `::${decision === 'held' ? 'error' : 'warning'} ${properties.join(',')}::${data(next ? `${message} ${next}` : message)}`
}

/** @source actions/toolkit, command.ts: what `%`, line ends, `:` and `,` become */
const data = (text: string) => plain(text, 500).replaceAll('%', '%25')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
