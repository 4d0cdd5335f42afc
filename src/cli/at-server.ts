import { type Command, Option } from 'commander'

/** Where the server is; the token comes by the environment, where no list of processes shows it. */
export const atServer = (command: Command, { json = true } = {}): Command => {
  command
    .addOption(new Option('--server <url>', 'where the server is').env('HOLDPOINT_URL'))
    .addOption(new Option('--token <token>', 'by the environment only').env('HOLDPOINT_TOKEN').hideHelp())
  return json ? command.option('--json', 'for machines') : command
}

export interface ServerOptions {
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly json?: true | undefined
}

export async function serverOf({ server, token }: ServerOptions) {
  if (!server) return undefined // an empty variable says nothing
  const { client } = await import('../api/client.ts')
  return client({ url: server, ...(token !== undefined && { token }) })
}
