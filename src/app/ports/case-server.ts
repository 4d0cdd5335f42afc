import type { WishType } from '../../core/case/command.ts'
import type { Heard } from '../remote.ts'
import type { SeenCase } from '../words/seen.ts'

/** A server of Holdpoint, as commands ask it. */
export interface CaseServer {
  see(id: string): Promise<Heard<SeenCase>>
  holds(product: string): Promise<Heard<{ readonly holds: readonly ListedHold[] }>>
  open(body: object): Promise<Heard<Opened>>
  wish(id: string, wish: Exclude<WishType, 'open' | 'reconcile_override'>, body: object): Promise<Heard<Said>>
  /** A file, as it comes. */
  send(digest: string, bytes: ReadableStream<Uint8Array>): Promise<Heard<object>>
  /** A case as a file, one entry a line. */
  file(id: string): Promise<Heard<string>>
  rules(id: string): Promise<Heard<Readonly<Record<string, unknown>>>>
  /** Of the case's product, as the register has it. @param at as of this moment; now where not given */
  profile(id: string, at?: string): Promise<Heard<SaidProfile>>
  /** A file of a case. */
  evidence(id: string, digest: string): Promise<Heard<Uint8Array>>
}

export interface ListedHold {
  readonly case: string
  readonly hold: string
  readonly in_force: boolean
  readonly name: string
  readonly opened_at: string
}

/** A profile of the register, and the entry that gave it. */
export interface SaidProfile {
  readonly product: string
  readonly profile: string
  readonly entry: number
  readonly at: string
  readonly text: string
}

export interface Opened {
  readonly case: string
  readonly name: string
  readonly holds: readonly string[]
}

/** What a wish led to: none, where nothing was new. */
export interface Said {
  readonly entries: readonly number[]
}
