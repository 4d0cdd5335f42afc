import { type Command, Help } from 'commander'

/** What to type, in the order in which a bad night asks for it (docs/commands.md). */
export const HELP: readonly (readonly [heading: string, commands: readonly string[]])[] = [
  ['Stop a release, and ask whether it is stopped:', ['hold', 'holds', 'show', 'gate', 'check']],
  [
    'Say how grave it is, and be heard:',
    [
      'let-in',
      'looks',
      'attach',
      'evidence',
      'finding',
      'assess',
      'contain',
      'object',
      'decide',
      'change',
      'escalate',
      'acknowledge',
      'follow-up',
      'act',
    ],
  ],
  ['Figures, dates, papers:', ['options', 'plan', 'brief', 'document', 'meeting', 'rehearse']],
  [
    'Prove the fix, and lift the hold:',
    ['fixers', 'retest', 'regression', 'lift', 'delivered', 'deliveries', 'answers', 'review', 'close'],
  ],
  ['Or take the risk:', ['accept', 'override']],
  ['Anything else of a case:', ['wish', 'case']],
  ['Reports and scores:', ['read', 'diff', 'baseline', 'score', 'ssvc', 'feeds']],
  [
    'Who you are, who may do what, about which products:',
    ['login', 'logout', 'whoami', 'people', 'policy', 'product', 'profile'],
  ],
  ['For whoever runs the server:', ['serve', 'admin', 'log', 'backup', 'restore', 'upgrade', 'doctor', 'help']],
]

const AFTER = `
Found something?   holdpoint hold payments@2.4.0 --reason "Anybody can read the accounts" --digest sha256:…
Which server?      holdpoint login --server URL; a program has HOLDPOINT_URL and HOLDPOINT_TOKEN
`

/** The first screen of help: grouped by what somebody wants, not by how it is built. */
export function arranged(program: Command): void {
  const order = HELP.flatMap(([, names]) => names)
  const commands = program.commands as Command[] // commander lists groups in the order in which it finds the first of each
  commands.sort((a, b) => order.indexOf(a.name()) - order.indexOf(b.name()))
  for (const command of commands)
    command.helpGroup(HELP.find(([, names]) => names.includes(command.name()))?.[0] ?? 'More:')
  const help = new Help()
  program.addHelpText('after', AFTER).configureHelp({
    visibleCommands: (of) => {
      const shown = help.visibleCommands(of)
      if (of === program) shown.find((one) => one.name() === 'help')?.helpGroup(HELP.at(-1)![0]) // commander's own
      return shown
    },
  })
}

/** How the command that was meant is written, as far as the words say which. */
export function usageOf(program: Command, argv: readonly string[]): string {
  let command = program
  const path = ['holdpoint']
  for (const word of argv) {
    const below = command.commands.find((one) => one.name() === word)
    if (!below) break
    command = below
    path.push(word)
  }
  if (command === program) return '`holdpoint --help` lists what there is.'
  const called = path.join(' ')
  return `Write: ${called} ${command.usage()}; \`${called} --help\` says the rest.`
}
