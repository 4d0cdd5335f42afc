import type { Command } from 'commander'
import type { ProductsAt } from '../app/product-commands.ts'
import { streamOf } from './check-server.ts'
import type { Context } from './context.ts'
import { atServer, serverOf, type ServerOptions } from './at-server.ts'

/** The register: which products there are. At a server; or, with --data, for whoever may read the data folder. */
export function productCommands(program: Command, { answered, ports }: Context): void {
  const product = program.command('product').description('The register: which products there are')
  const folder = (command: Command) => atServer(command).option('--data <folder>', 'the data folder, without a server')
  folder(product.command('add'))
    .description('Registers a product; said again, it gets another profile')
    .argument('<product>', 'its name, as releases have it: payments')
    .option('--profile <file>', 'its standing facts, holdpoint/profile/v1')
    .option('--exposure <word>', 'how it is reached, for the policy: public, internal …')
    .action(async (name: string, { profile, exposure, data, json, ...rest }: ProductOptions) => {
      const { addProduct } = await import('../app/product-commands.ts')
      answered(await addProduct({ name, profile, exposure, data, json: json === true }, await registerAt(rest), ports))
    })
  folder(product.command('baseline'))
    .description('Says what is in production, with a file that `holdpoint baseline` made; by the owner that it names')
    .argument('<product>', 'its name')
    .argument('<file>', 'holdpoint/baseline/v1')
    .action(async (name: string, file: string, { data, json, ...rest }: ProductOptions) => {
      const { setBaseline } = await import('../app/product-commands.ts')
      answered(await setBaseline({ name, file, data, json: json === true }, await registerAt(rest), ports))
    })
  folder(product.command('remove'))
    .description('Takes a product out of the register; its cases and evidence stay')
    .argument('<product>', 'its name')
    .action(async (name: string, { data, json, ...rest }: ProductOptions) => {
      const { removeProduct } = await import('../app/product-commands.ts')
      answered(await removeProduct({ name, data, json: json === true }, await registerAt(rest), ports))
    })
  folder(product.command('list'))
    .description('Every product, by whom it was registered, and whether it has a profile')
    .action(async ({ data, json, ...rest }: ProductOptions) => {
      const { listProducts } = await import('../app/product-commands.ts')
      answered(await listProducts({ data, json: json === true }, await registerAt(rest), ports))
    })
  folder(product.command('profile'))
    .description("Prints a product's profile, as it was given")
    .argument('<product>', 'its name')
    .action(async (name: string, { data, json, ...rest }: ProductOptions) => {
      const { printProfile } = await import('../app/product-commands.ts')
      answered(await printProfile({ name, data, json: json === true }, await registerAt(rest), ports))
    })
}

interface ProductOptions extends ServerOptions {
  readonly profile?: string
  readonly exposure?: string
  readonly data?: string
}

async function registerAt(options: ServerOptions): Promise<ProductsAt | undefined> {
  const server = await serverOf(options)
  return (
    server && {
      list: () => server.call('GET /api/products', {}),
      add: (product, said) => server.call('POST /api/products', { body: { product, ...said } }),
      baseline: (product, file) =>
        server.call('POST /api/products/:product/baselines', { params: { product }, upload: streamOf(file.chunks()) }),
      remove: (product) => server.call('POST /api/products/:product/removals', { params: { product }, body: {} }),
      profile: (product) => server.call('GET /api/products/:product/profile', { params: { product } }),
    }
  )
}
