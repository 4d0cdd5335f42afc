import type { Actor, Uuid } from '../../core/ids.ts'
import { addMillis, type Instant, MINUTE } from '../../core/instant.ts'
import { fromHex, toHex } from '../../core/log/base.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import { placeOf } from './enter.ts'
import { limited, networkOf } from './limits.ts'
import type { From, SignInPorts } from './ports.ts'
import { copied, digestOf, newSecret, spelled } from './secret.ts'
import type { Opened, Sessions } from './sessions.ts'

/** A terminal that a browser lets in (after RFC 8628): it shows a short code, somebody who is signed in types it, it comes and asks. */
export interface Devices {
  begin(from: From): Promise<Result<Waiting>>
  /** From where the terminal with this code asked. */
  look(session: Session, code: string): Promise<Result<{ readonly place: string; readonly since: Instant }>>
  /** Whoever confirms it is who the terminal acts as. */
  confirm(session: Session, code: string): Promise<Result<void>>
  /** @returns nothing, as long as nobody has confirmed it */
  collect(device: string): Promise<Result<Opened | undefined>>
}

export interface Waiting {
  readonly device: string
  readonly code: string
  readonly until: Instant
}

const WAIT_MS = 10 * MINUTE
const [BEGINS, GUESSES] = [30, 10]

interface Named {
  readonly device: string
  readonly place: string
  readonly since: Instant
  readonly until: Instant
}
interface Confirmed {
  readonly place: string
  readonly person?: Actor
  readonly both?: boolean
  /** The session that said yes. */
  readonly by?: Uuid
}

export function devices(sessions: Sessions, ports: SignInPorts): Devices {
  const { accounts, clock } = ports
  const nameTicket = (code: string) => ({ sort: 'device-name', digest: digestOf(copied(code), ports) }) as const

  async function named(session: Session, code: string, take: boolean): Promise<Result<Named>> {
    const may = await limited([{ about: `device ${session.person}`, tries: GUESSES }], ports)
    if (!may.ok) return may
    const kept = await (take ? accounts.takeTicket(nameTicket(code)) : accounts.seeTicket(nameTicket(code)))
    if (!kept.ok) return kept
    if (kept.value === undefined) return NO_DEVICE
    await may.value.forgive()
    return ok(JSON.parse(kept.value) as Named)
  }

  return {
    async begin(from) {
      const may = await limited([{ about: `devices ${networkOf(from.address)}`, tries: BEGINS }], ports)
      if (!may.ok) return may
      const [device, code, place] = [newSecret(ports), spelled(8, ports), placeOf(from)]
      const since = clock.now()
      const until = addMillis(since, WAIT_MS)
      const digest = digestOf(device, ports)
      const waits = await accounts.keepTicket({ sort: 'device', digest, until }, text<Confirmed>({ place }))
      if (!waits.ok) return waits
      const about = text<Named>({ device: toHex(digest), place, since, until })
      const shows = await accounts.keepTicket({ ...nameTicket(code), until }, about)
      return shows.ok ? ok({ device, code, until }) : shows
    },

    async look(session, code) {
      const found = await named(session, code, false)
      return found.ok ? ok({ place: found.value.place, since: found.value.since }) : found
    },

    async confirm(session, code) {
      const found = await named(session, code, true)
      if (!found.ok) return found
      const { device, place, until } = found.value
      const { person, both, id: by } = session
      const ticket = { sort: 'device', digest: fromHex(device)!, until } as const
      return accounts.keepTicket(ticket, text<Confirmed>({ place, person, both, by }))
    },

    async collect(device) {
      const ticket = { sort: 'device', digest: digestOf(device, ports) } as const
      const seen = await accounts.seeTicket(ticket)
      if (!seen.ok) return seen
      if (seen.value === undefined) return DEVICE_OVER
      if ((JSON.parse(seen.value) as Confirmed).person === undefined) return ok(undefined)
      const met = await sessions.refresh() // who said yes may have done so on another node
      if (!met.ok) return met
      const taken = await accounts.takeTicket(ticket)
      if (!taken.ok) return taken
      if (taken.value === undefined) return DEVICE_OVER
      const { person, both, place, by } = JSON.parse(taken.value) as Required<Confirmed>
      // What ends that session (a reset, another password) ends what it let in and has not come yet.
      if (!sessions.known(by)) return DEVICE_OVER
      return sessions.begin({ person, both, sort: 'terminal', place })
    },
  }
}

const text = <T>(value: T): string => JSON.stringify(value)

const NO_DEVICE = refuse(
  'sign-in/no-device',
  'No terminal waits with this code.',
  'Read it again; it is good for ten minutes.',
)
const DEVICE_OVER = refuse(
  'sign-in/device-over',
  'Nobody confirmed the code in time.',
  'Begin again: `holdpoint login`.',
)
