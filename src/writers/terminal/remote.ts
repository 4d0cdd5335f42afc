import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** A hold as a list shows it. */
export interface ShownHold {
  readonly hold: unknown
  readonly in_force: boolean
}

/** A case as everybody may see it. */
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
  readonly next: readonly { readonly wish: string; readonly why: string; readonly roles: readonly string[] }[]
}

export function heldText(
  { case: id, name, holds }: { case: string; name: string; holds: readonly string[] },
  style: Style,
): string {
  const head =
    holds.length > 0
      ? `${style('red', style('bold', 'HELD'))}  ${holds.map((one) => plain(one)).join(', ')}`
      : `Opened ${id}`
  return `${head}\n\n  In public it is called "${plain(name)}". Every path that asks is told so from now on.\n  Next: \`holdpoint show ${id}\`\n`
}

export function holdsText(holds: readonly ShownHold[], style: Style): string {
  if (holds.length === 0) return 'Nothing is held.\n'
  return holds
    .map(
      ({ hold, in_force }) => `${in_force ? style('red', 'held ') : style('dim', 'ended')}  ${plain(String(hold))}\n`,
    )
    .join('')
}

export function caseText(shown: ShownCase, style: Style): string {
  const { case: id, name, opened_at, closed_at, entries, contact, holds, next } = shown
  const state = closed_at === undefined ? `opened ${opened_at}` : `opened ${opened_at}, closed ${closed_at}`
  const held = holds.map(
    ({ hold, in_force, provisional, environments, placed_at }) =>
      `  ${in_force ? style('red', 'held ') : style('dim', 'ended')}  ${plain(String(hold))} for ${environments.map((one) => plain(one)).join(', ')}, since ${placed_at}${provisional ? '; provisional: security has to confirm it' : ''}`,
  )
  const steps = next.map(
    ({ wish, why, roles }) =>
      `  ${wish.replaceAll('_', ' ')}: ${plain(why)}${roles.length > 0 ? ` (${roles.join(', ')})` : ''}`,
  )
  return `${[
    `${style('bold', `${id} "${plain(name)}"`)}  ${state}; ${entries} entries; ${plain(contact)}`,
    ...(held.length > 0 ? ['', ...held] : []),
    ...(steps.length > 0 ? ['', style('cyan', 'Next'), ...steps] : []),
  ].join('\n')}\n`
}
