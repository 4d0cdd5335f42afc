import { setTimeout as pause } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { Ports } from '../app/ports.ts'
import type { Context } from './context.ts'
import { serverOf } from './at-server.ts'

/** Who asks, from this terminal on. */
export function loginCommands(program: Command, { answered, ports }: Context): void {
  program
    .command('login')
    .description('Signs you in to a server, for the commands to come')
    .addOption(new Option('--server <url>', 'where the server is').env('HOLDPOINT_URL'))
    .option('--name <name>', 'who you are; asked for where not given')
    .option('--browser', 'by a page of the server, where your organisation signs you in')
    .action(async ({ server, name, browser }: LoginOptions) => {
      const { noServer } = await import('../app/remote.ts')
      const at = server ?? lastOf(ports)
      if (at === undefined) return answered(noServer(ports))
      answered(browser ? await inBrowser(at, ports) : await byPassword(at, name, ports))
    })
  program
    .command('logout')
    .description('Ends your session, here and on the server')
    .addOption(new Option('--server <url>', 'where the server is').env('HOLDPOINT_URL'))
    .action(async ({ server }: { server?: string }) => {
      const { noServer } = await import('../app/remote.ts')
      const at = server ?? lastOf(ports)
      if (at === undefined) return answered(noServer(ports))
      const { dropLogin } = await import('../app/login.ts')
      const token = await tokenFor(at, ports)
      const there = token === undefined ? undefined : await serverOf({ server: at, token })
      answered(dropLogin(at, await there?.call('POST /api/sign-outs', {}), ports))
    })
  program
    .command('whoami')
    .description('Who you are to the server, and as what')
    .addOption(new Option('--server <url>', 'where the server is').env('HOLDPOINT_URL'))
    .addOption(new Option('--token <token>', 'by the environment only').env('HOLDPOINT_TOKEN').hideHelp())
    .action(async ({ server, token }: { server?: string; token?: string }) => {
      const { noServer } = await import('../app/remote.ts')
      const there = await serverOf({ ...(server !== undefined && { server }), ...(token !== undefined && { token }) })
      if (!there || server === undefined) return answered(noServer(ports))
      const { heardMe } = await import('../app/login.ts')
      answered(heardMe(await there.call('GET /api/me', {}), server, ports))
    })
}

/** Whoever signed in need not say so again: where a command says neither server nor token, those that were kept are meant. */
export const asSignedIn =
  (ports: Ports) =>
  async (_: Command, command: Command): Promise<void> => {
    const takes = (name: string) => command.options.some((option) => option.attributeName() === name)
    if (!takes('token') || !takes('server') || command.getOptionValue('token') !== undefined) return
    const server = (command.getOptionValue('server') as string | undefined) ?? lastOf(ports)
    if (server === undefined) return
    command.setOptionValue('server', server)
    command.setOptionValue('token', await tokenFor(server, ports))
  }

/** What cannot be read is said by `login` and `logout`; here nobody is signed in then. */
function lastOf({ logins }: Ports): string | undefined {
  const kept = logins.read()
  return kept.ok ? kept.value.last : undefined
}

async function tokenFor(server: string, { logins }: Ports): Promise<string | undefined> {
  const kept = logins.read()
  if (!kept.ok) return undefined
  const { serverName } = await import('../app/login.ts')
  return kept.value.servers[serverName(server)]?.token
}

async function byPassword(server: string, name: string | undefined, ports: Ports): Promise<Answer> {
  const { asked, isSafe, keepLogin, nothingSaid, notIn, notSafe } = await import('../app/login.ts')
  if (!isSafe(server)) return notSafe(server, ports)
  const who = await asked(name === undefined ? {} : { name }, ports)
  if (!who) return nothingSaid(ports)
  const there = (await serverOf({ server }))!
  let reply = await there.call('POST /api/sessions', { body: who })
  if (!reply.ok && reply.problem.code === 'sign-in/second-factor') {
    const code = await ports.terminal.ask('Code of your second factor: ')
    if (!code) return nothingSaid(ports)
    reply = await there.call('POST /api/sessions', { body: { ...who, code: code.trim() } })
  }
  return reply.ok ? keepLogin(server, reply.value, ports) : notIn(reply, ports)
}

async function inBrowser(server: string, ports: Ports): Promise<Answer> {
  const { isSafe, keepLogin, notIn, notSafe } = await import('../app/login.ts')
  if (!isSafe(server)) return notSafe(server, ports)
  const there = (await serverOf({ server }))!
  const begun = await there.call('POST /api/devices', {})
  if (!begun.ok) return notIn(begun, ports)
  const { device, code, page, ask_every_seconds } = begun.value
  const { style, say } = ports.terminal
  say(`Open ${style('cyan', page)} where you are signed in, and type ${style('bold', code)} there.`)
  for (;;) {
    await pause(ask_every_seconds * 1000)
    const reply = await there.call('POST /api/devices/sessions', { body: { device } })
    if (!reply.ok && (reply.status === 0 || reply.status === 429 || reply.status === 503)) continue
    if (!reply.ok) return notIn(reply, ports)
    if (reply.value.state === 'in') return keepLogin(server, reply.value, ports)
  }
}

interface LoginOptions {
  readonly server?: string
  readonly name?: string
  readonly browser?: boolean
}
