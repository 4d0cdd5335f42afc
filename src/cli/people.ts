import type { Command } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'
import { atServer, type ServerOptions, serverOf } from './at-server.ts'

/** Which roles there are is the server's to say. */
type AnyRole = 'viewer'
type Server = NonNullable<Awaited<ReturnType<typeof serverOf>>>

/** Who may do what, on a server; for its administrators. */
export function peopleCommands(program: Command, { answered, ports }: Context): void {
  const people = program.command('people').description('Who may do what, on a server')

  /** Asks the server, or says that none was named. */
  async function asking(rest: ServerOptions, ask: (server: Server, json: boolean) => Promise<void>): Promise<void> {
    const server = await serverOf(rest)
    if (server) return ask(server, rest.json === true)
    const { noServer } = await import('../app/remote.ts')
    answered(noServer(ports))
  }

  atServer(people.command('list'))
    .description('Everybody, their roles, and the tokens')
    .action((rest: ServerOptions) =>
      asking(rest, async (server, json) => {
        const { heardPeople } = await import('../app/remote-people.ts')
        answered(heardPeople(await server.call('GET /api/people', {}), json, ports))
      }),
    )
  atServer(people.command('add'))
    .description('Adds somebody, with no role yet')
    .argument('<person>', 'an account id such as ana')
    .action((person: string, rest: ServerOptions) =>
      asking(rest, async (server, json) => {
        const { heardDone } = await import('../app/remote-people.ts')
        const reply = await server.call('POST /api/people', { body: { person } })
        answered(heardDone(reply, `Added: ${person}.`, json, ports))
      }),
    )
  atServer(people.command('grant'))
    .description('Gives somebody a role; a deputy’s for so many days')
    .argument('<person>', 'who')
    .requiredOption('--role <role>', 'security-manager, executive …')
    .option('--days <days>', 'for so long', wholeNumber)
    .option('--from <moment>', 'from then on, such as 2026-12-24T00:00:00.000Z')
    .action((person: string, { role, days, from, ...rest }: GrantOptions) =>
      asking(rest, async (server, json) => {
        const { heardDone, inDays } = await import('../app/remote-people.ts')
        const since = from === undefined ? {} : { since: from }
        const until = days === undefined ? {} : { until: inDays(days, ports) }
        const body = { role: role as AnyRole, ...since, ...until }
        const reply = await server.call('POST /api/people/:person/roles', { params: { person }, body })
        answered(heardDone(reply, `${person}: ${role}.`, json, ports))
      }),
    )
  atServer(people.command('end'))
    .description('Ends a role at once')
    .argument('<person>', 'whose')
    .requiredOption('--role <role>', 'which')
    .action((person: string, { role, ...rest }: ServerOptions & { role: string }) =>
      asking(rest, async (server, json) => {
        const { heardDone } = await import('../app/remote-people.ts')
        const body = { role: role as AnyRole }
        const reply = await server.call('POST /api/people/:person/role-ends', { params: { person }, body })
        answered(heardDone(reply, `${person} is ${role} no longer.`, json, ports))
      }),
    )
  atServer(people.command('token'))
    .description('Makes a token for a program and prints it, once')
    .argument('<name>', 'what it is called')
    .requiredOption('--role <role>', 'pipeline, viewer or auditor; may be given again', collect, [])
    .option('--product <product>', 'only for this product; may be given again', collect, [])
    .option('--days <days>', 'how long it is valid', wholeNumber, 90)
    .action((name: string, { role, product, days, ...rest }: TokenOptions) =>
      asking(rest, async (server, json) => {
        const { heardToken, inDays } = await import('../app/remote-people.ts')
        const products = product.length === 0 ? {} : { products: product }
        const body = { name, roles: role as AnyRole[], until: inDays(days, ports), ...products }
        answered(heardToken(await server.call('POST /api/tokens', { body }), json, ports))
      }),
    )
  atServer(people.command('revoke'))
    .description('Ends a token at once')
    .argument('<name>', 'what it is called')
    .action((name: string, rest: ServerOptions) =>
      asking(rest, async (server, json) => {
        const { heardDone } = await import('../app/remote-people.ts')
        const reply = await server.call('POST /api/tokens/:name/revocations', { params: { name }, body: {} })
        answered(heardDone(reply, `Revoked: ${name}.`, json, ports))
      }),
    )
}

interface GrantOptions extends ServerOptions {
  readonly role: string
  readonly days?: number
  readonly from?: string
}

interface TokenOptions extends ServerOptions {
  readonly role: string[]
  readonly product: string[]
  readonly days: number
}
