import type { Command } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'
import { atServer, serverOf, type ServerOptions } from './at-server.ts'

/** For when the server is gone and production burns. */
export function overrideCommands(program: Command, { answered, ports }: Context): void {
  const override =
    program.commands.find((one) => one.name() === 'override') ??
    program.command('override').description('Break glass: hours, not days, and reviewed afterwards')
  override
    .command('use')
    .description('With a sealed key and two of its holders, and no server: one artifact may go into one environment')
    .argument('<sealed-key>', 'the file from the envelope')
    .requiredOption('-r, --release <product@version>', 'what may go')
    .requiredOption('--reason <text>', 'why; it will be reviewed')
    .requiredOption('--hours <n>', 'for how long', Number)
    .option('--digest <digest>', 'the artifact, sha256:…; one and no more', collect, [])
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--environment <name>', 'where it may go', 'production')
    .option('--hold <hold>', 'the hold that it goes against, as the gate named it: HP-7/payments')
    .option('--holder <person>', 'who is here, twice; not needed where there are only two', collect, [])
    .option('-o, --output <file>', 'where the override goes; else to standard output')
    .action(async (file: string, { holder, digest, ...rest }: UseOptions) => {
      const { useOverride } = await import('../app/override-use.ts')
      answered(await useOverride({ file, holders: holder, digests: digest, ...rest }, ports))
    })
  atServer(override.command('reconcile'))
    .description('Tells the server of an override that was used without it: recorded, and to be reviewed')
    .argument('<file>', 'what `override use` wrote')
    .action(async (file: string, rest: ServerOptions) => {
      const [{ heardReconciled, overrideFile }, { isAnswer, noServer }] = await Promise.all([
        import('../app/override-use.ts'),
        import('../app/remote.ts'),
      ])
      const body = overrideFile(file, ports)
      if (isAnswer(body)) return answered(body)
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const reply = await server.call('POST /api/override-uses', { body: body as never })
      answered(heardReconciled(reply, rest.json === true, ports))
    })

  const admin = program.commands.find((one) => one.name() === 'admin')!
  const key = admin
    .command('override-key')
    .description('Sealed keys for when there is no server: two of their holders together, nobody alone')
  key
    .command('create')
    .description('Makes one, asks each holder for a passphrase, and writes its public half into the log')
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--holder <person>', 'who may use it, with another one; two to five', collect, [])
    .requiredOption('--product <product>', 'for this product; may be given again', collect, [])
    .option('--days <days>', 'how long it is valid', wholeNumber, 365)
    .option('--max-hours <n>', 'how long one override may last', Number, 4)
    .option('-o, --output <file>', 'where the sealed key goes', 'override.sealed')
    .option('--public <file>', 'where its public half goes, for whoever is to honour it', 'override.pub')
    .option('--data <folder>', 'the data folder')
    .action(async ({ holder, product, ...rest }: CreateOptions) => {
      const { createOverrideKey } = await import('../app/override-admin.ts')
      answered(await createOverrideKey({ holders: holder, products: product, ...rest }, ports))
    })
  key
    .command('list')
    .description('Every sealed key, and every use of it that was told')
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async ({ json, ...rest }: { data?: string; json?: true }) => {
      const { listOverrideKeys } = await import('../app/override-admin.ts')
      answered(await listOverrideKeys({ json: json === true, ...rest }, ports))
    })
  key
    .command('revoke')
    .description('Ends one. Nobody offline hears of it: take its public half away where it lies')
    .argument('<name>', 'what it is called')
    .option('--data <folder>', 'the data folder')
    .action(async (name: string, rest: { data?: string }) => {
      const { revokeOverrideKey } = await import('../app/override-admin.ts')
      answered(await revokeOverrideKey({ name, ...rest }, ports))
    })
}

interface UseOptions {
  readonly release: string
  readonly reason: string
  readonly hours: number
  readonly digest: string[]
  readonly commit?: string
  readonly environment: string
  readonly hold?: string
  readonly holder: string[]
  readonly output?: string
}

interface CreateOptions {
  readonly name: string
  readonly holder: string[]
  readonly product: string[]
  readonly days: number
  readonly maxHours: number
  readonly output: string
  readonly public: string
  readonly data?: string
}
