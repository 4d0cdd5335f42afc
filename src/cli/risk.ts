import { type Command, Option } from 'commander'
import { caseGiven, isAnswered, orOfServer } from './case-server.ts'
import { type Context, collect, wholeNumber } from './context.ts'

/** What shipping and waiting would cost, and when the fix can be there. */
export function riskCommands(program: Command, { answered, ports, version }: Context): void {
  orOfServer(program.command('options'))
    .description('What every way out costs, and from which chance of an attack fixing first pays')
    .argument('<case>', 'a risk case (YAML), a case file, or HP-7 of a server')
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
    .action(async (given: string, { full, json, markdown, now, server, token, ...rest }: ComputeOptions) => {
      const at = await caseGiven(given, { at: now, server, token }, ports)
      if (isAnswered(at)) return answered(at)
      const { options } = await import('../app/options.ts')
      const as = json ? 'json' : markdown ? 'markdown' : full ? 'full' : 'text'
      const { ports: outside, file, register } = at
      const found = { file, ...(register && { register }) }
      const request = { ...found, as, version, ...(now !== undefined && { at: now }), ...rest } as const
      answered(await options(request, outside))
    })

  orOfServer(program.command('plan'))
    .description('When the release is possible: P50, P80, P95, what decides it, and the absolute minimum')
    .argument('<plan>', 'a plan (YAML), a case file in which one was proposed, or HP-7 of a server')
    .option('--people <file>', 'for a case file: who works when')
    .option('--what-if <change>', 'add=person, add=evening, regression=limited; may be given again', collect, [])
    .option('--seed <number>', 'the same seed gives the same dates', wholeNumber, 1)
    .option('--iterations <number>', 'how often the plan is simulated', wholeNumber, 10_000)
    .option('--now <instant>', 'count from this moment')
    .addOption(new Option('--json', 'for machines').conflicts('markdown'))
    .option('--markdown', 'for a ticket or the minutes')
    .option('--svg <file>', 'the Gantt chart, too')
    .action(async (given: string, { json, markdown, now, whatIf, server, token, ...rest }: PlanOptions) => {
      const at = await caseGiven(given, { at: now, server, token }, ports)
      if (isAnswered(at)) return answered(at)
      const { plan } = await import('../app/plan.ts')
      const as = json ? 'json' : markdown ? 'markdown' : 'text'
      answered(
        await plan(
          { file: at.file, as, version, whatIfs: whatIf, ...(now !== undefined && { at: now }), ...rest },
          at.ports,
        ),
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
}

interface ComputeOptions {
  readonly server?: string
  readonly token?: string
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
  readonly server?: string
  readonly token?: string
  readonly people?: string
  readonly whatIf: string[]
  readonly seed: number
  readonly iterations: number
  readonly now?: string
  readonly json?: true
  readonly markdown?: true
  readonly svg?: string
}
