import type { Command } from 'commander'
import type { Context } from './context.ts'

/** What a person asks before anybody else is asked. */
export function doctorCommand(program: Command, { answered, ports }: Context): void {
  program
    .command('doctor')
    .description(
      'Would the embedded database start here, and does it run? Changes nothing. Exit 2 where something is broken',
    )
    .option('--data <folder>', 'the data folder')
    .option('--json', 'for machines')
    .action(async ({ data, json }: { data?: string; json?: true }) => {
      const { doctor } = await import('../app/doctor.ts')
      answered(await doctor(data, json === true, ports))
    })
}
