import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { Ports } from '../app/ports.ts'
import { documentCommands } from './documents.ts'

/** The command line: words in, an exit code out. Each command loads its own part of the program when it is called. */
export async function run(
  argv: readonly string[],
  version: string,
  ports: Ports,
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
    .configureOutput({ outputError: () => {} })

  program
    .command('check')
    .description('Judge a release by its reports: exit 0 clear, 3 held, 4 cannot tell')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .option('-r, --release <product@version>', 'what would be shipped: payments@2.4.0')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it, sha256:…; may be given again', collect, [])
    .option('--environment <name>', 'where it would go', 'production')
    .option('--at <instant>', 'judge as of this moment, 2026-11-20T14:00:00Z')
    .option(
      '--policy <file>',
      "the organisation's policy; given again, the repository's, which may only tighten",
      collect,
      [],
    )
    .option('--baseline <file>', 'what is in production: only what is new against it blocks')
    .option('--exposure <word>', 'how the product is reached, for the policy: public, internal …')
    .option('--observe', 'only say what would be: exit 0, and never a pass')
    .option(
      '-o, --output <form[=file]>',
      'text, json, sarif, markdown, junit or github; may be given again',
      collect,
      [],
    )
    .action(async (paths: string[], { digest, policy, output, observe, ...rest }: CheckOptions) => {
      const { check } = await import('../app/check.ts')
      answered(
        await check(
          { paths, digests: digest, policies: policy, outputs: output, observe: observe === true, ...rest },
          ports,
        ),
      )
    })

  program
    .command('read')
    .description('Show what is in reports, judged by nobody: exit 0, or 4 where one could not tell everything')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .addOption(new Option('--json', 'the findings, one JSON object a line').conflicts('summary'))
    .addOption(new Option('--summary', 'the reports, one JSON object a line'))
    .action(async (paths: string[], { json, summary }: { json?: true; summary?: true }) => {
      const { read } = await import('../app/read.ts')
      answered(await read({ paths, as: json ? 'findings' : summary ? 'summary' : 'text' }, ports))
    })

  program
    .command('score')
    .description('Work out a CVSS vector exactly, and say what it means')
    .argument('<vector>', 'a vector of CVSS 2.0, 3.0, 3.1 or 4.0, or - for one a line on standard input')
    .argument('[other]', 'another vector, to say what is different')
    .option('--json', 'for machines')
    .action(async (vector: string, other: string | undefined, { json }: { json?: true }) => {
      const { score } = await import('../app/score.ts')
      answered(await score({ vector, ...(other !== undefined && { other }), json: json === true }, ports))
    })

  program
    .command('ssvc')
    .description('Ask a decision table of SSVC: what comes out, and which row says so')
    .argument(
      '<table>',
      'deployer, supplier, cisa-coordinator, bod-26-04, human-impact, utility or public-safety-impact',
    )
    .argument('[inputs...]', 'exploitation=poc exposure=open …; what is missing is named')
    .option('--json', 'for machines')
    .action(async (table: string, inputs: string[], { json }: { json?: true }) => {
      const { ssvc } = await import('../app/ssvc.ts')
      answered(ssvc({ table, inputs, json: json === true }, ports))
    })

  program
    .command('baseline')
    .description('Write down what is in production, so that only what is new blocks')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .requiredOption('--product <name>', 'what is in production')
    .requiredOption('--owner <who>', 'who answers for it; policy must name them')
    .action(async (paths: string[], options: { product: string; owner: string }) => {
      const { makeBaseline } = await import('../app/baseline.ts')
      answered(await makeBaseline({ paths, ...options }, ports))
    })

  program
    .command('diff')
    .description('What is new, same, changed and gone between two scans: exit 0, or 4 where one cannot tell')
    .argument('<base>', 'a file or folder of reports: what was')
    .argument('<new>', 'a file or folder of reports: what is')
    .option('--json', 'one finding a line, then one about the whole')
    .action(async (base: string, next: string, { json }: { json?: true }) => {
      const { diff } = await import('../app/diff.ts')
      answered(await diff({ base, next, json: json === true }, ports))
    })

  const feeds = program
    .command('feeds')
    .description('Show the dated facts that are present: EPSS, KEV')
    .option('--json', 'one feed a line, for machines')
    .action(async ({ json }: { json?: true }) =>
      answered((await import('../app/feeds-commands.ts')).showFeeds({ json: json === true }, ports)),
    )
  feeds
    .command('import')
    .description('Import EPSS (CSV) and KEV (JSON or CSV) from files; what is older than what is present is refused')
    .argument('<files...>', 'files, gzipped or plain, or - for standard input')
    .action(async (files: string[]) =>
      answered(await (await import('../app/feeds-commands.ts')).importFeeds(files, ports)),
    )

  program
    .command('options')
    .description('What every way out costs, and from which chance of an attack fixing first pays')
    .argument('<case>', 'a risk case (YAML), or a case file')
    .option('--profile <file>', "the product's standing facts")
    .option('--answers <file>', 'for a case file: what it cannot say')
    .option('--seed <number>', 'the same seed gives the same figures', wholeNumber, 1)
    .option('--iterations <number>', 'how often the future is drawn', wholeNumber, 100_000)
    .option('--now <instant>', 'as of this moment')
    .addOption(
      new Option('--full', 'the tail, the curves, every figure and its source').conflicts(['json', 'markdown']),
    )
    .addOption(new Option('--json', 'for machines, every digit').conflicts('markdown'))
    .option('--markdown', 'for a ticket or the minutes')
    .option('--svg <folder>', 'the pictures, too')
    .action(async (file: string, { full, json, markdown, now, ...rest }: ComputeOptions) => {
      const { options } = await import('../app/options.ts')
      const as = json ? 'json' : markdown ? 'markdown' : full ? 'full' : 'text'
      answered(await options({ file, as, version, ...(now !== undefined && { at: now }), ...rest }, ports))
    })

  program
    .command('plan')
    .description('When the release is possible: P50, P80, P95, what decides it, and the absolute minimum')
    .argument('<plan>', 'a plan (YAML), or a case file in which one was proposed')
    .option('--people <file>', 'for a case file: who works when')
    .option('--what-if <change>', 'add=person, add=evening, regression=limited; may be given again', collect, [])
    .option('--seed <number>', 'the same seed gives the same dates', wholeNumber, 1)
    .option('--iterations <number>', 'how often the plan is simulated', wholeNumber, 10_000)
    .option('--now <instant>', 'count from this moment')
    .addOption(new Option('--json', 'for machines').conflicts('markdown'))
    .option('--markdown', 'for a ticket or the minutes')
    .option('--svg <file>', 'the Gantt chart, too')
    .action(async (file: string, { json, markdown, now, whatIf, ...rest }: PlanOptions) => {
      const { plan } = await import('../app/plan.ts')
      const as = json ? 'json' : markdown ? 'markdown' : 'text'
      answered(
        await plan({ file, as, version, whatIfs: whatIf, ...(now !== undefined && { at: now }), ...rest }, ports),
      )
    })

  const profile = program.command('profile').description("A product's standing facts: write, check them")
  profile
    .command('init')
    .description('Print a profile to fill in, every line explained; or write it to a new file')
    .argument('[file]', 'where to')
    .action(async (file: string | undefined) => answered((await import('../app/profile.ts')).profileInit(file, ports)))
  profile
    .command('check')
    .description('Is a profile sound, what will be asked at each hold, and which law does it name?')
    .argument('<file>', 'the profile')
    .action(async (file: string) => answered((await import('../app/profile.ts')).profileCheck(file, ports)))

  const policy = program.command('policy').description("The organisation's rules: write, check, explain them")
  policy
    .command('init')
    .description('Print the default policy, every line explained')
    .action(async () => answered((await import('../app/policy-commands.ts')).policyInit(ports)))
  policy
    .command('schema')
    .description('Print the JSON Schema of a policy, for editors')
    .action(async () => answered(await (await import('../app/policy-commands.ts')).policySchema(ports)))
  policy
    .command('check')
    .description('Is a policy sound? With line, column, caret and suggestion where it is not')
    .argument('<files...>', "the organisation's, then the repository's")
    .action(async (files: string[]) =>
      answered(await (await import('../app/policy-commands.ts')).policyCheck(files, ports)),
    )
  policy
    .command('explain')
    .description('Which rule met which finding, and what a changed policy would do with these reports')
    .argument('<reports...>', 'files, folders, or - for standard input')
    .option('-r, --release <product@version>', 'what would be shipped')
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
    .option('--changed <file>', 'a policy to compare with')
    .action(
      async (
        paths: string[],
        { policy: policies, ...rest }: { policy: string[]; release?: string; changed?: string },
      ) => {
        const { policyExplain } = await import('../app/policy-commands.ts')
        answered(await policyExplain({ paths, policies, digests: [], ...rest }, ports))
      },
    )

  program
    .command('gate')
    .description('May this release be promoted, by its holds? Exit 0 clear, 3 held, 4 cannot tell')
    .argument('<product@version>', 'what would be promoted')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it, sha256:…; may be given again', collect, [])
    .option('--environment <name>', 'where it would go', 'production')
    .option('--at <instant>', 'ask as of this moment')
    .requiredOption('--case <file>', 'a case file; may be given again', collect, [])
    .addOption(new Option('-o, --output <form>', 'how to answer').choices(['text', 'json']).default('text'))
    .action(async (release: string, { digest, case: cases, ...rest }: GateOptions) => {
      const { gate } = await import('../app/gate.ts')
      answered(await gate({ release, digests: digest, cases, ...rest }, ports))
    })
  const cases = program.command('case').description('A case as its file tells it')
  cases
    .command('replay')
    .description('What a case amounts to at a moment, who can do what next, and what is missing to lift')
    .argument('<file>', 'a case file, one entry a line')
    .option('--at <instant>', 'as of this moment; now where not given')
    .option('-r, --release <product@version>', 'how does this release stand?')
    .option('--commit <sha>', 'its commit, in full')
    .option('--digest <digest>', 'an artifact of it; may be given again', collect, [])
    .option('--people <file>', 'who is who; without it roles stand for people')
    .option('--json', 'for machines')
    .action(async (file: string, { digest, json, ...rest }: ReplayOptions) => {
      const { caseReplay } = await import('../app/case.ts')
      answered(await caseReplay({ file, digests: digest, json: json === true, ...rest }, ports))
    })

  documentCommands(program, ports, answered)

  const log = program
    .command('log')
    .description('The record that shows tampering: verify it offline, prove an entry of it')
  log
    .command('verify')
    .description('Is this the log that was signed, whole and in order? Exit 5 where it is not')
    .argument('<bundle>', 'a log.bundle, or - for standard input')
    .requiredOption('--key <file>', "the log's public key")
    .option('--earlier <file>', 'a checkpoint seen before; may be given again', collect, [])
    .option('--json', 'for machines')
    .action(async (bundle: string, { key, earlier, json }: { key: string; earlier: string[]; json?: true }) => {
      const { logVerify } = await import('../app/log.ts')
      answered(await logVerify({ bundle, key, earlier, json: json === true }, ports))
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

  program
    .command('regression')
    .description('Evidence that nothing else broke')
    .command('compare')
    .description("Compare the candidate's test run with the base's: exit 0 no worse, 3 worse, 4 cannot tell")
    .argument('<base>', 'the run of what is known to work: JUnit XML or CTRF JSON')
    .argument('<candidate>', "the candidate's run, of the same tests")
    .option('--json', 'for machines')
    .action(async (base: string, candidate: string, { json }: { json?: true }) => {
      const { compareRegression } = await import('../app/regression.ts')
      answered(compareRegression({ base, candidate, json: json === true }, ports))
    })

  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    const { usage } = await import('../app/usage.ts')
    const { message, hint } = said(error)
    answered(usage(codeOf(error), message, hint, ports))
  }
  return exit
}

/** `commander.unknownOption` as one of our codes: `usage/unknown-option`. */
const codeOf = ({ code }: CommanderError): `usage/${string}` =>
  `usage/${code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Commander says its suggestion in brackets behind the message. */
function said({ code, message }: CommanderError): { message: string; hint: string } {
  if (code === 'commander.help') return { message: 'Name a command.', hint: 'The list above has them.' }
  const [, text = message, suggestion] = /^(?:error: )?([\s\S]*?)(?:\n\((.*)\))?$/.exec(message) ?? []
  return {
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    hint: suggestion ?? 'holdpoint --help, or holdpoint <command> --help, lists what there is.',
  }
}

interface ComputeOptions {
  readonly profile?: string
  readonly answers?: string
  readonly seed: number
  readonly iterations: number
  readonly now?: string
  readonly full?: true
  readonly json?: true
  readonly markdown?: true
  readonly svg?: string
}

interface PlanOptions {
  readonly people?: string
  readonly whatIf: string[]
  readonly seed: number
  readonly iterations: number
  readonly now?: string
  readonly json?: true
  readonly markdown?: true
  readonly svg?: string
}

interface GateOptions {
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string
  readonly at?: string
  readonly case: string[]
  readonly output: 'text' | 'json'
}

interface ReplayOptions {
  readonly at?: string
  readonly release?: string
  readonly commit?: string
  readonly digest: string[]
  readonly people?: string
  readonly json?: true
}

interface CheckOptions {
  readonly release?: string
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string
  readonly at?: string
  readonly policy: string[]
  readonly baseline?: string
  readonly exposure?: string
  readonly observe?: true
  readonly output: string[]
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number, from 0.')
  return Number(text)
}

function collect(value: string, before: readonly string[]): string[] {
  if (value === '') throw new InvalidArgumentError('It is empty.')
  return [...before, value]
}
