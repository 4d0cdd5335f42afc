import { Command, CommanderError } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { ServingPorts } from '../app/ports/serving.ts'
import { adminCommands } from './admin.ts'
import { caseCommands } from './cases.ts'
import type { Context } from './context.ts'
import { deployingCommands } from './deploying.ts'
import { doctorCommand } from './doctor.ts'
import { documentCommands } from './documents.ts'
import { arranged, usageOf } from './help.ts'
import { keepingCommands } from './keeping.ts'
import { logCommands } from './log.ts'
import { overrideCommands } from './overrides.ts'
import { lookCommands } from './looks.ts'
import { asSignedIn, loginCommands } from './login.ts'
import { peopleCommands } from './people.ts'
import { policyCommands } from './policy.ts'
import { productCommands } from './products.ts'
import { remoteCommands } from './remote.ts'
import { reportCommands } from './reports.ts'
import { riskCommands } from './risk.ts'
import { scoreCommands } from './scores.ts'
import { serverCommands } from './server.ts'
import { wordCommands } from './words.ts'

/** Every group of commands, as they are built; how --help lists them is said in help.ts. */
export const GROUPS: readonly ((program: Command, context: Context) => void)[] = [
  reportCommands,
  caseCommands,
  remoteCommands,
  productCommands,
  deployingCommands,
  loginCommands,
  serverCommands,
  documentCommands,
  riskCommands,
  scoreCommands,
  policyCommands,
  logCommands,
  lookCommands,
  peopleCommands,
  adminCommands,
  wordCommands,
  overrideCommands, // beside what is there of `override` and `admin`
  keepingCommands,
  doctorCommand,
]

/** The command line: words in, an exit code out. Each command loads its own part of the program when it is called. */
export async function run(
  argv: readonly string[],
  version: string,
  ports: ServingPorts,
  say: (line: string) => void,
): Promise<number> {
  let exit = 0
  const answered = ({ exit: code, complaints }: Answer) => {
    exit = code
    for (const complaint of complaints) say(complaint)
  }
  const program = new Command('holdpoint')
    .description('Halts a release when a critical vulnerability is found late.')
    .version(version, '-V, --version')
    .exitOverride()
    .hook('preAction', asSignedIn(ports))
    .enablePositionalOptions() // what stands behind a command is its own, or that of the one below it
    .configureOutput({ outputError: () => {} })

  for (const group of GROUPS) group(program, { ports, version, answered })
  arranged(program)

  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    const { usage } = await import('../app/usage.ts')
    const { message, hint } = said(error, () => usageOf(program, argv))
    answered(usage(codeOf(error), message, hint, ports))
  }
  return exit
}

/** `commander.unknownOption` as one of our codes: `usage/unknown-option`. */
const codeOf = ({ code }: CommanderError): `usage/${string}` =>
  `usage/${code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Commander says its suggestion in brackets behind the message. */
function said({ code, message }: CommanderError, written: () => string): { message: string; hint: string } {
  if (code === 'commander.help') return { message: 'Name a command.', hint: 'The list above has them.' }
  const [, text = message, suggestion] = /^(?:error: )?([\s\S]*?)(?:\n\((.*)\))?$/.exec(message) ?? []
  return {
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    hint: suggestion ?? written(),
  }
}
