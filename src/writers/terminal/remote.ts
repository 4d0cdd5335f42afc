import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'
import { nextText, type Step } from './words.ts'

/** A hold as a list shows it. */
interface ShownHold {
  readonly hold: unknown
  readonly in_force: boolean
}

/** The same in a list of many. */
export interface ListedHold extends ShownHold {
  /** A server of before tells neither. */
  readonly name?: string | undefined
  readonly opened_at?: string | undefined
}

/** A case as somebody sees it. */
export interface ShownCase {
  readonly case: string
  readonly name: string
  readonly entries: number
  readonly opened_at: string
  readonly closed_at?: string | undefined
  readonly contact: string
  readonly holds: readonly (ShownHold & {
    readonly environments: readonly string[]
    readonly provisional: boolean
    readonly placed_at: string
  })[]
  readonly next: readonly Step[]
  /** Absent for whoever may not read words. */
  readonly facets?: ShownFacets | undefined
}

export interface ShownFacets {
  readonly title: string | null
  readonly assessments: readonly {
    readonly view: {
      readonly severity: string
      readonly score?: number | undefined
      readonly vector?: string | undefined
      readonly exploited: boolean
      readonly in_production: boolean
    }
  }[]
  readonly deliveries: readonly {
    readonly n: number
    readonly at: string
    readonly product: string
    readonly version?: string | undefined
    readonly environment: string
  }[]
  readonly alarms: readonly { readonly n: number }[]
}

/** What is open in it, by what it is called there. */
interface Open {
  readonly what: string
  readonly name: number | string
  readonly says: string
}

/** @param before what holds the product already, by the names of its holds @param provisional it waits for security */
export function heldText(
  { case: id, name, holds }: { case: string; name: string; holds: readonly string[] },
  { before, provisional }: { readonly before: readonly string[]; readonly provisional: boolean },
  style: Style,
): string {
  const head =
    holds.length > 0
      ? `${style('red', style('bold', 'HELD'))}  ${holds.map((one) => plain(one)).join(', ')}`
      : `Opened ${id}`
  const also =
    before.length > 0
      ? `  ${before.map((one) => plain(one)).join(', ')} held it before. The same weakness? Propose \`holdpoint hold withdraw ${id} --because duplicate …\`.\n`
      : ''
  return `${head}\n\n  In public it is called "${plain(name)}". Every path that asks is told so from now on.\n${provisional ? '  It is provisional: security confirms it, or it escalates; until then it holds all the same.\n' : ''}${also}  Next: \`holdpoint show ${id}\`\n`
}

export function holdsText(holds: readonly ListedHold[], style: Style): string {
  if (holds.length === 0) return 'Nothing is held.\n'
  const width = Math.max(...holds.map(({ hold }) => plain(String(hold)).length))
  return holds
    .map(({ hold, in_force, name, opened_at }) => {
      const state = in_force ? style('red', 'held ') : style('dim', 'ended')
      const more = name === undefined ? '' : `  opened ${opened_at}  "${plain(name)}"`
      return `${state}  ${plain(String(hold)).padEnd(more === '' ? 0 : width)}${more}\n`
    })
    .join('')
}

export function caseText(shown: ShownCase & { readonly open: readonly Open[] }, style: Style): string {
  const { case: id, name, opened_at, closed_at, entries, contact, holds, next, facets, open } = shown
  const state = closed_at === undefined ? `opened ${opened_at}` : `opened ${opened_at}, closed ${closed_at}`
  const held = holds.map(
    ({ hold, in_force, provisional, environments, placed_at }) =>
      `  ${in_force ? style('red', 'held ') : style('dim', 'ended')}  ${plain(String(hold))} for ${environments.map((one) => plain(one)).join(', ')}, ${in_force ? 'since' : 'placed'} ${placed_at}${provisional ? '; provisional: security has to confirm it' : ''}`,
  )
  const listed = open.map(({ what, name, says }) => `  ${what.padEnd(11)}  ${nameText(name)}  ${plain(says, 120)}`)
  return [
    `${style('bold', `${id} "${plain(name)}"`)}  ${state}; ${entries} entries; ${plain(contact)}\n`,
    ...(facets ? [`  ${plain(facets.title ?? '(erased)', 200)}\n`, ...rated(facets)] : []),
    ...(held.length > 0 ? ['\n', ...held.map((line) => `${line}\n`)] : []),
    ...(facets ? alarmed(facets).map((one) => alarmText(one, style)) : []),
    ...(listed.length > 0 ? ['\n', `${style('cyan', 'Open')}\n`, ...listed.map((line) => `${line}\n`)] : []),
    ...next.map((step) => `\n${nextText(id, step, style)}`),
  ].join('')
}

/** What was deployed last, was held, and was alarmed by the entry right behind it. */
function alarmed({ deliveries, alarms }: ShownFacets): ShownFacets['deliveries'] {
  const last = new Map(deliveries.map((one) => [`${one.product} ${one.environment}`, one]))
  return [...last.values()].filter(({ n }) => alarms.some((alarm) => alarm.n === n + 1))
}

const alarmText = ({ product, version, environment, at }: ShownFacets['deliveries'][number], style: Style): string =>
  `  ${style('red', style('bold', 'ALARM'))}  ${plain(product)}${version === undefined ? '' : `@${plain(version)}`} was deployed to ${plain(environment)} at ${at}, although it was held\n`

/** An entry, or what the identity of a finding begins with: enough to name it. */
const nameText = (name: number | string): string => plain(String(name).slice(0, 8)).padStart(8)

function rated(facets: ShownFacets): readonly string[] {
  const view = facets.assessments.at(-1)?.view
  if (!view) return ['  not rated yet\n']
  const score = view.score === undefined ? '' : ` ${view.score.toFixed(1)}`
  const where = `${view.in_production ? 'in production' : alarmed(facets).length > 0 ? 'not in production when it was rated' : 'not in production'}${view.exploited ? ', exploited' : ''}`
  return [`  ${view.severity}${score}, ${where}${view.vector === undefined ? '' : `; ${plain(view.vector)}`}\n`]
}
