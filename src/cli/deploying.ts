import type { Command } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'
import { atServer, serverOf, type ServerOptions } from './at-server.ts'

/** What is deployed, and what was answered to whoever deployed it. */
export function deployingCommands(program: Command, { answered, ports }: Context): void {
  atServer(program.command('delivered'))
    .description('Says that a release was deployed: exit 3 where it is held, and its case is alarmed')
    .argument('<product@version>', 'what was deployed')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it; may be given again', collect, [])
    .option('--environment <name>', 'where it runs now', 'production')
    .action(async (release: string, { digest, commit, environment, ...rest }: DeliveredOptions) => {
      const [{ heardDelivery }, { isAnswer, noServer, releaseOr }] = await Promise.all([
        import('../app/deploying.ts'),
        import('../app/remote.ts'),
      ])
      const name = releaseOr(release, ports)
      if (isAnswer(name)) return answered(name)
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const body = { ...name, digests: digest, environment, ...(commit !== undefined && { commit }) }
      answered(heardDelivery(await server.call('POST /api/deliveries', { body }), rest.json === true, ports))
    })
  atServer(program.command('deliveries'))
    .description('What was deployed of a product, the newest first')
    .argument('<product[@version]>', 'of which product; with a version, only that one')
    .option('--environment <name>', 'only what went there')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .action(async (release: string, { environment, limit, ...rest }: DeliveriesOptions) => {
      const [{ heardDeliveries }, { isAnswer, noServer, releaseOr }] = await Promise.all([
        import('../app/deploying.ts'),
        import('../app/remote.ts'),
      ])
      const name = releaseOr(release, ports)
      if (isAnswer(name)) return answered(name)
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const query = { ...name, limit, ...(environment !== undefined && { environment }) }
      answered(heardDeliveries(await server.call('GET /api/deliveries', { query }), release, rest.json === true, ports))
    })
  atServer(program.command('answers'))
    .description('What the gate answered to whoever was about to deploy (`gate --deploying`), the newest first')
    .requiredOption('--product <name>', 'about this product')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .action(async ({ product, limit, ...rest }: ServerOptions & { product: string; limit: number }) => {
      const [{ heardAnswers }, { noServer }] = await Promise.all([
        import('../app/deploying.ts'),
        import('../app/remote.ts'),
      ])
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const reply = await server.call('GET /api/gate/answers', { query: { product, limit } })
      answered(heardAnswers(reply, rest.json === true, ports))
    })
}

interface DeliveriesOptions extends ServerOptions {
  readonly environment?: string
  readonly limit: number
}

interface DeliveredOptions extends ServerOptions {
  readonly digest: string[]
  readonly commit?: string
  readonly environment: string
}
