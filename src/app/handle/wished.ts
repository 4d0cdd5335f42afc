import type { Wish } from '../../core/case/command.ts'
import type { Actor, CaseId, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Entry, EntryData, Opening } from '../../core/log/entry.ts'
import type { PeopleWish } from '../../core/people/decide.ts'
import type { PEOPLE } from '../../core/people/people.ts'
import type { PolicyWish } from '../../core/policy/govern.ts'
import type { POLICY } from '../../core/policy/governance.ts'
import type { ProductWish } from '../../core/product/decide.ts'
import type { PRODUCTS } from '../../core/product/register.ts'

/** What somebody asks of a stream. The id makes it idempotent; time, positions and the number of a new case are given here. */
interface Asked<On extends string> {
  readonly id: Uuid
  readonly by: Actor
  readonly on: On
  /** The texts behind the seals of what is asked, all of them. */
  readonly openings: readonly Opening[]
}

/** A wish about a case, or `new`: the wish is then to open one. */
export interface Wished extends Asked<CaseId | 'new'> {
  readonly wish: Wish
  /** Refused, unless the case still has so many entries. */
  readonly expect?: number
}

/** A wish about accounts, roles and tokens. */
export interface PeopleWished extends Asked<typeof PEOPLE> {
  readonly wish: PeopleWish
}

/** A wish about the organisation's policy. Its text is kept before it is wished. */
export interface PolicyWished extends Asked<typeof POLICY> {
  readonly wish: PolicyWish
  /** Since when the oldest hold is in force, by a look that began after the wish came in. */
  readonly held?: Instant
}

/** A wish about which products there are. What it names by its digest is kept before it is wished. */
export interface ProductWished extends Asked<typeof PRODUCTS> {
  readonly wish: ProductWish
}

/** Something decided elsewhere, to be kept as an entry of another stream: `log`, an import. */
export interface Noted extends Asked<string> {
  /** Absent where nothing was new: the command is known then, and has no entry. */
  readonly fact?: Fact
  /** What was asked, where the fact was worked out from it: by this the same command is known again. */
  readonly asked?: EntryData
}

/** What is decided: an entry without its envelope. */
export type Fact = Pick<Entry, 'v' | 'type' | 'data'>

/** What became of it, the same however often it is asked: the entries that it led to, none where nothing was new. */
export interface Handled {
  /** `HP-7`, or another stream. */
  readonly stream: string
  readonly at: Instant
  readonly log: number
  /** Index of its first entry in the log. */
  readonly index: number
  /** Position of its first entry in its stream. */
  readonly n: number
  readonly entries: number
}

export type Ask = Wished | PeopleWished | PolicyWished | ProductWished | Noted
