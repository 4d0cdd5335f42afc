import { type Command, Option } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'

/** For whoever may read the data folder: who may come in, and as what. */
export function adminCommands(program: Command, { answered, ports }: Context): void {
  const admin = program
    .command('admin')
    .description('Who may come in, and as what; for whoever may read the data folder')
  const token = admin.command('token').description('Tokens, for pipelines and programs')
  token
    .command('create')
    .description('Makes a token and prints it, once')
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--role <role>', 'what it may do: pipeline, viewer …; may be given again', collect, [])
    .option('--product <product>', 'only for this product; may be given again', collect, [])
    .option('--days <days>', 'how long it is valid', wholeNumber, 90)
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async ({ role, product, json, ...rest }: TokenOptions) => {
      const { createToken } = await import('../app/admin.ts')
      answered(await createToken({ roles: role, products: product, json: json === true, ...rest }, ports))
    })
  token
    .command('list')
    .description('Every token: as what, for which products, how long')
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async ({ json, ...rest }: { data?: string; json?: true }) => {
      const { listTokens } = await import('../app/admin.ts')
      answered(await listTokens({ json: json === true, ...rest }, ports))
    })
  token
    .command('revoke')
    .description('Ends a token at once')
    .argument('<name>', 'what it is called')
    .option('--data <folder>', 'the data folder')
    .action(async (name: string, rest: { data?: string }) => {
      const { revokeToken } = await import('../app/admin.ts')
      answered(await revokeToken({ name, ...rest }, ports))
    })
  admin
    .command('role')
    .description('Roles of people')
    .command('grant')
    .description('Gives somebody a role; adds the person where there is none of that name')
    .argument('<person>', 'an account id such as ana')
    .requiredOption('--role <role>', 'security-manager, executive …; may be given again', collect, [])
    .option('--days <days>', 'for so long: a deputy', wholeNumber)
    .option('--data <folder>', 'the data folder')
    .action(async (person: string, { role, ...rest }: { role: string[]; days?: number; data?: string }) => {
      const { grantRole } = await import('../app/admin.ts')
      answered(await grantRole({ person, roles: role, ...rest }, ports))
    })
  const links = (command: Command) =>
    command
      .option('--data <folder>', 'the data folder')
      .addOption(new Option('--public-url <url>', 'as people reach the server').env('HOLDPOINT_PUBLIC_URL'))
  links(admin.command('invite'))
    .description('Prints a link, once, with which somebody new chooses a password and gets in')
    .argument('<person>', 'the name that they sign in with, such as ana')
    .option('--role <role>', 'what they are: security-manager, engineer …; may be given again', collect, [])
    .option('--days <days>', 'how long the link opens', wholeNumber, 3)
    .action(async (person: string, { role, ...rest }: LinkOptions & { role: string[]; days: number }) => {
      const { invite } = await import('../app/admin-people.ts')
      answered(await invite({ person, roles: role, ...rest }, ports))
    })
  links(admin.command('reset'))
    .description('Prints a link, once, with which somebody comes back in: a new password, no second factor')
    .argument('<person>', 'who')
    .action(async (person: string, rest: LinkOptions) => {
      const { reset } = await import('../app/admin-people.ts')
      answered(await reset({ person, ...rest }, ports))
    })
}

interface LinkOptions {
  readonly data?: string
  readonly publicUrl?: string
}

interface TokenOptions {
  readonly name: string
  readonly role: string[]
  readonly product: string[]
  readonly days: number
  readonly data?: string
  readonly json?: true
}
