import type { SecondFactorFor } from '../../core/people/authority.ts'
import type { People } from '../../core/people/people.ts'
import type { Hmac } from '../../core/people/totp.ts'
import type { Result } from '../../core/problem.ts'
import type { Desk } from '../handle/handle.ts'
import type { Chance, Clock, Crypto } from '../ports.ts'
import type { Accounts, Passwords, Provider } from '../ports/accounts.ts'

/** What signing in is made with. */
export interface SignInPorts {
  readonly accounts: Accounts
  readonly desk: Desk
  readonly people: () => People
  /** Reads what the log says of people since. */
  readonly refresh: () => Promise<Result<void>>
  readonly clock: Clock
  readonly chance: Chance
  readonly crypto: Crypto
  readonly hmac: Hmac
  readonly passwords: Passwords
  readonly provider?: Provider
  readonly secondFactor: SecondFactorFor
}

/** From where somebody asks: an address, and the program as it calls itself. */
export interface From {
  readonly address: string
  readonly program: string
}
