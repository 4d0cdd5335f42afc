import type { Result } from '../../core/problem.ts'
import type { Agenda } from './agenda.ts'
import type { Keys } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { Outbox } from './outbox.ts'

/** Where holds live. */
export interface Store {
  readonly ledger: Ledger
  readonly agenda: Agenda
  readonly outbox: Outbox
  readonly keys: Keys
  /** Lets go of everything; a database of our own is stopped. */
  close(): Promise<void>
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
