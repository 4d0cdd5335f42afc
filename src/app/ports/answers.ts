import type { Delivered } from './deliveries.ts'
import type { Actor, Product, Uuid } from '../../core/ids.ts'
import type { GateDecision } from '../../core/gate/verdict.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'

/** What the gate answered to somebody who was about to deploy. */
export interface KeptAnswer extends Delivered {
  readonly id: Uuid
  readonly at: Instant
  readonly by: Actor
  readonly decision: GateDecision
  /** Codes. */
  readonly reasons: readonly string[]
  readonly holds: readonly string[]
  readonly signed: boolean
}

/** Answers at deploy time, for a while. */
export interface Answers {
  /** All of them or none; durable when this says so. */
  keep(answers: readonly KeptAnswer[]): Promise<Result<void>>
  /** One product's, the newest first; from before one of them, where it goes on. */
  page(page: {
    readonly product: Product
    readonly before?: Pick<KeptAnswer, 'at' | 'id'> | undefined
    readonly limit: number
  }): Promise<Result<readonly KeptAnswer[]>>
  /** What is older than that goes. @returns how many */
  forget(before: Instant): Promise<Result<number>>
}
