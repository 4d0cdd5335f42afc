import type { Command } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'
import { atServer, type ServerOptions, serverOf } from './at-server.ts'

/** The organisation's rules. */
export function policyCommands(program: Command, { answered, ports }: Context): void {
  const policy = program.command('policy').description("The organisation's rules: write, check, explain them")
  policy
    .command('init')
    .description('Print the default policy, every line explained')
    .action(async () => answered((await import('../app/policy-commands.ts')).policyInit(ports)))
  policy
    .command('schema')
    .description('Print the JSON Schema of a policy, for editors')
    .action(async () => answered(await (await import('../app/policy-commands.ts')).policySchema(ports)))
  policy
    .command('check')
    .description('Is a policy sound? With line, column, caret and suggestion where it is not')
    .argument('<files...>', "the organisation's, then the repository's")
    .action(async (files: string[]) =>
      answered(await (await import('../app/policy-commands.ts')).policyCheck(files, ports)),
    )
  policy
    .command('explain')
    .description('Which rule met which finding, and what a changed policy would do with these reports')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .option('-r, --release <product@version>', 'what would be shipped')
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
    .option('--changed <file>', 'a policy to compare with')
    .action(
      async (
        paths: string[],
        { policy: policies, ...rest }: { policy: string[]; release?: string; changed?: string },
      ) => {
        const { policyExplain } = await import('../app/policy-commands.ts')
        answered(await policyExplain({ paths, policies, digests: [], ...rest }, ports))
      },
    )
  atServer(policy.command('show'))
    .description("The server's policy and what was proposed instead; with a number, what that would change")
    .argument('[proposal]', 'its number', wholeNumber)
    .action(async (n: number | undefined, rest: ServerOptions) => {
      const { noServer } = await import('../app/remote.ts')
      const { heardChange, heardPolicy } = await import('../app/remote-policy.ts')
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const json = rest.json === true
      if (n === undefined) return answered(heardPolicy(await server.call('GET /api/policy', {}), json, ports))
      const reply = await server.call('GET /api/policy/proposals/:n', { params: { n: String(n) } })
      answered(heardChange(reply, json, ports))
    })
  atServer(policy.command('propose'))
    .description('Proposes a policy to the server; it changes nothing until a second person approves it')
    .argument('<file>', 'the policy')
    .action(async (file: string, rest: ServerOptions) => {
      const { noServer } = await import('../app/remote.ts')
      const { heardProposed, soundText } = await import('../app/remote-policy.ts')
      const text = await soundText(file, ports)
      if (typeof text !== 'string') return answered(text)
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      answered(
        heardProposed(await server.call('POST /api/policy/proposals', { body: { text } }), rest.json === true, ports),
      )
    })
  for (const [name, what, key, done] of [
    ['approve', 'Puts a proposal in force, as a second person', 'approvals', 'In force from now on, on every node.'],
    ['withdraw', 'Takes a proposal back', 'withdrawals', 'Withdrawn.'],
  ] as const)
    atServer(policy.command(name))
      .description(what)
      .argument('<proposal>', 'its number', wholeNumber)
      .action(async (n: number, rest: ServerOptions) => {
        const { noServer } = await import('../app/remote.ts')
        const { heardSettled } = await import('../app/remote-policy.ts')
        const server = await serverOf(rest)
        if (!server) return answered(noServer(ports))
        const reply = await server.call(`POST /api/policy/proposals/:n/${key}`, { params: { n: String(n) }, body: {} })
        answered(heardSettled(reply, done, rest.json === true, ports))
      })
}
