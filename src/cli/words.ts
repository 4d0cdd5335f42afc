import { type Command, Option } from 'commander'
import type { Option as WordOption } from '../app/words/word.ts'
import type { WordName } from '../app/words/table.ts'
import { caseServerOf } from './case-server.ts'
import { type Context, collect } from './context.ts'
import { atServer, type ServerOptions } from './at-server.ts'

/** Every command that wishes one thing of a case, as --help lists them. What each takes is loaded by whoever calls it. */
const ABOUT: Readonly<Record<WordName, string>> = {
  assess: 'How grave it is: by vector, by severity, by what is exploited',
  'assess lower': 'Proposes a lower view, with evidence; a second person agrees',
  contain: 'An interim measure is in place; the hold stands',
  'contain verify': 'It was seen to work',
  'contain remove': 'It is taken away again',
  decide: 'What was decided, by whom, and when it is looked at again: halt, ship, contain, defer, escalate',
  object: 'Somebody objects to the hold',
  'object answer': 'What there is to say to it',
  'object settle': 'How it ended: conceded, taken_back, overruled',
  'hold confirm': 'Security confirms a provisional hold',
  'hold widen': 'It reaches more environments',
  'hold affected': 'More is known to be vulnerable: held for ever',
  'hold retract': 'Takes back your own hold, within minutes, if nobody acted',
  'hold withdraw': 'Proposes to withdraw it, with evidence; a second person agrees',
  'hold narrow': 'Proposes that it reaches less, with evidence',
  'hold unaffected': 'Proposes that a build never had it, with evidence',
  'hold link': 'Proposes that two digests are one artifact, before and after signing',
  'hold let-through': 'Proposes to let a build pass that carries the fix of another hold',
  'change approve': 'The second person agrees',
  'change decline': 'Somebody does not',
  'finding dismiss': 'Proposes that a finding is none, with evidence',
  'finding in-production': 'It is in what production runs',
  escalate: 'To the next authority, now',
  acknowledge: 'Somebody is on it',
  close: 'Closes a case that holds nothing any more',
  fixers: 'Declares the build that carries the fix, and who wrote it',
  retest: 'Records whether the weakness is still in a candidate',
  lift: 'Lifts the hold for a candidate that is proven',
  accept: 'Asks that the risk be accepted, until a day',
  'accept approve': 'Somebody else accepts it',
  'accept refuse': 'Nobody does; or whoever asked takes it back',
  'accept revoke': 'It is held again',
  override: 'Breaks the glass: one digest, one environment, for hours; reviewed afterwards',
  'override close': 'Closes it before its time',
  'override review': 'What somebody else found, looking back',
  'plan propose': 'Proposes who does what for the fix, and how long it takes',
  'plan agree': 'Agrees to the plan, for your own work',
  'plan start': 'A task has begun',
  'plan finish': 'A task is done',
  act: 'Somebody owes something by a day',
  'act done': 'It is done',
  'follow-up': 'Promises news at a time',
  'follow-up held': 'The promise is kept',
  'let-in': 'Makes somebody a confidant of a case that is need-to-know: they read its words',
  'let-in end': 'They are a confidant no longer',
  review: 'Opens the review',
  'review cause': 'How it came about',
  'review close': 'What is to be remembered',
}
const GROUPS: Readonly<Record<string, string>> = { change: 'Changes that wait for a second person' }

export function wordCommands(program: Command, context: Context): void {
  program.commandsGroup('On a case of a server (HOLDPOINT_URL, HOLDPOINT_TOKEN):')
  const lazy = new Map<Command, WordName>()
  const fill = async (_: Command, called: Command) => {
    const name = lazy.get(called)
    if (name !== undefined && lazy.delete(called)) await furnish(called, name)
  }
  program.hook('preSubcommand', fill)
  for (const [name, about] of Object.entries(ABOUT) as [WordName, string][]) {
    const [head = '', tail] = name.split(' ')
    const parent = tail === undefined ? program : groupOf(program, head, fill)
    const command = parent
      .command(tail ?? head)
      .description(about)
      .argument('<case>', 'HP-7, or HP-7/payments')
    command.action(() => act(command, name, context))
    lazy.set(command, name)
  }
  caseFileCommands(program, context, fill)
  program.commandsGroup('Commands:')
}

type Fill = (_: Command, called: Command) => Promise<void>

