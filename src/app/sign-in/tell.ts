import { CONSOLE, type PeopleWish } from '../../core/people/decide.ts'
import { PEOPLE } from '../../core/people/people.ts'
import type { Actor, Uuid } from '../../core/ids.ts'
import type { Result } from '../../core/problem.ts'
import type { Handled } from '../handle/wished.ts'
import type { SignInPorts } from './ports.ts'
import { newId } from './secret.ts'

type Ports = Pick<SignInPorts, 'desk' | 'refresh' | 'clock' | 'chance'>

/** A wish about who is who; this process knows of it when it is answered. */
export async function tell(
  wish: PeopleWish,
  by: Actor | typeof CONSOLE,
  ports: Ports,
  id: Uuid = newId(ports),
): Promise<Result<Handled>> {
  const handled = await ports.desk.handle({ id, by, on: PEOPLE, wish, openings: [] })
  if (!handled.ok) return handled
  const known = await ports.refresh()
  return known.ok ? handled : known
}
