import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Keeping } from './app/ports.ts'
import type { Serving, ServingPorts } from './app/ports/serving.ts'

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

async function ports(): Promise<ServingPorts> {
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
      upgrade: async (place) => (await import('./adapters/postgres/upgrade.ts')).openUpgrade(place),
      words: wordsOf(process.env),
    },
    keeping,
    chance: nodeChance,
    locksmith: async () => (await import('./adapters/locksmith.ts')).nodeLocksmith,
    serving,
    doctor: {
      examine: async (place) => (await import('./adapters/postgres/doctor.ts')).examinePlace(place),
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
  const [
    { serveHttp },
    { stopAsked },
    { throwawayFolder },
    { studioOf },
    { intake },
    { recorderOf },
    { scryptPasswords },
    { hmacSha1 },
  ] = await Promise.all([
    import('./server/server.ts'),
    import('./adapters/signals.ts'),
    import('./adapters/throwaway.ts'),
    import('./adapters/studio.ts'),
    import('./adapters/intake.ts'),
    import('./adapters/recorder.ts'),
    import('./adapters/passwords.ts'),
    import('./adapters/crypto.ts'),
  ])
  return {
    listen: serveHttp,
    asked: stopAsked,
    throwaway: throwawayFolder,
    examples: fileURLToPath(new URL('../examples', import.meta.url)),
    studies: studioOf(new URL('study-thread.js', import.meta.url)),
    intake,
    recorder: recorderOf(new URL('recording.js', import.meta.url)),
    passwords: scryptPasswords(),
    hmac: hmacSha1,
    provider: async (settings) => (await import('./adapters/oidc.ts')).openIdProvider(settings),
  }
}

/** What the environment says of the store; an empty variable says nothing. */
function wordsOf(env: NodeJS.ProcessEnv) {
  const { HOLDPOINT_DATA: data, DATABASE_URL: url, HOLDPOINT_KEYS: keys, HOLDPOINT_PG_BIN: binaries } = env
  return { ...(data && { data }), ...(url && { url }), ...(keys && { keys }), ...(binaries && { binaries }) }
}
