import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** A way in that somebody gave somebody else. */
interface ShownLink {
  readonly purpose: 'invitation' | 'reset'
  readonly by: string
  readonly at: string
  readonly until: string
  readonly state: 'open' | 'used' | 'over'
  readonly used_at?: string | undefined
}

/** Who may do what, as a server tells it. */
export interface ShownPeople {
  readonly people: readonly {
    readonly person: string
    readonly roles: readonly string[]
    readonly grants: readonly {
      readonly role: string
      readonly since: string
      readonly until?: string | undefined
    }[]
    readonly links: readonly ShownLink[]
  }[]
  readonly tokens: readonly {
    readonly name: string
    readonly person: string
    readonly products?: readonly string[] | undefined
    readonly until: string
    readonly state: string
  }[]
}

export function peopleText({ people, tokens }: ShownPeople, style: Style): string {
  const width = Math.max(0, ...people.map(({ person }) => plain(person).length))
  const lines = people.map(({ person, roles, grants, links }) => {
    const inForce = roles.map((role) => {
      const until = grants.findLast((grant) => grant.role === role)?.until
      return until === undefined ? role : `${role} until ${until}`
    })
    return `${style('bold', plain(person).padEnd(width))}  ${inForce.join(', ') || style('dim', 'no role')}\n${linkLine(links.at(-1), width, style)}`
  })
  const valid = tokens.filter(({ state }) => state === 'valid')
  const keys = valid.map(
    ({ name, person, products, until }) =>
      `  ${plain(name)}: acts as ${plain(person)} for ${products ? products.map((one) => plain(one)).join(', ') : 'every product'}, until ${until}\n`,
  )
  return `${lines.join('')}${keys.length > 0 ? `\n${style('cyan', 'Tokens')}\n${keys.join('')}` : ''}`
}

/** The last one: who gave it, and when somebody came in by it. */
function linkLine(link: ShownLink | undefined, width: number, style: Style): string {
  if (!link) return ''
  const { purpose, by, at, until, state, used_at } = link
  const given = `${purpose === 'reset' ? 'let back in' : 'invited'} by ${plain(by)} ${at}`
  const then = { used: `link used ${used_at}`, open: `link open until ${until}`, over: 'link never used' }[state]
  return `${' '.repeat(width)}  ${style('dim', `${given}, ${then}`)}\n`
}
