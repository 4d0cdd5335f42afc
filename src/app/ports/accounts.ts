import type { Actor, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'

/** What opens the door for people, beside the log: it can be erased. Secrets stand hashed, or encrypted under the store's master key. */
export interface Accounts {
  /** The hash of somebody's password. */
  password(person: Actor): Promise<Result<string | undefined>>
  keepPassword(person: Actor, hash: string): Promise<Result<void>>
  factor(person: Actor): Promise<Result<Factor | undefined>>
  /** In place of the one before, if there was one; with digests of recovery codes. */
  keepFactor(person: Actor, factor: Factor, recovery: readonly Uint8Array[]): Promise<Result<void>>
  /** @returns false where a code of that step or a later one was used before */
  spendStep(person: Actor, step: number): Promise<Result<boolean>>
  /** @returns false where it is none of theirs, or was used */
  spendRecovery(person: Actor, digest: Uint8Array): Promise<Result<boolean>>
  endFactor(person: Actor): Promise<Result<void>>
  /** Whose account of a provider that is. */
  linked(account: ProviderAccount): Promise<Result<Actor | undefined>>
  /** @returns whose it is from then on, or was before; undefined where that person has another one */
  link(account: ProviderAccount, person: Actor): Promise<Result<Actor | undefined>>
  /** Of no account of a provider is this somebody any more. */
  unlink(person: Actor): Promise<Result<void>>

  /** What is shown once and comes back soon: a state, a half sign-in, a code. Data is encrypted. */
  keepTicket(ticket: Ticket, data: string): Promise<Result<void>>
  /** What was kept with it; undefined where it is none, or too old. */
  seeTicket(ticket: Pick<Ticket, 'sort' | 'digest'>): Promise<Result<string | undefined>>
  /** The same, and it is gone: of two who take it, one gets it. */
  takeTicket(ticket: Pick<Ticket, 'sort' | 'digest'>): Promise<Result<string | undefined>>

  /** One more try at something. @returns how many there were within the time, this one among them, and when they are forgotten */
  tryOnce(about: Uint8Array, forMillis: number): Promise<Result<{ readonly tries: number; readonly until: Instant }>>
  /** It was no failure. */
  forgive(about: Uint8Array): Promise<Result<void>>

  begin(session: Session): Promise<Result<void>>
  /** The session that has this digest now, or had it a moment ago. */
  session(digest: Uint8Array): Promise<Result<Session | undefined>>
  /** Sessions that changed since a moment of the database's clock, and what that clock shows; from the beginning, those that are not over. */
  changed(since: Instant | undefined): Promise<Result<{ readonly sessions: readonly Session[]; readonly now: Instant }>>
  /** A new secret in place of one that is good. @returns false where somebody else was first */
  rotate(
    id: Uuid,
    secret: { readonly from: Uint8Array; readonly to: Uint8Array },
    at: Instant,
  ): Promise<Result<boolean>>
  /** The secret before is over, where the present one is of that moment. */
  settle(sessions: readonly { readonly id: Uuid; readonly at: Instant }[]): Promise<Result<void>>
  seen(uses: readonly { readonly id: Uuid; readonly at: Instant }[]): Promise<Result<void>>
  /** Ends one of somebody's sessions, or all but one. @returns how many */
  end(person: Actor, which: { readonly only: Uuid } | { readonly allBut?: Uuid }): Promise<Result<number>>
  /** Forgets what is over. */
  sweep(): Promise<Result<void>>
}

export interface Factor {
  readonly secret: Uint8Array
  /** The step whose code was used last. */
  readonly lastStep: number
}

export interface ProviderAccount {
  readonly issuer: string
  readonly subject: string
}

export interface Ticket {
  readonly sort: 'set-up' | 'half' | 'state' | 'enrolment' | 'device' | 'device-name'
  readonly digest: Uint8Array
  readonly until: Instant
}

export interface Session {
  readonly id: Uuid
  readonly person: Actor
  /** SHA-256 of its secret; the secret is kept nowhere. */
  readonly digest: Uint8Array
  /** Of the secret before, which is good until the new one is known to have arrived. */
  readonly before?: Uint8Array
  readonly rotatedAt: Instant
  readonly beganAt: Instant
  /** To the minute. */
  readonly seenAt: Instant
  /** Over then, however much it is used. */
  readonly until: Instant
  /** Whether two factors opened it. */
  readonly both: boolean
  readonly sort: 'browser' | 'terminal'
  /** From where, for their own list: an address, a program. */
  readonly place: string
  readonly ended: boolean
}

/** Hashes of passwords: slow on purpose. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** No hash: as long as with one, and never right. */
  verify(password: string, hash: string | undefined): Promise<boolean>
}

/** The organisation's OpenID provider. */
export interface Provider {
  /** What its button says. */
  readonly name: string
  begin(redirect: string): Promise<Result<ProviderStep>>
  /** Checks all that came back, against what went out. */
  finish(back: string, step: ProviderStep): Promise<Result<Vouched>>
}

export interface ProviderStep {
  readonly url: string
  readonly redirect: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Where it is, and as what we are known there. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  /** What its button says. */
  readonly name: string
  /** It always asks for two factors, says whoever set this server up. */
  readonly secondFactorTrusted: boolean
}

/** Whom the provider vouches for. */
export interface Vouched extends ProviderAccount {
  /** What they would like to be called. */
  readonly name?: string
  /** Whether it saw two factors. */
  readonly both: boolean
}
