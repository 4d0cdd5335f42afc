import type { Currency, Money } from '../money.ts'
import type { Constraint } from './constraints.ts'
import type { Milestone } from './course.ts'
import type { Outsiders } from './case.ts'
import type { Input, InputName } from './inputs.ts'
import type { LossPart } from './loss.ts'

/** Where people live whose data is held, or where the product is sold. California is named beside the United States. */
export type Jurisdiction = 'EU' | 'UK' | 'US' | 'US-CA' | 'other'
/** What the organisation is to its regulators. */
export type Sector = 'health (HIPAA)' | 'finance (DORA)' | 'essential (NIS2)' | 'important (NIS2)' | 'listed in the US'
export type DataHeld = 'personal' | 'health' | 'cardholder'

/**
 * A product's standing facts, filled in once. What is absent is not known, which is not the same as "none":
 * an empty list says none.
 */
export interface Profile {
  readonly product: string
  readonly currency: Currency
  /** Worldwide, of the preceding year: what shares of turnover in fines refer to. */
  readonly annualTurnover?: Money
  readonly jurisdictions?: readonly Jurisdiction[]
  readonly sectors?: readonly Sector[]
  readonly data?: readonly DataHeld[]
  /** How many people's data is held. */
  readonly people?: number
  /** Software or hardware placed on the market, not a pure service: what the CRA calls a product with digital elements. */
  readonly isProductWithDigitalElements?: boolean
  readonly loss: readonly LossPart[]
  readonly milestones: readonly Milestone[]
  readonly constraints: readonly Constraint[]
  readonly outsiders?: Outsiders
  /** Inputs that stay the same from case to case: cost of delay, days of regression, history of one's own. */
  readonly inputs: Readonly<Partial<Record<InputName, Input>>>
}
