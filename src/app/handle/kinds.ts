import { PEOPLE } from '../../core/people/people.ts'
import { POLICY } from '../../core/policy/governance.ts'
import { PRODUCTS } from '../../core/product/register.ts'
import type { Kind } from './kind.ts'
import { cases, isCase } from './kinds/cases.ts'
import { noted } from './kinds/noted.ts'
import { people } from './kinds/people.ts'
import { policy } from './kinds/policy.ts'
import { products } from './kinds/products.ts'

const BY_NAME: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [PEOPLE, people],
  [POLICY, policy],
  [PRODUCTS, products],
])

/** Of which kind a stream is. */
export const kindOf = (stream: string): Kind => BY_NAME.get(stream) ?? (isCase(stream) ? cases : noted)
