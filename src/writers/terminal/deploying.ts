import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** Something that went, or would go, somewhere. */
export interface Shown {
  readonly at: string
  readonly by: string
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
}

export interface ShownDelivery extends Shown {
  readonly again: boolean
  readonly alarmed: readonly string[]
}

export interface ShownAnswer extends Shown {
  readonly decision: 'clear' | 'held' | 'unknown'
  readonly reasons: readonly string[]
  readonly holds: readonly string[]
  readonly signed: boolean
}

export function deliveredText({ again, alarmed, ...delivery }: ShownDelivery, style: Style): string {
  const head = again
    ? `Known already: told by ${plain(delivery.by)} at ${delivery.at}.\n`
    : `Recorded: ${named(delivery)} runs in ${plain(delivery.environment)}.\n`
  if (alarmed.length === 0) return head
  const cases = alarmed.map((one) => plain(one)).join(', ')
  return `${head}\n${style('red', style('bold', 'ALARM'))}  it is held by ${cases}, and was deployed all the same.\n\n  Next: take it back, or say why: \`holdpoint show ${plain(alarmed[0]!)}\`\n`
}

/** What was deployed, the newest first; its artifacts in full, for whoever goes on with them. */
export function deliveriesText(deliveries: readonly Shown[], release: string): string {
  if (deliveries.length === 0)
    return `Nobody has told of a delivery of ${plain(release)}. \`holdpoint delivered\` tells of one.\n`
  return deliveries
    .map(({ at, by, product, version, commit, digests, environment }) => {
      const name = `${plain(product)}${version === undefined ? '' : `@${plain(version)}`}`
      const builds = [...digests, ...(commit === undefined ? [] : [`commit ${commit}`])]
      return `${at}  ${name} to ${plain(environment)}, told by ${plain(by)}\n${builds.map((one) => `    ${plain(one)}\n`).join('')}`
    })
    .join('')
}

export function answersText(answers: readonly ShownAnswer[], style: Style): string {
  if (answers.length === 0) return 'Nobody has asked at deploy time.\n'
  return answers
    .map((one) => {
      const word = style(COLOURS[one.decision], one.decision.padEnd(8))
      const why = [...one.holds, ...one.reasons].map((text) => plain(text)).join(' ')
      return `${one.at}  ${word} ${named(one)} for ${plain(one.environment)}, asked by ${plain(one.by)}${why === '' ? '' : `  ${why}`}\n`
    })
    .join('')
}

const COLOURS = { clear: 'green', held: 'red', unknown: 'yellow' } as const

const named = ({ product, version, commit, digests }: Shown): string => {
  const artifact = digests[0] ?? commit
  const more = digests.length > 1 ? ` and ${digests.length - 1} more` : ''
  return `${plain(product)}${version === undefined ? '' : `@${plain(version)}`}${artifact === undefined ? '' : ` (${plain(artifact.slice(0, 19))}…${more})`}`
}
