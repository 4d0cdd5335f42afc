import { type Command, InvalidArgumentError, Option } from 'commander'
import { collect, type Context, wholeNumber } from './context.ts'

/** The home of holds. */
export function serverCommands(program: Command, { answered, ports, version }: Context): void {
  program
    .command('serve')
    .description('The gate, the cases and the API over HTTP, until it is asked to stop')
    .option('--data <dir>', 'the folder of the store, made where it is not there (HOLDPOINT_DATA)')
    .option('--example', 'a throwaway store with the example case, gone when it stops')
    .addOption(new Option('--port <n>', 'where to listen').env('HOLDPOINT_PORT').default(4650).argParser(portOf))
    .addOption(new Option('--host <name>', 'on which address').env('HOLDPOINT_HOST').default('localhost'))
    .option('--database-url <url>', 'a PostgreSQL instead of our own (DATABASE_URL)')
    .option('--keys <dir>', 'the folder of the keys; by default `keys` in the data folder (HOLDPOINT_KEYS)')
    .option('--pg-bin <dir>', "an installed PostgreSQL's programs (HOLDPOINT_PG_BIN)")
    .option('--policy <file>', "the organisation's policy, for a server that has none yet")
    .addOption(
      new Option('--looks <days>', 'how long it is kept who looked at the words of a case')
        .env('HOLDPOINT_LOOKS_DAYS')
        .default(400)
        .argParser(wholeNumber),
    )
    .addOption(
      new Option('--evidence-mb <n>', 'the most that one file of evidence may have')
        .env('HOLDPOINT_EVIDENCE_MB')
        .default(100)
        .argParser(wholeNumber),
    )
    .addOption(
      new Option('--log <level>', 'what is worth a line on standard error')
        .env('HOLDPOINT_LOG')
        .choices(['silent', 'error', 'warn', 'info'])
        .default('warn'),
    )
    .addOption(
      new Option('--public-url <url>', 'as people reach it, where something stands before it')
        .env('HOLDPOINT_PUBLIC_URL')
        .argParser(urlOf),
    )
    .addOption(
      new Option('--proxy <address>', 'whose word on the address of who asks is taken; may be given again')
        .env('HOLDPOINT_PROXY')
        .argParser(collect)
        .default([], 'nobody'),
    )
    .addOption(
      new Option('--second-factor <whom>', 'whose roles wait for a second factor')
        .env('HOLDPOINT_SECOND_FACTOR')
        .choices(['deciders', 'everybody', 'nobody'])
        .default('deciders'),
    )
    .addOption(
      new Option('--oidc-issuer <url>', 'the OpenID provider that people may sign in with')
        .env('HOLDPOINT_OIDC_ISSUER')
        .argParser(urlOf),
    )
    .addOption(new Option('--oidc-client-id <id>', 'what we are called there').env('HOLDPOINT_OIDC_CLIENT_ID'))
    .addOption(new Option('--oidc-client-secret <text>').env('HOLDPOINT_OIDC_CLIENT_SECRET').hideHelp()) // by the environment alone
    .addOption(
      new Option('--oidc-name <text>', 'what its button says').env('HOLDPOINT_OIDC_NAME').default('your organisation'),
    )
    .addOption(new Option('--oidc-second-factor', 'it always asks for two factors').env('HOLDPOINT_OIDC_SECOND_FACTOR'))
    .action(async (options: ServeOptions, command: Command) => {
      const { data, databaseUrl: url, keys, pgBin: binaries, example, looks, proxy, ...all } = options
      const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName, oidcSecondFactor, ...rest } = all
      const { serve, providerOf } = await import('../app/serve.ts')
      const oidc = providerOf(
        { oidcIssuer, oidcClientId, oidcClientSecret, name: oidcName, trusted: oidcSecondFactor === true },
        ports,
      )
      if (oidc && 'exit' in oidc) return answered(oidc)
      const place = { ...(data && { data }), ...(url && { url }), ...(keys && { keys }), ...(binaries && { binaries }) }
      const anyPort = command.getOptionValueSource('port') === 'default'
      const more = { place, example: example === true, anyPort, lookDays: looks, proxies: proxy, ...(oidc && { oidc }) }
      answered(await serve({ ...rest, ...more, version }, ports))
    })
}

interface ServeOptions {
  readonly data?: string
  readonly example?: true
  readonly port: number
  readonly host: string
  readonly databaseUrl?: string
  readonly keys?: string
  readonly pgBin?: string
  readonly policy?: string
  readonly looks: number
  readonly evidenceMb: number
  readonly log: 'silent' | 'error' | 'warn' | 'info'
  readonly publicUrl?: string
  readonly proxy: string[]
  readonly secondFactor: 'deciders' | 'everybody' | 'nobody'
  readonly oidcIssuer?: string
  readonly oidcClientId?: string
  readonly oidcClientSecret?: string
  readonly oidcName: string
  readonly oidcSecondFactor?: boolean
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a port, from 0 to 65535.')
  return port
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('It is a URL such as https://holdpoint.example.')
}
