import type { Principal } from '../../app/ports/principal.ts'
import type { Session } from '../../app/ports/accounts.ts'
import { type AddPage, type BehindPages, orTrouble, type Visit } from './pages.ts'
import { whoOf } from './provider.ts'

type Answer = (visit: Visit, who: Principal, session: Session) => Promise<string | void>

/** Pages of somebody who is in. Whoever is not goes to sign in, and comes back. */
export const ownPages = (add: AddPage, { signIn }: BehindPages) => ({
  see: (path: string, answer: Answer) =>
    add('GET', path, async (visit) => {
      const { principal } = visit.request
      const session = principal && signIn.sessionOf(principal)
      return principal && session?.ok ? answer(visit, principal, session.value) : visit.go(`/sign-in?next=${path}`)
    }),
  act: (path: string, answer: Answer) =>
    add('POST', path, async (visit) => {
      const who = whoOf(visit)
      return answer(visit, who, orTrouble(signIn.sessionOf(who)))
    }),
})