/** A command that has others below it: options behind their names are theirs. */
function groupOf(program: Command, head: string, fill: Fill): Command {
  const known = program.commands.find((one) => one.name() === head)
  const group = known ?? program.command(head).description(GROUPS[head] ?? '')
  if (!HOOKED.has(group)) {
    HOOKED.add(group)
    group.enablePositionalOptions().hook('preSubcommand', fill)
  }
  return group
}
const HOOKED = new WeakSet<Command>()

/** What a command takes, once it is called. */
async function furnish(command: Command, name: WordName): Promise<void> {
  const { wordOf } = await import('../app/words/table.ts')
  const { argument, options } = wordOf(name)
  if (argument) command.argument(`<${argument.flag}>`, argument.about)
  for (const option of options) command.addOption(optionOf(option))
  atServer(command)
}

function optionOf({ flag, shown, about, many, needed, fallback }: WordOption): Option {
  const says = needed ? `${about} (needed)` : typeof fallback === 'string' ? `${about} (else ${fallback})` : about
  const option = new Option(`--${flag}${shown === '' ? '' : ` ${shown}`}`, says)
  if (many) option.argParser((value: string, before: readonly string[] | undefined) => collect(value, before ?? []))
  return option
}

async function act(command: Command, word: WordName, { answered, ports }: Context): Promise<void> {
  const { server, token, json, ...given } = command.opts<ServerOptions & Record<string, string | string[] | true>>()
  const at = await caseServerOf({ ...(server !== undefined && { server }), ...(token !== undefined && { token }) })
  if (!at) return answered((await import('../app/remote.ts')).noServer(ports))
  const { perform } = await import('../app/words/perform.ts')
  const [on = '', argument] = command.args
  const typed = Object.fromEntries(Object.entries(given).map(([key, value]) => [kebab(key), value]))
  answered(await perform({ word, on, argument, typed }, { server: at, ports, json: json === true }))
}

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Those that take files, or several things at once. */
function caseFileCommands(program: Command, { answered, ports, version }: Context, fill: Fill): void {
  const asking = async ({ json, ...options }: ServerOptions) => {
    const server = await caseServerOf(options)
    if (server) return { server, ports, json: json === true }
    answered((await import('../app/remote.ts')).noServer(ports))
    return undefined
  }
  atServer(program.command('attach'))
    .description('Files become evidence of a case; answers.yaml, profile.yaml and plan.yaml give it its figures')
    .argument('<case>', 'HP-7')
    .argument('<files...>', 'what is sent')
    .action(async (on: string, files: string[], options: ServerOptions) => {
      const at = await asking(options)
      if (at) answered(await (await import('../app/words/files.ts')).attach(on, files, at))
    })
  atServer(program.command('evidence'))
    .description('A file of a case, checked against its digest')
    .argument('<case>', 'HP-7')
    .argument('<digest>', 'which one: `holdpoint show HP-7 --json` lists them')
    .requiredOption('-o, --output <file>', 'where to; - is standard output')
    .action(async (on: string, digest: string, { output, ...options }: ServerOptions & { output: string }) => {
      const at = await asking(options)
      if (at) answered(await (await import('../app/words/files.ts')).fetchEvidence(on, digest, output, at))
    })
  atServer(groupOf(program, 'finding', fill))
    .description('Adds what a file found: one written by hand, or a report')
    .argument('<case>', 'HP-7')
    .argument('<file>', 'the finding')
    .action(async (on: string, file: string, options: ServerOptions) => {
      const at = await asking(options)
      if (at) answered(await (await import('../app/words/files.ts')).addFindings(on, file, at))
    })
  atServer(groupOf(program, 'options', fill).command('record'))
    .description('Computes them, and puts the result into the case')
    .argument('<case>', 'HP-7')
    .action(async (on: string, options: ServerOptions) => {
      const at = await asking(options)
      if (at) answered(await (await import('../app/words/options.ts')).recordOptions(on, version, at))
    })
  atServer(groupOf(program, 'regression', fill))
    .argument('<case>', 'HP-7')
    .argument('<base>', 'the run of what is known to work: JUnit XML or CTRF JSON')
    .argument('<run>', "the candidate's run, of the same tests")
    .option('--candidate <entry>', 'which one, where several are open')
    .addOption(new Option('--extent <extent>', 'all tests, or a part').choices(['full', 'limited']).default('full'))
    .action(async (on: string, base: string, run: string, { candidate, extent, ...options }: RegressionOptions) => {
      const at = await asking(options)
      if (!at) return
      const { recordRegression } = await import('../app/words/regression.ts')
      answered(await recordRegression(on, { base, run, candidate, extent }, at))
    })
}

interface RegressionOptions extends ServerOptions {
  readonly candidate?: string
  readonly extent: 'full' | 'limited'
}
