import type { Command } from 'commander'
import { type Context, collect } from './context.ts'

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
}
