import { callout, h1, h2, list, p } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block } from '../tree.ts'
import { lacking, openFollowUps } from './common.ts'
import type { Draft } from './document.ts'

/** To everybody who heard of the hold: what may ship, what stays held, and thanks. */
export const lift: Draft = {
  clearance: 'internal',
  blocks: (facts, composer) => {
    const { say } = composer
    const { proven } = facts.fix
    const promised = facts.talk.followUps.some(({ held }) => !held)
    return [
      h1(
        proven
          ? say('lift.title', { products: facts.products, name: proven.name })
          : say('lift.title-not', { products: facts.products }),
      ),
      ...(proven
        ? cleared(facts, composer)
        : [callout('note', say('lift.not-title'), p(say('lift.not'))), ...lacking(facts, composer)]),
      ...(promised && openFollowUps(facts, composer).length > 0
        ? [p(say('status.next-check', { at: facts.nextCheck }))]
        : []),
      ...(proven ? [p(say('lift.thanks'))] : []),
    ]
  },
}

function cleared({ fix, holds }: Facts, { say }: Composer): readonly Block[] {
  const proven = fix.proven!
  return [
    p(
      say('lift.may', { name: proven.name }),
      proven.clearedAt && proven.clearedBy ? say('lift.by', { at: proven.clearedAt, by: proven.clearedBy }) : [],
      say('lift.shown'),
    ),
    h2(say('lift.stays')),
    list(
      ...holds.map(({ product, affected }) => say('lift.affected', { product, affected })),
      say(proven.lineEnds ? 'lift.line-ends' : 'lift.line-stays'),
      say('lift.same'),
    ),
  ]
}
