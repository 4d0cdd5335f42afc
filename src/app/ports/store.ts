import type { Result } from '../../core/problem.ts'
import type { Accounts } from './accounts.ts'
import type { Agenda } from './agenda.ts'
import type { Answers } from './answers.ts'
import type { Vault } from './backup.ts'
import type { Deliveries } from './deliveries.ts'
import type { EvidenceStore } from './evidence.ts'
import type { Inventory } from './inventory.ts'
import type { Keys } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { LookBook } from './looks.ts'
import type { Outbox } from './outbox.ts'
import type { PolicyTexts } from './policies.ts'
import type { Renewal } from './renewal.ts'
import type { Shelf } from './shelf.ts'

/** Where holds live. */
export interface Store {
  readonly ledger: Ledger
  /** What opens the door for people. */
  readonly accounts: Accounts
  readonly agenda: Agenda
  readonly outbox: Outbox
  readonly evidence: EvidenceStore
  /** What reports say of products. */
  readonly inventory: Inventory
  /** All of it as a whole: for backups. */
  readonly vault: Vault
  readonly shelf: Shelf
  /** Who looked at what. */
  readonly looks: LookBook
  readonly policies: PolicyTexts
  readonly deliveries: Deliveries
  readonly answers: Answers
  readonly keys: Keys
  readonly door: Door
  /** Lets go of everything; a database of our own is stopped. */
  close(): Promise<void>
}

/** By which another thread of this process reaches the same database and opens its evidence. Plain values, never written down. */
export interface Door {
  readonly where: unknown
  readonly masters: Keys['masters']
}

/** A PostgreSQL by its URL, its keys in a folder beside; or a folder in which everything lies, under a PostgreSQL of our own. */
export type StorePlace =
  | { readonly url: string; readonly keys: string }
  | {
      readonly folder: string
      /** By default `keys` in it. */
      readonly keys?: string
      /** The folder of an installed PostgreSQL's programs, instead of ours. */
      readonly binaries?: string
      /** `serve`: alone; `join-or-start`: beside a server that runs there, else on our own. */
      readonly mode: 'serve' | 'join-or-start'
    }

/** Opens the store at a place; one that is not there yet is made. Refused, with nothing touched: what is not ours, newer, not durable, or whose keys are missing. */
export type OpenStore = (place: StorePlace) => Promise<Result<Store>>

/** A store to be filled: its schema is there, no log was founded in it and no key made for it. */
export interface BareStore {
  readonly vault: Vault
  /** Those that lie at the place, where some do. */
  readonly keys: Keys | undefined
  renew(): Result<Renewal>
  close(): Promise<void>
}

export type OpenBare = (place: StorePlace) => Promise<Result<BareStore>>
