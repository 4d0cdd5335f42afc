import type { Command } from 'commander'
import type { Context } from './context.ts'

/** Scores and dated facts from outside. */
export function scoreCommands(program: Command, { answered, ports }: Context): void {
  program
    .command('score')
    .description('Work out a CVSS vector exactly, and say what it means')
    .argument('<vector>', 'a vector of CVSS 2.0, 3.0, 3.1 or 4.0, or - for one a line on standard input')
    .argument('[other]', 'another vector, to say what is different')
    .option('--json', 'for machines')
    .action(async (vector: string, other: string | undefined, { json }: { json?: true }) => {
      const { score } = await import('../app/score.ts')
      answered(await score({ vector, ...(other !== undefined && { other }), json: json === true }, ports))
    })

  program
    .command('ssvc')
    .description('Ask a decision table of SSVC: what comes out, and which row says so')
    .argument(
      '<table>',
      'deployer, supplier, cisa-coordinator, bod-26-04, human-impact, utility or public-safety-impact',
    )
    .argument('[inputs...]', 'exploitation=poc exposure=open …; what is missing is named')
    .option('--json', 'for machines')
    .action(async (table: string, inputs: string[], { json }: { json?: true }) => {
      const { ssvc } = await import('../app/ssvc.ts')
      answered(ssvc({ table, inputs, json: json === true }, ports))
    })

  const feeds = program
    .command('feeds')
    .description('Show the dated facts that are present: EPSS, KEV')
    .option('--json', 'one feed a line, for machines')
    .action(async ({ json }: { json?: true }) =>
      answered((await import('../app/feeds-commands.ts')).showFeeds({ json: json === true }, ports)),
    )
  feeds
    .command('import')
    .description('Import EPSS (CSV) and KEV (JSON or CSV) from files; what is older than what is present is refused')
    .argument('<files...>', 'files, gzipped or plain, or - for standard input')
    .action(async (files: string[]) =>
      answered(await (await import('../app/feeds-commands.ts')).importFeeds(files, ports)),
    )
}
