import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** The policy in force and what was proposed instead, as a server tells them. */
export interface ShownPolicy {
  readonly policy: {
    readonly digest: string
    readonly name: string
    readonly since?: string | undefined
    readonly by?: string | undefined
  }
  readonly proposals: readonly ShownProposal[]
}

interface ShownProposal {
  readonly proposal: number
  readonly digest: string
  readonly by: string
  readonly at: string
  readonly state: string
}

interface ShownWays {
  readonly lift: { readonly people: number; readonly roles: readonly string[] }
  readonly candidate?: { readonly candidate: number; readonly lacks: readonly string[] } | undefined
  readonly accept: { readonly seats: readonly (readonly string[])[]; readonly days: number }
  readonly restricted: boolean
  readonly called?: string | undefined
}

/** A proposal with what it would change. */
export interface ShownChange extends ShownProposal {
  readonly name: string
  readonly parts: readonly string[]
  readonly holds: readonly {
    readonly hold: string
    readonly name: string
    readonly before: ShownWays
    readonly after: ShownWays
  }[]
}

export function policyText({ policy: { name, digest, since, by }, proposals }: ShownPolicy, style: Style): string {
  const head = `${style('bold', plain(name))}  ${since === undefined ? 'the default policy' : `since ${since}, by ${plain(by ?? '')}`}\n${style('dim', digest)}\n`
  const lines = proposals.map(
    ({ proposal, by: whom, at, state }) =>
      `  ${state === 'pending' ? style('yellow', 'pending  ') : style('dim', state.padEnd(9))} proposal ${proposal} of ${plain(whom)}, ${at}`,
  )
  const next = proposals.some(({ state }) => state === 'pending')
    ? '\n  Next: `holdpoint policy show <n>` says what it would change; a second person approves it.\n'
    : ''
  return lines.length === 0 ? head : `${head}\n${lines.join('\n')}\n${next}`
}

export function changeText({ proposal, name, by, at, state, parts, holds }: ShownChange, style: Style): string {
  const head = `${style('bold', `Proposal ${proposal}: ${plain(name)}`)}  ${state}; of ${plain(by)}, ${at}\n`
  const changes = `  It changes: ${parts.join(', ') || 'nothing but its text'}.\n`
  const held = holds.map(
    ({ hold, name: code, before, after }) =>
      `\n  ${style('cyan', `${plain(hold)} "${plain(code)}"`)}\n${differences(before, after)
        .map((line) => `    ${line}\n`)
        .join('')}`,
  )
  const none = '\n  No hold in force is affected.\n'
  const next = state === 'pending' ? `\n  Next, by a second person: \`holdpoint policy approve ${proposal}\`\n` : ''
  return `${head}${changes}${held.length > 0 ? held.join('') : none}${next}`
}

/** Line by line what would be asked of whoever would end this hold. */
function differences(before: ShownWays, after: ShownWays): readonly string[] {
  const rows = [
    ['a lift takes', liftOf(before), liftOf(after)],
    ['the candidate lacks', lackOf(before), lackOf(after)],
    ['an acceptance takes', acceptOf(before), acceptOf(after)],
    ['it is read', readOf(before), readOf(after)],
    ['somebody is called', before.called ?? 'never', after.called ?? 'never'],
  ] as const
  return rows.flatMap(([what, was, is]) => (was === is ? [] : [`${what}: ${is} (now: ${was})`]))
}

const liftOf = ({ lift: { people, roles } }: ShownWays) => `${people} of ${roles.join(', ')}`
const lackOf = ({ candidate }: ShownWays) =>
  candidate === undefined ? 'there is none' : candidate.lacks.join(', ') || 'nothing'
const acceptOf = ({ accept: { seats, days } }: ShownWays) =>
  `${seats.map((seat) => seat.join(' or ')).join(', and ')}; at most ${days} days`
const readOf = ({ restricted }: ShownWays) => (restricted ? 'by those who need to know' : 'by the team')
