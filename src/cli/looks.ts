import type { Command } from 'commander'
import type { Context } from './context.ts'
import { atServer, type ServerOptions, serverOf } from './at-server.ts'

/** Who looked at a case. */
export function lookCommands(program: Command, { answered, ports }: Context): void {
  atServer(program.command('looks'))
    .description('Who looked at the words and the sensitive evidence of a case; for auditors and security managers')
    .argument('<case>', 'HP-7')
    .action(async (id: string, rest: ServerOptions) => {
      const { heardLooks, noServer } = await import('../app/remote.ts')
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const reply = await server.call('GET /api/cases/:id/looks', { params: { id } })
      answered(heardLooks(reply, rest.json === true, ports))
    })
}
