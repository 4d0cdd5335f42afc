import { parseUuid, type Product } from '../../core/ids.ts'
import { parseInstant } from '../../core/instant.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { mayLook, mayTouch } from '../access.ts'
import type { Answers, KeptAnswer } from '../ports/answers.ts'
import type { Principal } from '../ports/principal.ts'
import type { Json } from './json.ts'

export interface AnswerService {
  /** What was answered at deploy time. @param cursor as the page before gave it */
  answers(
    who: Principal,
    page: { readonly product: string; readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Result<Json>>
}

export const answerService = ({
  store: { answers },
}: {
  readonly store: { readonly answers: Answers }
}): AnswerService => ({
  async answers(who, { product, cursor, limit }) {
    const look = mayLook(who)
    if (!look.ok) return look
    const touch = mayTouch(who, product as Product)
    if (!touch.ok) return touch
    const before = cursor === undefined ? ok(undefined) : beforeOf(cursor)
    if (!before.ok) return before
    const rows = await answers.page({ product: product as Product, before: before.value, limit: limit + 1 })
    if (!rows.ok) return rows
    const page = rows.value.slice(0, limit)
    const last = page.at(-1)
    return ok({
      answers: page.map(({ id, ...answer }) => ({ answer: id, ...answer })),
      ...(rows.value.length > limit && last && { next_cursor: `${last.at}_${last.id}` }),
    })
  },
})

function beforeOf(cursor: string): Result<Pick<KeptAnswer, 'at' | 'id'>> {
  const [when = '', which = ''] = cursor.split('_')
  const [at, id] = [parseInstant(when), parseUuid(which)]
  return at.ok && id.ok
    ? ok({ at: at.value, id: id.value })
    : refuse('request/malformed', 'This is no cursor of ours.', 'Give back next_cursor of the page before.', {
        file: 'query',
        pointer: '/cursor',
      })
}
