import { createInterface } from 'node:readline'
import process from 'node:process'
import { readPidFile } from './pid-file.ts'
import { type EmbeddedOptions, launch } from './launch.ts'
import { layoutOf } from './layout.ts'

/** What a process of a test says once it has launched, or not. */
export interface Said {
  readonly code?: string
  readonly message?: string
  readonly joined?: boolean
  readonly host?: string
  /** The server's process. */
  readonly server?: number
}

// Run as a program of its own, so that it can be killed. It ends by `stop`, or by `exit` without stopping the server.
const options = JSON.parse(process.argv[2]!) as EmbeddedOptions
const launched = await launch(options)
const server = launched.ok ? readPidFile(layoutOf(options.folder).pidFile)?.pid : undefined
const said: Said = launched.ok
  ? { joined: launched.value.joined, host: launched.value.connection.host, ...(server && { server }) }
  : launched.problem
process.stdout.write(`${JSON.stringify(said)}\n`)
createInterface(process.stdin).on('line', async (line) => {
  if (line === 'stop' && launched.ok) await launched.value.stop()
  process.exit()
})
