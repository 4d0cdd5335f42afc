import type { Actor, Commit, Digest, Product, Uuid } from '../../core/ids.ts'
import type { Environment } from '../../core/gate/question.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'

/** What went where. */
export interface Delivered {
  readonly product: Product
  readonly version?: string | undefined
  readonly commit?: Commit | undefined
  readonly digests: readonly Digest[]
  readonly environment: Environment
}

/** A deployment that took place, as somebody told it. */
export interface Delivery extends Delivered {
  readonly id: Uuid
  /** When it was told, by the database's clock. */
  readonly at: Instant
  readonly by: Actor
}

/** Every deployment that was told of, whether or not a case concerns its product. */
export interface Deliveries {
  /** Writes one down. @returns it as it stands there: under the same id something else may */
  keep(delivery: Omit<Delivery, 'at'>): Promise<Result<Delivery>>
  /** What was told last of an environment. */
  last(product: Product, environment: Environment): Promise<Result<Delivery | undefined>>
  /** All that was ever delivered of these products, each build once for each environment: when it was told last. */
  builds(products: readonly Product[]): Promise<Result<readonly Delivery[]>>
  /** One product's, the newest first. */
  page(page: DeliveriesPage): Promise<Result<readonly Delivery[]>>
}

export interface DeliveriesPage {
  readonly product: Product
  /** Only of this one. */
  readonly version?: string | undefined
  readonly environment?: Environment | undefined
  readonly limit: number
}
