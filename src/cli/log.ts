import type { Command } from 'commander'
import { type Context, collect, wholeNumber } from './context.ts'

/** The record that shows tampering. */
export function logCommands(program: Command, { answered, ports }: Context): void {
  const log = program
    .command('log')
    .description('The record that shows tampering: verify it offline, prove an entry of it')
  log
    .command('verify')
    .description('Is this the log that was signed, whole and in order? Exit 5 where it is not')
    .argument('<bundle>', 'a log.bundle, or - for standard input')
    .requiredOption('--key <file>', "the log's public key")
    .option('--earlier <file>', 'a checkpoint seen before; may be given again', collect, [])
    .option(
      '--after <bundle>',
      'the log that it continues after a restore; given again, the one before that',
      collect,
      [],
    )
    .option('--json', 'for machines')
    .action(async (bundle: string, { json, ...rest }: VerifyOptions) => {
      const { logVerify } = await import('../app/log.ts')
      answered(await logVerify({ bundle, json: json === true, ...rest }, ports))
    })
  log
    .command('export')
    .description('The log as one file that anybody can check offline, signed as far as it goes')
    .option('-o, --output <file>', 'where it goes; else to standard output')
    .option('--data <folder>', 'the data folder')
    .action(async ({ output, ...rest }: { output?: string; data?: string }) => {
      const { exportLog } = await import('../app/keeping.ts')
      answered(await exportLog({ ...rest, ...(output !== undefined && { to: output }) }, ports))
    })
  log
    .command('prove')
    .description("One entry's proof, for an auditor")
    .argument('<bundle>', 'a log.bundle, or - for standard input')
    .argument('<entry>', 'its number, from 0', wholeNumber)
    .action(async (bundle: string, entry: number) =>
      answered(await (await import('../app/log.ts')).logProve(bundle, entry, ports)),
    )
  log
    .command('check-proof')
    .description('Does the entry in this proof stand in the log that the key signed? Exit 5 where it does not')
    .argument('<proof>', 'a .tlog-proof file')
    .requiredOption('--key <file>', "the log's public key")
    .option('--json', 'for machines')
    .action(async (proof: string, { key, json }: { key: string; json?: true }) =>
      answered((await import('../app/log.ts')).logCheckProof(proof, key, json === true, ports)),
    )
}

interface VerifyOptions {
  readonly key: string
  readonly earlier: string[]
  readonly after: string[]
  readonly json?: true
}
