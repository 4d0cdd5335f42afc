import type { People } from '../../core/people/people.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { Ports } from '../ports.ts'
import type { Store, StorePlace } from '../ports/store.ts'
import { offerSetUp } from './invitations.ts'
import { SET_UP_MS, type SignIn } from './sign-in.ts'

/** How one gets in: by a link that makes whoever opens it administrator, as long as there is none; else by name, or with a token. */
export async function firstSteps(
  { tokens }: People,
  place: StorePlace,
  { at, signIn, store }: { at: string; signIn: SignIn; store: Store },
  ports: Ports,
): Promise<Result<readonly string[]>> {
  const base = at.replace(/\/$/, '')
  const valid = [...tokens.values()].filter(({ revoked }) => !revoked).length
  const where = 'url' in place ? '' : ` --data ${place.folder}`
  const make = `holdpoint admin token create${where} --name ci --role pipeline`
  const forPrograms = [
    valid === 0 ? 'programs, with a token:' : `programs, with a token (${valid} were made):`,
    `  ${make}`,
  ]
  if (!signIn.needsSetUp())
    return ok([`people, at ${base}/sign-in or with: holdpoint login --server ${base}`, ...forPrograms])
  const link = await offerSetUp(SET_UP_MS, { ...ports, accounts: store.accounts })
  if (!link.ok) return link
  return ok([
    'there is no administrator yet; whoever opens this link first becomes it (once, within the hour):',
    `  ${base}/welcome/${link.value.code}`,
    ...forPrograms,
  ])
}
