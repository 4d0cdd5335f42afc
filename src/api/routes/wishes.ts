import * as z from 'zod'
import type { WishOf } from '../../core/case/command.ts'
import { WISHES } from '../../core/case/wish.ts'
import { at, caseId, position } from '../case.ts'
import { type CaseWish, NOUNS } from '../nouns.ts'
import { route } from '../route.ts'
import { objectOf, type Said } from '../said.ts'

/** What became of a wish: the entries that it led to, none where nothing was new. */
const said = z.strictObject({
  case: caseId,
  at,
  entries: z.array(position),
  log: z.strictObject({ log: z.int(), index: z.int() }),
})

const wishRoute = <T extends CaseWish>(type: T) =>
  route('POST', `/api/cases/:id/${NOUNS[type]}` as const, {
    act: type === 'place' ? 'stop' : 'wish',
    about: `The wish to ${IN_WORDS[type] ?? type.replaceAll('_', ' ')}: decided by the rules of the case.`,
    params: z.strictObject({ id: caseId }),
    body: objectOf(WISHES[type], 'said') as unknown as z.ZodType<Said<Omit<WishOf<T>, 'type'>>>,
    response: said,
  })

/** Where the name in the contract is a word that means something else to people: what reads a format is a reader. */
const IN_WORDS: { readonly [T in CaseWish]?: string } = {
  add_reader: 'let somebody in as a confidant',
  remove_reader: 'end that somebody is a confidant',
}

export type WishRoutes = { [T in CaseWish]: ReturnType<typeof wishRoute<T>> }

/** One route a wish. */
export const WISH_ROUTES = Object.fromEntries(
  (Object.keys(NOUNS) as CaseWish[]).map((type) => [type, wishRoute(type)]),
) as unknown as WishRoutes
