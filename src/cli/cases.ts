import { type Command, Option } from 'commander'
import type { Answer } from '../app/answer.ts'
import { caseGiven, isAnswered, orOfServer } from './case-server.ts'
import { type Context, collect } from './context.ts'
import { serverOf } from './remote.ts'

/** A case, its holds, and the evidence for its end. */
export function caseCommands(program: Command, { answered, ports }: Context): void {
  program
    .command('gate')
    .description(
      'May this release be promoted, by its holds? Of a server, or of case files. Exit 0 clear, 3 held, 4 cannot tell',
    )
    .argument('<product@version>', 'what would be promoted')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it, sha256:…; may be given again', collect, [])
    .option('--environment <name>', 'where it would go', 'production')
    .option('--at <instant>', 'ask as of this moment')
    .addOption(new Option('--server <url>', 'the server that is asked').env('HOLDPOINT_URL'))
    .addOption(new Option('--token <token>', 'by the environment only').env('HOLDPOINT_TOKEN').hideHelp())
    .option('--case <file>', 'ask this case file instead; may be given again', collect, [])
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
    .addOption(new Option('-o, --output <form>', 'how to answer').choices(['text', 'json']).default('text'))
    .action(async (release: string, { digest, case: cases, policy, server, token, ...rest }: GateOptions) => {
      if (cases.length === 0) return answered(await askServer(release, { digest, server, token, ...rest }, ports))
      const { gate } = await import('../app/gate.ts')
      answered(await gate({ release, digests: digest, cases, policies: policy, ...rest }, ports))
    })

  const cases = program.command('case').description('A case as its file tells it')
  orOfServer(cases.command('replay'))
    .description('What a case amounts to at a moment, who can do what next, and what is missing to lift')
    .argument('<case>', 'a case file, one entry a line; or HP-7 of a server')
    .option('--at <instant>', 'as of this moment; now where not given')
    .option('-r, --release <product@version>', 'how does this release stand?')
    .option('--commit <sha>', 'its commit, in full')
    .option('--digest <digest>', 'an artifact of it; may be given again', collect, [])
    .option('--people <file>', 'who is who; without it roles stand for people')
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
    .option('--json', 'for machines')
    .action(async (given: string, { digest, json, policy, server, token, ...rest }: ReplayOptions) => {
      const at = await caseGiven(given, { policy, server, token, ...rest }, ports)
      if (isAnswered(at)) return answered(at)
      const { caseReplay } = await import('../app/case.ts')
      const { ports: outside, ...found } = at
      const request = { digests: digest, json: json === true, policies: policy, ...rest, ...found }
      answered(await caseReplay(request, outside))
    })

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
}

/** At the moment of the question, by whoever keeps the holds. */
async function askServer(
  release: string,
  { digest, server, token, commit, environment, output }: Omit<GateOptions, 'case' | 'policy'>,
  ports: Context['ports'],
): Promise<Answer> {
  const { heardVerdict, isAnswer, noServer, releaseOr } = await import('../app/remote.ts')
  const name = releaseOr(release, ports)
  if (isAnswer(name)) return name
  const at = await serverOf({ ...(server !== undefined && { server }), ...(token !== undefined && { token }) })
  if (!at) return noServer(ports)
  const query = { ...name, digest, environment, ...(commit !== undefined && { commit }) }
  return heardVerdict(await at.call('GET /api/gate', { query }), output === 'json', ports)
}

interface GateOptions {
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string
  readonly at?: string
  readonly case: string[]
  readonly policy: string[]
  readonly output: 'text' | 'json'
}

interface ReplayOptions {
  readonly server?: string
  readonly token?: string
  readonly at?: string
  readonly release?: string
  readonly commit?: string
  readonly digest: string[]
  readonly people?: string
  readonly policy: string[]
  readonly json?: true
}
