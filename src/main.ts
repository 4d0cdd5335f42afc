import process from 'node:process'
import type { Keeping, Ports } from './app/ports.ts'
import type { Serving } from './app/serve.ts'

declare const __VERSION__: string

const argv = process.argv.slice(2)

try {
  process.exitCode = await main()
} catch (error) {
  // A crash is never a verdict: exit 1 means that we failed, not that anything was decided.
  process.stderr.write('holdpoint/fault  This is a fault of Holdpoint, not of your reports; nothing was decided.\n')
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { run } = await import('./cli/program.ts')
  return run(argv, __VERSION__, await ports(), (line) => process.stderr.write(`${line}\n`))
}

async function ports(): Promise<Ports> {
  const [
    { systemClock },
    { nodeHash },
    { nodeCrypto },
    { nodeFiles },
    { dataFolder },
    { processTerminal },
    { workingOf },
    { crewOf },
    { nodeChance },
    { loginsIn },
  ] = await Promise.all([
    import('./adapters/clock.ts'),
    import('./adapters/hash.ts'),
    import('./adapters/crypto.ts'),
    import('./adapters/files.ts'),
    import('./adapters/data.ts'),
    import('./adapters/terminal.ts'),
    import('./adapters/calendar.ts'),
    import('./adapters/crew.ts'),
    import('./adapters/chance.ts'),
    import('./adapters/logins.ts'),
  ])
  return {
    clock: systemClock,
    hash: nodeHash,
    crypto: nodeCrypto,
    files: nodeFiles,
    // Archives are rare: what unpacks them is loaded with the first.
    archives: { unpack: async (...packed) => (await import('./adapters/unpack.ts')).archives().unpack(...packed) },
    crew: crewOf(new URL('thread.js', import.meta.url)),
    data: dataFolder(process.env),
    logins: loginsIn(process.env),
    terminal: processTerminal(),
    typesetter: { pdf: async (what) => (await import('./adapters/typst.ts')).typst.pdf(what) },
    calendars: { working: workingOf },
    stores: {
      open: async (place) => (await import('./adapters/postgres/open.ts')).openStore(place),
      bare: async (place) => (await import('./adapters/postgres/open.ts')).openBare(place),
      words: wordsOf(process.env),
    },
    keeping,
    chance: nodeChance,
    serving,
    doctor: {
      examine: async (folder) => {
        const { examine } = await import('./adapters/postgres/embedded/doctor.ts')
        const { HOLDPOINT_PG_BIN: binaries } = process.env
        return examine({ folder, ...(binaries && { binaries }) })
      },
    },
  }
}

async function keeping(): Promise<Keeping> {
  const [{ packedFiles: files }, { sha256Hashing: hashing }] = await Promise.all([
    import('./adapters/packed.ts'),
    import('./adapters/hashing.ts'),
  ])
  return { files, hashing }
}

async function serving(): Promise<Serving> {
  const [{ serveHttp }, { stopAsked }, { scryptPasswords }, { hmacSha1 }] = await Promise.all([
    import('./server/server.ts'),
    import('./adapters/signals.ts'),
    import('./adapters/passwords.ts'),
    import('./adapters/crypto.ts'),
  ])
  return {
    listen: serveHttp,
    asked: stopAsked,
    passwords: scryptPasswords(),
    hmac: hmacSha1,
    provider: async (settings) => (await import('./adapters/oidc.ts')).openIdProvider(settings),
  }
}

/** What the environment says of the store; an empty variable says nothing. */
function wordsOf({ DATABASE_URL: url, HOLDPOINT_KEYS: keys, HOLDPOINT_PG_BIN: binaries }: NodeJS.ProcessEnv) {
  return { ...(url && { url }), ...(keys && { keys }), ...(binaries && { binaries }) }
}
