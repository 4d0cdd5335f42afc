import type { Actor, CaseId } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'

/** That somebody looked at something of a case: once an hour at most, so that nothing counts or ranks people. */
export interface Look {
  readonly case: CaseId
  readonly by: Actor
  /** `words`, `document:executive`, `evidence:sha256:…` */
  readonly what: string
}

export interface NotedLook extends Look {
  /** In the hour that begins then, by the database's clock. */
  readonly hour: Instant
}

/** Who looked at the sensitive parts of cases: beside the log, because it is kept for a time and not for ever. */
export interface LookBook {
  /** Durable when it answers. The same look in the same hour is one. */
  write(looks: readonly Look[]): Promise<Result<void>>
  /** Of one case, the latest first. */
  of(id: CaseId): Promise<Result<readonly NotedLook[]>>
  /** Erases what is older, by the database's clock. @returns how many */
  erase(olderThanDays: number): Promise<Result<number>>
}
