import type { Result } from '../../core/problem.ts'

/** Sessions that `holdpoint login` keeps for this user of this machine. Nobody else may read where they lie. */
export interface Logins {
  read(): Result<KeptLogins>
  /** In one step. */
  replace(logins: KeptLogins): Result<void>
}

export interface KeptLogins {
  /** The server that somebody signed in to last: meant where a command names none. */
  readonly last?: string
  readonly servers: Readonly<Record<string, KeptLogin>>
}

export interface KeptLogin {
  readonly person: string
  readonly token: string
  readonly until: string
}
