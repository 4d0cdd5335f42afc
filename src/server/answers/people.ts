import { ROUTES } from '../../api/routes.ts'
import type { PeopleWish, TokenWish } from '../../app/service/people.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function peopleAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.people, async (_, { principal }) => valueOf(await service.people(principal)))
  bind(ROUTES.issueToken, async ({ body }, { principal, request, reply }) => {
    const issued = valueOf(await service.issueToken(principal, keyOf(request), body as TokenWish))
    reply.status(201)
    return issued
  })
  for (const [route, type] of [
    [ROUTES.addPerson, 'add_person'],
    [ROUTES.grantRole, 'grant_role'],
    [ROUTES.endRole, 'end_role'],
    [ROUTES.revokeToken, 'revoke_token'],
  ] as const)
    bind(route, async ({ params: { person, name }, body }, { principal, request, reply }) => {
      const about = { ...(person !== undefined && { person }), ...(name !== undefined && { token: name }) }
      const wish = { type, ...about, ...(body as object) } as PeopleWish
      const said = valueOf(await service.peopleWish(principal, keyOf(request), wish))
      if ((said['entries'] as readonly number[]).length > 0) reply.status(201)
      return said
    })
}
