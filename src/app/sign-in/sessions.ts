import type { Actor, Uuid } from '../../core/ids.ts'
import { addMillis, HOUR, DAY, type Instant, millisOf, MINUTE } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import type { SignInPorts } from './ports.ts'
import { digestOf, newId, newSecret } from './secret.ts'

/** Unused for so long, a session is over; */
const IDLE_MS = 12 * HOUR
/** and after so long whatever happens. */
const LONGEST_MS = 7 * DAY
/** A browser gets a new secret as often. */
const ROTATE_MS = HOUR
/** Requests that were under way with the old one are still answered. It is good for longer where the new one never arrived. */
const GRACE_MS = MINUTE
/** Use is written down as exactly as this. */
const SEEN_MS = MINUTE

/** What marks a session's secret: it is found, and told from a token's, by anybody who reads it. */
export const SESSION_PREFIX = 'hps_'

export interface Opened {
  /** To be shown to whoever signed in, and to nobody else. */
  readonly token: string
  readonly session: Session
}

export type Opening = Pick<Session, 'person' | 'both' | 'sort' | 'place'>

/** The sessions as this process knows them: those of its own at once, those of other nodes when it is asked or a second later. */
export interface Sessions {
  /** From memory. */
  recognise(token: string): Session | undefined
  /** The same, looked up where this process does not know it. */
  meet(token: string): Promise<Session | undefined>
  begin(opening: Opening): Promise<Result<Opened>>
  /** A new secret, where the old one is old enough, or its successor never arrived. */
  renew(token: string): Promise<string | undefined>
  end(person: Actor, which: { readonly only: Uuid } | { readonly allBut?: Uuid }): Promise<Result<number>>
  /** Somebody's, the one used last first. */
  of(person: Actor): readonly Session[]
  known(id: Uuid): Session | undefined
  /** Meets what changed on other nodes, and writes down what was used. */
  refresh(): Promise<Result<void>>
}

export function sessionBook(ports: Pick<SignInPorts, 'accounts' | 'clock' | 'chance' | 'crypto'>): Sessions {
  const { accounts, clock } = ports
  const byId = new Map<Uuid, Session>()
  const byDigest = new Map<string, Uuid>()
  /** When each was used last, here, as far as that is not written down. */
  const uses = new Map<Uuid, Instant>()
  /** Ended here: what was read before that, and comes in after it, does not open them again. */
  const gone = new Map<Uuid, Instant>()
  /** Sessions whose new secret was used, and since when it is theirs: the one before is over, and that is not written down yet. */
  const arrived = new Map<Uuid, Instant>()
  let since: Instant | undefined

  function forget({ id, digest, before }: Session): void {
    byId.delete(id)
    byDigest.delete(toHex(digest))
    if (before) byDigest.delete(toHex(before))
  }
  function keep(read: Session): void {
    const { before: _, ...alone } = read
    const session: Session = arrived.get(read.id) === read.rotatedAt ? alone : read
    const known = byId.get(session.id)
    if (gone.has(session.id) || (known && known.rotatedAt > session.rotatedAt && !session.ended)) return
    if (known) forget(known)
    if (isOver(session, clock.now())) return void uses.delete(session.id)
    byId.set(session.id, session)
    byDigest.set(toHex(session.digest), session.id)
    if (session.before) byDigest.set(toHex(session.before), session.id)
  }
  function endHere(session: Session): void {
    gone.set(session.id, session.until)
    forget(session)
  }
  const seenOf = ({ id, seenAt }: Session) => uses.get(id) ?? seenAt
  const isOver = (session: Session, now: Instant) =>
    session.ended || session.until <= now || addMillis(seenOf(session), IDLE_MS) <= now

  function opens(session: Session | undefined, digest: string): Session | undefined {
    const now = clock.now()
    if (!session || isOver(session, now)) return undefined
    const isNew = toHex(session.digest) === digest
    if (!isNew && (!session.before || toHex(session.before) !== digest)) return undefined
    uses.set(session.id, now)
    if (!isNew || !session.before || addMillis(session.rotatedAt, GRACE_MS) > now) return session
    arrived.set(session.id, session.rotatedAt)
    keep(session)
    return byId.get(session.id)
  }
  function recognise(token: string): Session | undefined {
    const digest = toHex(digestOf(token, ports))
    const id = byDigest.get(digest)
    return id && opens(byId.get(id), digest)
  }

  return {
    recognise,
    async meet(token) {
      const known = recognise(token)
      if (known || !/^hps_[0-9a-f]{64}$/.test(token)) return known
      const digest = digestOf(token, ports)
      const found = await accounts.session(digest)
      if (!found.ok || !found.value) return undefined
      keep(found.value)
      return opens(byId.get(found.value.id), toHex(digest))
    },
    async begin(opening) {
      const token = SESSION_PREFIX + newSecret(ports)
      const now = clock.now()
      const session: Session = {
        ...opening,
        place: opening.place.slice(0, 200),
        id: newId(ports),
        digest: digestOf(token, ports),
        rotatedAt: now,
        beganAt: now,
        seenAt: now,
        until: addMillis(now, LONGEST_MS),
        ended: false,
      }
      const begun = await accounts.begin(session)
      if (!begun.ok) return begun
      keep(session)
      return ok({ token, session })
    },
    async renew(token) {
      const session = recognise(token)
      if (!session || session.sort !== 'browser') return undefined
      const [now, from] = [clock.now(), digestOf(token, ports)]
      const isNew = toHex(session.digest) === toHex(from)
      if (addMillis(session.rotatedAt, isNew ? ROTATE_MS : GRACE_MS) > now) return undefined
      const next = SESSION_PREFIX + newSecret(ports)
      const to = digestOf(next, ports)
      const turned = await accounts.rotate(session.id, { from, to }, now)
      if (!turned.ok || !turned.value) return undefined // the old one is as good as it was
      keep({ ...session, digest: to, before: from, rotatedAt: now })
      return next
    },
    async end(person, which) {
      const ended = await accounts.end(person, which)
      if (!ended.ok) return ended
      for (const session of byId.values())
        if (session.person === person && ('only' in which ? session.id === which.only : session.id !== which.allBut))
          endHere(session)
      return ended
    },
    of: (person) => {
      const now = clock.now()
      return [...byId.values()]
        .filter((session) => session.person === person && !isOver(session, now))
        .map((session) => ({ ...session, seenAt: seenOf(session) }))
        .sort((a, b) => (a.seenAt < b.seenAt ? 1 : -1))
    },
    known: (id) => byId.get(id),
    async refresh() {
      const met = await accounts.changed(since)
      if (!met.ok) return met
      since = met.value.now
      for (const session of met.value.sessions) keep(session)
      const now = clock.now()
      for (const session of byId.values()) if (isOver(session, now)) forget(session)
      for (const [id, until] of gone) if (until <= now) gone.delete(id)
      const unwritten = [...uses].flatMap(([id, at]) => {
        const session = byId.get(id)
        if (!session) uses.delete(id)
        return session && millisOf(at) - millisOf(session.seenAt) >= SEEN_MS ? [{ id, at }] : []
      })
      const settling = [...arrived].map(([id, at]) => ({ id, at }))
      if (settling.length > 0) {
        const settled = await accounts.settle(settling)
        if (!settled.ok) return settled
        for (const { id } of settling) arrived.delete(id)
      }
      if (unwritten.length === 0) return ok(undefined)
      const written = await accounts.seen(unwritten)
      if (!written.ok) return written
      for (const { id, at } of unwritten) byId.set(id, { ...byId.get(id)!, seenAt: at })
      return written
    },
  }
}
