import { waysOf } from '../../core/people/accounts.ts'
import { judgePassword } from '../../core/people/password.ts'
import { refuse, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import { limited } from './limits.ts'
import type { SignInPorts } from './ports.ts'
import type { Opened, Sessions } from './sessions.ts'
import { tell } from './tell.ts'

const TRIES = 5

/** Another password, by who knows the present one. All sessions end, and a new one begins. */
export async function changePassword(
  { person, both, sort, place }: Session,
  { old, next }: { readonly old: string; readonly next: string },
  sessions: Sessions,
  ports: SignInPorts,
): Promise<Result<Opened>> {
  const { accounts, passwords, people } = ports
  if (!waysOf(people().accounts, person).password) return NO_PASSWORD
  const may = await limited([{ about: `password ${person}`, tries: TRIES }], ports)
  if (!may.ok) return may
  const hash = await accounts.password(person)
  if (!hash.ok) return hash
  if (!(await passwords.verify(old.slice(0, 1_000), hash.value))) return WRONG_PASSWORD
  await may.value.forgive()
  const fit = judgePassword(next, person)
  if (!fit.ok) return fit
  const kept = await accounts.keepPassword(person, await passwords.hash(fit.value))
  if (!kept.ok) return kept
  const told = await tell({ type: 'set_password', person }, person, ports)
  if (!told.ok) return told
  const ended = await sessions.end(person, {})
  return ended.ok ? sessions.begin({ person, both, sort, place }) : ended
}

const NO_PASSWORD = refuse(
  'sign-in/no-password',
  'You sign in without a password.',
  'Have an administrator give you a way back in, and choose one there.',
)
const WRONG_PASSWORD = refuse('sign-in/wrong-password', 'This is not your present password.', 'Try again.')
