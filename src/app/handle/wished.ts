import type { Wish } from '../../core/case/command.ts'
import type { Rules } from '../../core/case/rules.ts'
import type { Actor, CaseId, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Entry, EntryData, Opening } from '../../core/log/entry.ts'
import type { PeopleWish } from '../../core/people/decide.ts'
import type { PolicyWish } from '../../core/policy/govern.ts'
import type { POLICY } from '../../core/policy/governance.ts'
import type { PEOPLE } from '../../core/people/people.ts'
import type { Result } from '../../core/problem.ts'

/** What somebody wishes of a case. The id makes it idempotent; time, positions and the number of a new case are given here. */
export interface Wished {
  readonly id: Uuid
  readonly by: Actor
  /** A case, or `new`: the wish is then to open one. */
  readonly on: CaseId | 'new'
  readonly wish: Wish
  /** Refused, unless the case still has so many entries. */
  readonly expect?: number
  /** The texts behind the wish's seals, all of them. */
  readonly openings: readonly Opening[]
}

/** A wish about accounts, roles and tokens. */
export interface PeopleWished {
  readonly id: Uuid
  readonly by: Actor
  readonly on: typeof PEOPLE
  readonly wish: PeopleWish
  readonly openings: readonly Opening[]
}

/** A wish about the organisation's policy. Its text is kept before it is wished. */
export interface PolicyWished {
  readonly id: Uuid
  readonly by: Actor
  readonly on: typeof POLICY
  readonly wish: PolicyWish
  /** Since when the oldest hold is in force, by a look that began after the wish came in. */
  readonly held?: Instant
  readonly openings: readonly []
}

/** Something decided elsewhere, to be kept as an entry of another stream: `log`, an import. */
export interface Noted {
  readonly id: Uuid
  readonly by: Actor
  readonly on: string
  /** Absent where nothing was new: the command is known then, and has no entry. */
  readonly fact?: { readonly type: string; readonly v: number; readonly data: EntryData }
  /** What was asked, where the fact was worked out from it: by this the same command is known again. */
  readonly asked?: EntryData
  readonly openings: readonly Opening[]
}

/** A wish about a stream of few entries (`products`), decided on all of them while the head is held. */
export interface Ruled {
  readonly id: Uuid
  readonly by: Actor
  readonly on: string
  /** What was said: by this the same command is known again. */
  readonly asked: EntryData
  readonly rule: StreamRule
  readonly openings: readonly Opening[]
}

/** Pure: what follows from a wish, where these entries came before. It may be asked again after a lost race. */
export type StreamRule = (
  before: readonly Entry[],
  people: Rules['people'],
  at: Instant,
) => Result<readonly { readonly type: string; readonly v: number; readonly data: EntryData }[]>

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

export type Ask = Wished | PeopleWished | PolicyWished | Noted | Ruled
