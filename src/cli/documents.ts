import { type Command, Option } from 'commander'
import { caseGiven, isAnswered, orOfServer } from './case-server.ts'
import { collect, type Context } from './context.ts'

interface CaseOptions {
  readonly at?: string
  readonly people?: string
  readonly policy: string[]
  readonly server?: string
  readonly token?: string
}
interface PrintOptions extends CaseOptions {
  readonly format: string
  readonly output?: string
}

/** The commands that turn a case into words for people. */
export function documentCommands(program: Command, { ports, answered, version }: Context): void {
  const about = (command: Command) =>
    orOfServer(command)
      .argument('<case>', 'a case file, one entry a line; or HP-7 of a server')
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
    .action(async (given: string, options: BriefOptions) => {
      const { for: audience, script, answers, missing, output: to, policy: policies, ...more } = options
      const { server: _server, token: _token, ...rest } = more
      const at = await caseGiven(given, options, ports)
      if (isAnswered(at)) return answered(at)
      const { ports: outside, ...found } = at
      const { brief } = await import('../app/brief.ts')
      const request = {
        ...found,
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
          outside,
        ),
      )
    })

  printed(program.command('document'))
    .description('One document of a case: minutes, decision, status update …')
    .argument('[kind]', 'which one; the list of them where not given')
    .addOption(new Option('--list', 'every kind there is').conflicts('kind'))
    .option('--kind <kind>', 'the same')
    .action(
      async (
        given: string,
        named: string | undefined,
        {
          kind = named,
          list,
          output: to,
          policy: policies,
          server,
          token,
          ...rest
        }: PrintOptions & { kind?: string; list?: true },
      ) => {
        const { listDocuments, printDocument } = await import('../app/document.ts')
        if (list || kind === undefined) return answered(listDocuments(ports))
        const at = await caseGiven(given, { policy: policies, server, token, ...rest }, ports)
        if (isAnswered(at)) return answered(at)
        const { ports: outside, ...found } = at
        answered(
          await printDocument({ ...found, version, kind, policies, ...rest, ...(to !== undefined && { to }) }, outside),
        )
      },
    )

  orOfServer(program.command('meeting'))
    .description('An invitation for the calendar, with agenda and roles; nothing of the weakness in it')
    .argument('<case>', 'a case file, one entry a line; or HP-7 of a server')
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
        given: string,
        { with: attendees, at: start, asOf: at, cancel, policy: policies, server, token, ...rest }: MeetingOptions,
      ) => {
        const found = await caseGiven(given, { at, policy: policies, server, token, ...rest }, ports)
        if (isAnswered(found)) return answered(found)
        const { ports: outside, ...known } = found
        const { meeting } = await import('../app/meeting.ts')
        const request = {
          ...known,
          version,
          attendees,
          start,
          cancel: cancel === true,
          policies,
          ...(at !== undefined && { at }),
          ...rest,
        }
        answered(await meeting(request, outside))
      },
    )

  about(program.command('rehearse'))
    .description('Practise the meeting: the other side raises this case’s objections, and presses once')
    .option('--as <role>', 'product-manager, development-lead, release-manager or executive', 'product-manager')
    .action(async (given: string, options: CaseOptions & { as: string }) => {
      const at = await caseGiven(given, options, ports)
      if (isAnswered(at)) return answered(at)
      const { ports: outside, ...found } = at
      const { rehearse } = await import('../app/rehearse.ts')
      const { policy: policies, server: _server, token: _token, ...rest } = options
      answered(await rehearse({ ...found, version, policies, ...rest }, outside))
    })
}

interface MeetingOptions {
  readonly server?: string
  readonly token?: string
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
