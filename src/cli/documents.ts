import { type Command, Option } from 'commander'
import { collect, type Context } from './context.ts'

interface CaseOptions {
  readonly at?: string
  readonly people?: string
  readonly policy: string[]
}
interface PrintOptions extends CaseOptions {
  readonly format: string
  readonly output?: string
}

/** The commands that turn a case into words for people. */
export function documentCommands(program: Command, { ports, answered, version }: Context): void {
  const about = (command: Command) =>
    command
      .argument('<case>', 'a case file, one entry a line')
      .option('--at <instant>', 'as of this moment; now where not given')
      .option('--people <file>', 'who is who; without it roles stand for people')
      .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
  const printed = (command: Command) =>
    about(command)
      .option('--format <form>', 'text, markdown, html, pdf, docx or json', 'text')
      .option('-o, --output <file>', 'a file; else standard output')

  printed(program.command('brief'))
    .description('The case in the words of those who read it')
    .option('--for <audience>', 'executive, product, engineering or release')
    .addOption(new Option('--script', 'the meeting, word for word').conflicts('for'))
    .option('--role <role>', 'who speaks it: analyst, manager or cloud')
    .addOption(new Option('--answers', 'objections and answers').conflicts(['for', 'script']))
    .addOption(new Option('--missing', 'what is not known, and who could say').conflicts(['for', 'script', 'answers']))
    .action(async (file: string, options: BriefOptions) => {
      const { for: audience, script, answers, missing, output: to, policy: policies, ...rest } = options
      const { brief } = await import('../app/brief.ts')
      const request = {
        file,
        version,
        script: script === true,
        answers: answers === true,
        missing: missing === true,
        policies,
        ...rest,
      }
      answered(
        await brief(
          { ...request, ...(audience !== undefined && { audience }), ...(to !== undefined && { to }) },
          ports,
        ),
      )
    })

  printed(program.command('document'))
    .description('One document of a case: minutes, decision, status update …')
    .addOption(new Option('--list', 'every kind there is').conflicts('kind'))
    .option('--kind <kind>', 'which one')
    .action(
      async (
        file: string,
        { kind, list, output: to, policy: policies, ...rest }: PrintOptions & { kind?: string; list?: true },
      ) => {
        const { listDocuments, printDocument } = await import('../app/document.ts')
        if (list || kind === undefined) return answered(listDocuments(ports))
        answered(
          await printDocument({ file, version, kind, policies, ...rest, ...(to !== undefined && { to }) }, ports),
        )
      },
    )

  program
    .command('meeting')
    .description('An invitation for the calendar, with agenda and roles; nothing of the weakness in it')
    .argument('<case>', 'a case file, one entry a line')
    .requiredOption('--at <instant>', 'when it begins, 2026-11-20T15:00:00Z')
    .option('--as-of <instant>', 'the case as of this moment; now where not given')
    .option('--people <file>', 'who is who; without it roles stand for people')
    .option('--policy <file>', "the organisation's policy; given again, the repository's", collect, [])
    .requiredOption('--with <addresses>', 'e-mail addresses, with commas between')
    .option('--from <address>', 'who invites; else the first of them')
    .option('--ics <file>', 'where to; over an earlier one it is a new version of the same meeting')
    .option('--cancel', 'call it off')
    .action(
      async (
        file: string,
        { with: attendees, at: start, asOf: at, cancel, policy: policies, ...rest }: MeetingOptions,
      ) => {
        const { meeting } = await import('../app/meeting.ts')
        const request = {
          file,
          version,
          attendees,
          start,
          cancel: cancel === true,
          policies,
          ...(at !== undefined && { at }),
          ...rest,
        }
        answered(await meeting(request, ports))
      },
    )

  about(program.command('rehearse'))
    .description('Practise the meeting: the other side raises this case’s objections, and presses once')
    .option('--as <role>', 'product-manager, development-lead, release-manager or executive', 'product-manager')
    .action(async (file: string, options: CaseOptions & { as: string }) => {
      const { rehearse } = await import('../app/rehearse.ts')
      const { policy: policies, ...rest } = options
      answered(await rehearse({ file, version, policies, ...rest }, ports))
    })
}

interface MeetingOptions {
  readonly at: string
  readonly asOf?: string
  readonly people?: string
  readonly policy: string[]
  readonly with: string
  readonly from?: string
  readonly ics?: string
  readonly cancel?: true
}

interface BriefOptions extends PrintOptions {
  readonly for?: string
  readonly script?: true
  readonly role?: string
  readonly answers?: true
  readonly missing?: true
}
