import type { Command } from 'commander'
import { atServer, type ServerOptions, serverOf } from './at-server.ts'
import { type Context, collect } from './context.ts'

/** What is asked of a server. */
export function remoteCommands(program: Command, { answered, ports }: Context): void {
  atServer(program.command('hold'))
    .description('Holds a release, now: every path that asks is told so from the answer on')
    .argument('<product@version>', 'what must not ship')
    .option('--reason <text>', 'why, in a sentence (needed)')
    .option('--title <text>', 'what was found; the reason where not given')
    .option('--commit <sha>', 'the commit it was built from, in full')
    .option('--digest <digest>', 'an artifact of it; may be given again', collect, [])
    .option('--environment <name>', 'where it must not go; production where not given; may be given again', collect, [])
    .option('--finding <file>', 'what was found, written down in a file; may be given again', collect, [])
    .option('--evidence <file>', 'what shows it: sent once the hold is in force; may be given again', collect, [])
    .option('--case <case>', 'one that is open already, where the same weakness concerns another product')
    .action(async (release: string, { digest, environment, finding, case: on, json, ...rest }: HoldOptions) => {
      const { caseServerOf } = await import('./case-server.ts')
      const server = await caseServerOf(rest)
      if (!server) return answered((await import('../app/remote.ts')).noServer(ports))
      const { hold } = await import('../app/words/hold.ts')
      const request = { release, digests: digest, environments: environment, findings: finding, on, ...rest }
      answered(await hold(request, { server, ports, json: json === true }))
    })
  atServer(program.command('holds'))
    .description('Which products are held')
    .option('--product <name>', 'only this one')
    .action(async ({ product, ...rest }: ServerOptions & { product?: string }) => {
      const { heardHolds, noServer } = await import('../app/remote.ts')
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const ask = (cursor?: string) =>
        server.call('GET /api/holds', {
          query: { limit: 200, ...(product !== undefined && { product }), ...(cursor !== undefined && { cursor }) },
        })
      let reply = await ask()
      const holds: (typeof reply & { ok: true })['value']['holds'] = []
      for (; reply.ok; reply = await ask(reply.value.next_cursor)) {
        holds.push(...reply.value.holds)
        if (reply.value.next_cursor === undefined) break
      }
      answered(heardHolds(reply.ok ? { ok: true, value: { holds } } : reply, rest.json === true, ports))
    })
  atServer(program.command('show'))
    .description('A case: its holds, and who can do what next')
    .argument('<case>', 'HP-7')
    .action(async (id: string, rest: ServerOptions) => {
      const { noServer } = await import('../app/remote.ts')
      const { caseServerOf } = await import('./case-server.ts')
      const { showCase } = await import('../app/words/show.ts')
      const server = await caseServerOf(rest)
      if (!server) return answered(noServer(ports))
      answered(await showCase(id, { server, ports, json: rest.json === true }))
    })
  atServer(program.command('wish'))
    .description('Anything else that may happen to a case: holdpoint wish HP-7 lifts candidate=12 line=ends')
    .argument('<case>', 'HP-7')
    .argument('<noun>', 'as in the API: assessments, objections, candidates, proofs, lifts …')
    .argument('[field...]', 'name=value; what looks like JSON is JSON')
    .action(async (id: string, noun: string, pairs: string[], rest: ServerOptions) => {
      const { fieldsOf, heardWish, isAnswer, noServer } = await import('../app/remote.ts')
      const fields = fieldsOf(pairs, ports)
      if (isAnswer(fields)) return answered(fields)
      const server = await serverOf(rest)
      if (!server) return answered(noServer(ports))
      const key = `POST /api/cases/:id/${encodeURIComponent(noun)}` as 'POST /api/cases/:id/lifts'
      answered(heardWish(await server.call(key, { params: { id }, body: fields as never }), ports))
    })
}

interface HoldOptions extends ServerOptions {
  readonly reason?: string
  readonly title?: string
  readonly commit?: string
  readonly digest: string[]
  readonly environment: string[]
  readonly finding: string[]
  readonly evidence: string[]
  readonly case?: string
}
