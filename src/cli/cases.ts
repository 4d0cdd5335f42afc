import { type Command, Option } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { SignedReply } from '../app/signed.ts'
import { caseGiven, isAnswered, orOfServer } from './case-server.ts'
import { type Context, collect } from './context.ts'
import { serverOf } from './at-server.ts'

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
    .option('--signed', 'have the answer signed, to be carried and checked without the server')
    .option('--offline <file>', 'no server is asked: what does this signed decision say? Blind to what came after it')
    .option('--key <file>', "the server's gate.pub, or an override.pub: what a decision must be signed with")
    .option('--deploying', 'this is deploy time: the server writes down what it answers')
    .option('-o, --output <form>', 'how to answer: text or json; with --signed, the file it goes to')
    .action(async (release: string, options: GateOptions) => {
      if (options.signed ?? options.offline ?? (options.deploying && options.case.length > 0))
        return answered(await askSigned(release, options, ports))
      const { digest, case: cases, policy, server, token, output = 'text', ...rest } = options
      if (output !== 'text' && output !== 'json') return answered(await noForm(output, ports))
      const asked = { ...rest, digest, output } as const
      if (cases.length === 0) return answered(await askServer(release, { ...asked, server, token }, ports))
      const { gate } = await import('../app/gate.ts')
      answered(await gate({ release, digests: digest, cases, policies: policy, ...asked }, ports))
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
  { digest, server, token, commit, environment, output, deploying }: Omit<GateOptions, 'case' | 'policy'>,
  ports: Context['ports'],
): Promise<Answer> {
  const { heardVerdict, isAnswer, noServer, releaseOr } = await import('../app/remote.ts')
  const name = releaseOr(release, ports)
  if (isAnswer(name)) return name
  const at = await serverOf({ ...(server !== undefined && { server }), ...(token !== undefined && { token }) })
  if (!at) return noServer(ports)
  const query = { ...name, digest, environment, ...(commit !== undefined && { commit }), ...purpose(deploying) }
  return heardVerdict(await at.call('GET /api/gate', { query }), output === 'json', ports)
}

/** A decision that can be carried: fetched, or looked at where no server is. The one is never a way out for the other. */
async function askSigned(
  release: string,
  { digest, signed, offline, output, key, server, token, commit, environment, at, deploying, case: files }: GateOptions,
  ports: Context['ports'],
): Promise<Answer> {
  const { usage } = await import('../app/usage.ts')
  if (at !== undefined || files.length > 0 || (offline !== undefined && (signed ?? deploying)))
    return usage(
      'usage/conflicting-option',
      '--signed, --offline, --case and --at exclude each other; what is asked offline nobody writes down (--deploying).',
      'A signed decision is of its own moment: give one of them.',
      ports,
    )
  const words = { release, digests: digest, environment, key, ...(commit !== undefined && { commit }) }
  if (offline !== undefined) {
    if (output !== undefined && output !== 'text' && output !== 'json') return noForm(output, ports)
    const { gateOffline } = await import('../app/offline.ts')
    return gateOffline({ ...words, decision: offline, output: output ?? 'text' }, ports)
  }
  const [{ heardSigned }, { isAnswer, noServer, releaseOr }] = await Promise.all([
    import('../app/signed.ts'),
    import('../app/remote.ts'),
  ])
  const name = releaseOr(release, ports)
  if (isAnswer(name)) return name
  const where = await serverOf({ ...(server !== undefined && { server }), ...(token !== undefined && { token }) })
  if (!where) return noServer(ports)
  const query = {
    ...name,
    digest,
    environment,
    signed: 'true',
    ...(commit !== undefined && { commit }),
    ...purpose(deploying),
  } as const
  const reply = await where.call('GET /api/gate', { query })
  return heardSigned(reply as unknown as SignedReply, { ...words, ...(output !== undefined && { to: output }) }, ports)
}

const purpose = (deploying: true | undefined) => (deploying ? ({ purpose: 'deploy' } as const) : {})

async function noForm(form: string, ports: Context['ports']): Promise<Answer> {
  const { usage } = await import('../app/usage.ts')
  const message = `"${form.slice(0, 60)}" is no way to answer.`
  return usage('usage/invalid-argument', message, 'Say text or json; a file, with --signed.', ports)
}

interface GateOptions {
  readonly signed?: true
  readonly deploying?: true
  readonly offline?: string
  readonly key?: string
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string
  readonly at?: string
  readonly case: string[]
  readonly policy: string[]
  readonly output?: string
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
