import type { Command } from 'commander'
import type { Context } from './context.ts'

/** Keeping what there is. */
export function keepingCommands(program: Command, { answered, ports, version }: Context): void {
  program
    .command('backup')
    .description('All of the store as of one moment, while others go on; the keys are not in it')
    .argument('<file>', 'where it goes: holdpoint.backup')
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async (file: string, { json, ...rest }: { data?: string; json?: true }) => {
      const { backup } = await import('../app/keeping.ts')
      answered(await backup({ file, version, json: json === true, ...rest }, ports))
    })
  program
    .command('restore')
    .description('A backup into an empty store, whole or not at all; a new log begins and names the old one')
    .argument('<file>', 'the backup')
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async (file: string, { json, ...rest }: { data?: string; json?: true }) => {
      const { restore } = await import('../app/keeping.ts')
      answered(await restore({ file, version, json: json === true, ...rest }, ports))
    })
  program
    .command('upgrade')
    .description(
      'The store of a data folder, carried over to the PostgreSQL of this program; the old one stays beside it',
    )
    .option('--data <folder>', 'the data folder')
    .option('--from <dir>', 'the programs of the PostgreSQL that it is of; else looked for')
    .option('--json', 'for machines')
    .action(async ({ json, ...rest }: { data?: string; from?: string; json?: true }) => {
      const { upgrade } = await import('../app/upgrading.ts')
      answered(await upgrade({ version, json: json === true, ...rest }, ports))
    })
}
