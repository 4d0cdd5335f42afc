import type { Result } from '../../core/problem.ts'
import type { Vault } from './backup.ts'
import type { Keys } from './keys.ts'
import type { Ledger } from './ledger.ts'

/** A data folder whose store is of an older PostgreSQL, with an empty one of the present PostgreSQL beside it. */
export interface Upgrading {
  readonly from: number
  readonly to: number
  readonly vault: Vault
  readonly ledger: Ledger
  readonly keys: Keys
  readonly next: Vault
  /** Where the backup goes, and stays. */
  readonly backup: string
  /** Stops both, and puts the next in the place of the old one, which stays beside it. @returns where the old one lies from now on */
  swap(): Promise<Result<string>>
  /** Stops both and takes the next one away, where it was not put in place. */
  close(): Promise<void>
}

/** `undefined`: the store is of the present PostgreSQL already, or an upgrade that broke off was brought to its end just now. */
export type OpenUpgrade = (place: {
  readonly folder: string
  readonly keys?: string
  /** The programs of an installed PostgreSQL, instead of ours. */
  readonly binaries?: string
  /** The programs of the old one; looked for where they usually lie, if nothing is said. */
  readonly oldBinaries?: string
}) => Promise<Result<Upgrading | undefined>>
