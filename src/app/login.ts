import { EXIT } from '../core/gate/verdict.ts'
import { plain } from '../core/plain.ts'
import { type Code, problem } from '../core/problem.ts'
import { type Answer, print, refusal } from './answer.ts'
import type { Ports } from './ports.ts'
import type { KeptLogin } from './ports/logins.ts'
import { exitOf, type Heard } from './remote.ts'

/** A session as a server opens it. */
export interface OpenedSession extends KeptLogin {
  readonly withheld?: readonly string[] | undefined
}

/** Two ways of writing one address are one server. */
export const serverName = (url: string): string => (URL.canParse(url) ? new URL(url).href.replace(/\/$/, '') : url)

/** Whether nobody on the way reads along: by https, or on this machine. */
export const isSafe = (url: string): boolean =>
  URL.canParse(url) &&
  (new URL(url).protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname))

export const notSafe = (url: string, ports: Ports): Answer =>
  refusal(
    [
      problem(
        'login/not-safe',
        `${JSON.stringify(url.slice(0, 100))} is not reached by https: anybody on the way could read your password.`,
        'Give the address that begins with https.',
      ),
    ],
    ports,
  )

/** `holdpoint login`: who they are, asked for where it was not given. The password is not shown, and is asked for each time. */
export async function asked(
  given: { readonly name?: string },
  { terminal }: Ports,
): Promise<{ readonly name: string; readonly password: string } | undefined> {
  const name = given.name ?? (await terminal.ask('Name: '))?.trim()
  if (!name) return undefined
  const password = await terminal.secret('Password: ')
  return password ? { name, password } : undefined
}

/** Keeps a session for the commands to come. */
export function keepLogin(server: string, opened: OpenedSession, ports: Ports): Answer {
  const { person, token, until, withheld } = opened
  const kept = ports.logins.read()
  if (!kept.ok) return refusal([kept.problem], ports)
  const name = serverName(server)
  const servers = { ...kept.value.servers, [name]: { person, token, until } }
  const done = ports.logins.replace({ last: name, servers })
  if (!done.ok) return refusal([done.problem], ports)
  const waits =
    withheld && withheld.length > 0
      ? `You cannot act as ${withheld.join(', ')} yet: add a second factor at ${name}/account/second-factor, then sign in again.\n`
      : ''
  return print(`Signed in to ${plain(name)} as ${plain(person)}, until ${until} at the latest.\n${waits}`, ports)
}

/** `holdpoint logout`: forgotten here, whatever the server says. */
export function dropLogin(server: string, heard: Heard<object> | undefined, ports: Ports): Answer {
  const kept = ports.logins.read()
  if (!kept.ok) return refusal([kept.problem], ports)
  const name = serverName(server)
  const { [name]: gone, ...servers } = kept.value.servers
  const { last } = kept.value
  const done = ports.logins.replace({ servers, ...(last !== undefined && last !== name && { last }) })
  if (!done.ok) return refusal([done.problem], ports)
  if (gone === undefined) return print(`You were not signed in to ${plain(name)}.\n`, ports)
  const told = heard?.ok === true || heard?.status === 401
  const said = told
    ? ''
    : ' The server was not reached: there the session ends by itself, or end it on your account page.'
  return print(`Signed out of ${plain(name)}.${said}\n`, ports)
}

/** What `login` could not do. */
export const notIn = ({ problem: said, status }: Extract<Heard<unknown>, { ok: false }>, ports: Ports): Answer =>
  refusal([problem(said.code as Code, said.detail, said.hint)], ports, status === 401 ? EXIT.refused : exitOf(status))

export const nothingSaid = (ports: Ports): Answer =>
  refusal([problem('usage/no-answer', 'Nothing was said.', 'Give a name and a password, or use --browser.')], ports)

/** `holdpoint whoami` */
export function heardMe(
  heard: Heard<{ person: string; roles: readonly string[]; withheld?: readonly string[] | undefined }>,
  server: string,
  ports: Ports,
): Answer {
  if (!heard.ok) return notIn(heard, ports)
  const { person, roles, withheld } = heard.value
  const waits = withheld ? `; waiting for a second factor: ${withheld.join(', ')}` : ''
  return print(`${plain(person)} at ${plain(serverName(server))}: ${roles.join(', ') || 'no role'}${waits}\n`, ports)
}
