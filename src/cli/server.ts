import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Context, wholeNumber } from './context.ts'

/** The home of holds. */
export function serverCommands(program: Command, { answered, ports, version }: Context): void {
  program
    .command('serve')
    .description('The gate, the cases and the API over HTTP, until it is asked to stop')
    .addOption(new Option('--data <dir>', 'the folder of the store, made where it is not there').env('HOLDPOINT_DATA'))
    .addOption(new Option('--port <n>', 'where to listen').env('HOLDPOINT_PORT').default(4650).argParser(portOf))
    .addOption(new Option('--host <name>', 'on which address').env('HOLDPOINT_HOST').default('localhost'))
    .addOption(new Option('--database-url <url>', 'a PostgreSQL instead of our own').env('DATABASE_URL'))
    .addOption(
      new Option('--keys <dir>', 'the folder of the keys; by default `keys` in the data folder').env('HOLDPOINT_KEYS'),
    )
    .addOption(new Option('--pg-bin <dir>', "an installed PostgreSQL's programs").env('HOLDPOINT_PG_BIN'))
    .option('--policy <file>', "the organisation's policy, for a server that has none yet")
    .addOption(
      new Option('--looks <days>', 'how long it is kept who looked at the words of a case')
        .env('HOLDPOINT_LOOKS_DAYS')
        .default(400)
        .argParser(wholeNumber),
    )
    .addOption(
      new Option('--log <level>', 'what is worth a line on standard error')
        .env('HOLDPOINT_LOG')
        .choices(['silent', 'error', 'warn', 'info'])
        .default('warn'),
    )
    .action(async ({ databaseUrl, pgBin, looks, ...rest }: ServeOptions) => {
      const { serve } = await import('../app/serve.ts')
      const more = { ...(databaseUrl && { url: databaseUrl }), ...(pgBin && { binaries: pgBin }) }
      answered(await serve({ ...rest, ...more, lookDays: looks, version }, ports))
    })
}

interface ServeOptions {
  readonly data?: string
  readonly port: number
  readonly host: string
  readonly databaseUrl?: string
  readonly keys?: string
  readonly pgBin?: string
  readonly policy?: string
  readonly looks: number
  readonly log: 'silent' | 'error' | 'warn' | 'info'
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a port, from 0 to 65535.')
  return port
}
