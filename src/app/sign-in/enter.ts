import { type Actor, parseActor } from '../../core/ids.ts'
import { addMillis, MINUTE } from '../../core/instant.ts'
import { waysOf } from '../../core/people/accounts.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import { checkCode } from './codes.ts'
import { limited, networkOf } from './limits.ts'
import type { From, SignInPorts } from './ports.ts'
import { digestOf, newSecret } from './secret.ts'
import type { Opened, Sessions } from './sessions.ts'

/** How far somebody got: in, or to the second factor. */
export type Entered = { readonly is: 'in'; readonly opened: Opened } | { readonly is: 'half'; readonly half: string }

export interface Enter {
  /** @param sort where the session is kept */
  password(given: Given, sort: Session['sort'], from: From): Promise<Result<Entered>>
  /** The second half of a sign-in. */
  second(half: string, code: string, from: From): Promise<Result<Opened>>
  /** Somebody of whom one factor is known. */
  let(person: Actor, both: boolean, sort: Session['sort'], from: From): Promise<Result<Entered>>
}

interface Given {
  readonly name: string
  readonly password: string
  /** Of the second factor, where one is at hand already. */
  readonly code?: string | undefined
}

const HALF_MS = 10 * MINUTE
const [TRIES_HERE, TRIES_ANYWHERE] = [5, 50]

export function entering(sessions: Sessions, ports: SignInPorts): Enter {
  const { accounts, passwords, people, clock } = ports
  const hasFactor = (person: Actor) => waysOf(people().accounts, person).secondFactor

  async function begin(person: Actor, both: boolean, sort: Session['sort'], from: From): Promise<Result<Entered>> {
    const opened = await sessions.begin({ person, both, sort, place: placeOf(from) })
    return opened.ok ? ok({ is: 'in', opened: opened.value }) : opened
  }

  const enter: Enter = {
    async password({ name, password, code }, sort, from) {
      const network = networkOf(from.address)
      const may = await limited(
        [
          { about: `sign-in ${name} ${network}`, tries: TRIES_HERE },
          { about: `sign-in from ${network}`, tries: TRIES_ANYWHERE },
          { about: `sign-in ${name}`, tries: TRIES_ANYWHERE },
        ],
        ports,
      )
      if (!may.ok) return may
      const person = await whose(name, password)
      if (!person.ok) return person
      if (code !== undefined && hasFactor(person.value)) {
        const right = await checkCode(person.value, code, ports)
        if (!right.ok) return right
        await may.value.forgive()
        return begin(person.value, true, sort, from)
      }
      await may.value.forgive()
      return enter.let(person.value, false, sort, from)
    },

    async second(half, code, from) {
      const ticket = { sort: 'half', digest: digestOf(half, ports) } as const
      const kept = await accounts.seeTicket(ticket)
      if (!kept.ok) return kept
      if (kept.value === undefined) return HALF_OVER
      const { person, sort } = JSON.parse(kept.value) as Half
      const right = await checkCode(person, code, ports)
      if (!right.ok) return right
      const taken = await accounts.takeTicket(ticket)
      if (!taken.ok) return taken
      if (taken.value === undefined) return HALF_OVER
      return sessions.begin({ person, both: true, sort, place: placeOf(from) })
    },

    async let(person, both, sort, from) {
      if (both || !hasFactor(person)) return begin(person, both, sort, from)
      const half = newSecret(ports)
      const until = addMillis(clock.now(), HALF_MS)
      const kept = await accounts.keepTicket(
        { sort: 'half', digest: digestOf(half, ports), until },
        JSON.stringify({ person, sort } satisfies Half),
      )
      return kept.ok ? ok({ is: 'half', half }) : kept
    },
  }
  return enter

  /** As long for a name that nobody has, and the same answer. */
  async function whose(name: string, password: string): Promise<Result<Actor>> {
    const actor = parseActor(name)
    const person = actor.ok && people().grants.has(actor.value) ? actor.value : undefined
    const hash = await accounts.password(person ?? ('nobody' as Actor))
    if (!hash.ok) return hash
    const right = await passwords.verify(password.slice(0, 1_000), person === undefined ? undefined : hash.value)
    return right && person !== undefined ? ok(person) : REFUSED
  }
}

interface Half {
  readonly person: Actor
  readonly sort: Session['sort']
}

/** As their own list of sessions shows it. */
export const placeOf = ({ address, program }: From): string => `${program.slice(0, 120)} at ${address.slice(0, 60)}`

const REFUSED = refuse(
  'sign-in/refused',
  'Name and password do not fit.',
  'Try again; where it is lost, an administrator gives you a way back in.',
)
export const HALF_OVER = refuse('sign-in/half-over', 'This sign-in took too long.', 'Begin again, with your name.')
