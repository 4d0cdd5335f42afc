import { type Command, InvalidArgumentError, Option } from 'commander'
import { collect, type Context } from './context.ts'

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
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
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
    .action(async (options: ServeOptions) => {
      const { databaseUrl, pgBin, policy, proxy, oidcIssuer, oidcClientId, oidcClientSecret, ...all } = options
      const { oidcName, oidcSecondFactor, ...rest } = all
      const [{ serve }, { providerOf }] = await Promise.all([
        import('../app/serve.ts'),
        import('../app/provider-settings.ts'),
      ])
      const oidc = providerOf(
        { oidcIssuer, oidcClientId, oidcClientSecret, name: oidcName, trusted: oidcSecondFactor === true },
        ports,
      )
      if (oidc && 'exit' in oidc) return answered(oidc)
      const more = {
        ...(databaseUrl && { url: databaseUrl }),
        ...(pgBin && { binaries: pgBin }),
        ...(oidc && { oidc }),
      }
      answered(await serve({ ...rest, ...more, policies: policy, proxies: proxy, version }, ports))
    })
}

interface ServeOptions {
  readonly data?: string
  readonly port: number
  readonly host: string
  readonly databaseUrl?: string
  readonly keys?: string
  readonly pgBin?: string
  readonly policy: string[]
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
