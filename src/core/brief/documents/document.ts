import type { Composer } from '../compose.ts'
import type { Sensitivity } from '../fact.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'

/** How one kind of document is made from facts, and the gravest fact that those who get it may see. */
export interface Draft {
  readonly clearance: Sensitivity
  /** Written for people who do not work with software: no jargon. */
  readonly plain?: true
  /** On paper it is one page, however much is missing. */
  readonly onePage?: true
  /** It is about the blanks: they are not said at the top as well. */
  readonly aboutGaps?: true
  readonly blocks: (facts: Facts, composer: Composer) => readonly Block[]
}
