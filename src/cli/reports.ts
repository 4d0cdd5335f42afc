import { type Command, Option } from 'commander'
import { checkServer } from './check-server.ts'
import { type Context, collect } from './context.ts'
import { atServer, type ServerOptions } from './at-server.ts'

/** Reports: judge a release by them, show them, compare them. */
export function reportCommands(program: Command, { answered, ports }: Context): void {
  atServer(program.command('check'), { json: false })
    .description('Judge a release by its reports: exit 0 clear, 3 held, 4 cannot tell')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .option('-r, --release <product@version>', 'what would be shipped: payments@2.4.0')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it, sha256:…; may be given again', collect, [])
    .option('--environment <name>', 'where it would go', 'production')
    .option('--at <instant>', 'judge as of this moment, 2026-11-20T14:00:00Z')
    .option(
      '--policy <file>',
      "the organisation's policy; given again, the repository's, which may only tighten",
      collect,
      [],
    )
    .option('--baseline <file>', 'what is in production: only what is new against it blocks')
    .option('--exposure <word>', 'how the product is reached, for the policy: public, internal …')
    .addOption(new Option('--observe', 'only say what would be: exit 0, and never a pass').conflicts('record'))
    .option(
      '--record',
      'send the reports to the server, as evidence of the release: the gate judges by them from then on',
    )
    .option('--with-holds', "ask the server's gate as well: its holds, and what was recorded before")
    .option(
      '-o, --output <form[=file]>',
      'text, json, sarif, markdown, junit or github; may be given again',
      collect,
      [],
    )
    .action(async (paths: string[], { digest, policy, output, observe, server, token, ...rest }: CheckOptions) => {
      const { check } = await import('../app/check.ts')
      const asks = rest.record || rest.withHolds
      const at = asks ? await checkServer({ ...(server && { server }), ...(token && { token }) }) : undefined
      const request = { paths, digests: digest, policies: policy, outputs: output, observe: observe === true, ...rest }
      answered(await check(request, ports, at))
    })

  program
    .command('read')
    .description('Show what is in reports, judged by nobody: exit 0, or 4 where one could not tell everything')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .addOption(new Option('--json', 'the findings, one JSON object a line').conflicts('summary'))
    .addOption(new Option('--summary', 'the reports, one JSON object a line'))
    .action(async (paths: string[], { json, summary }: { json?: true; summary?: true }) => {
      const { read } = await import('../app/read.ts')
      answered(await read({ paths, as: json ? 'findings' : summary ? 'summary' : 'text' }, ports))
    })

  program
    .command('diff')
    .description('What is new, same, changed and gone between two scans: exit 0, or 4 where one cannot tell')
    .argument('<base>', 'a file or folder of reports: what was')
    .argument('<new>', 'a file or folder of reports: what is')
    .option('--json', 'one finding a line, then one about the whole')
    .action(async (base: string, next: string, { json }: { json?: true }) => {
      const { diff } = await import('../app/diff.ts')
      answered(await diff({ base, next, json: json === true }, ports))
    })

  program
    .command('baseline')
    .description('Write down what is in production, so that only what is new blocks')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .requiredOption('--product <name>', 'what is in production')
    .requiredOption('--owner <who>', 'who answers for it; policy must name them')
    .action(async (paths: string[], options: { product: string; owner: string }) => {
      const { makeBaseline } = await import('../app/baseline.ts')
      answered(await makeBaseline({ paths, ...options }, ports))
    })
}

interface CheckOptions extends Omit<ServerOptions, 'json'> {
  readonly release?: string
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string
  readonly at?: string
  readonly policy: string[]
  readonly baseline?: string
  readonly exposure?: string
  readonly observe?: true
  readonly record?: true
  readonly withHolds?: true
  readonly output: string[]
}
