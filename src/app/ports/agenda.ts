import type { Result } from '../../core/problem.ts'
import type { DueRow } from './ledger.ts'

/** What time will ask for, from all cases. */
export interface Agenda {
  /** What is due by the database's clock, the oldest first. */
  due(limit: number): Promise<Result<readonly DueRow[]>>
}
