import type { People } from '../core/people/people.ts'
import { ok, type Result } from '../core/problem.ts'
import type { Ports } from './ports.ts'
import type { Store, StorePlace } from './ports/store.ts'
import { offerSetUp } from './sign-in/invitations.ts'
import { SET_UP_MS, type SignIn } from './sign-in/sign-in.ts'

export interface Screen {
  readonly version: string
  readonly url: string
  readonly store: string
  readonly log: string
  readonly policy: string
  readonly signIn: readonly string[]
}

/** What whoever starts a server sees. */
export function screen(
  { version, url, store, log, policy, signIn }: Screen,
  { terminal: { style } }: Ports,
): readonly string[] {
  const [first = '', ...more] = signIn
  return [
    '',
    `${style('bold', `Holdpoint ${version}`)}  ${url}`,
    '',
    `  store    ${store}`,
    `  log      ${log}`,
    `  policy   ${policy}`,
    `  sign in  ${first}`,
    ...more.map((line) => `           ${line}`),
    '',
  ]
}

/** How one gets in: by a link that makes whoever opens it administrator, as long as there is none; else by name, or with a token. */
export async function firstSteps(
  { tokens }: People,
  place: StorePlace,
  { at, signIn, store, example }: { at: string; signIn: SignIn; store: Store; example: boolean },
  ports: Ports,
): Promise<Result<readonly string[]>> {
  const base = at.replace(/\/$/, '')
  const valid = [...tokens.values()].filter(({ revoked }) => !revoked).length
  const where = 'url' in place ? '' : ` --data ${place.folder}`
  const make = `npx holdpoint admin token create${where} --name ci --role pipeline`
  const forPrograms = [
    valid === 0 ? 'programs, with a token:' : `programs, with a token (${valid} were made):`,
    `  ${make}`,
  ]
  if (!signIn.needsSetUp())
    return ok([`people, at ${base}/sign-in or with: npx holdpoint login --server ${base}`, ...forPrograms])
  const link = await offerSetUp(SET_UP_MS, { ...ports, accounts: store.accounts })
  if (!link.ok) return link
  if (example)
    return ok(['as ana, with the token below; as administrator, by this link:', `  ${base}/welcome/${link.value.code}`])
  return ok([
    'there is no administrator yet; whoever opens this link first becomes it (once, within the hour):',
    `  ${base}/welcome/${link.value.code}`,
    ...forPrograms,
  ])
}
