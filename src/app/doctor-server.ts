import { millisOf } from '../core/instant.ts'
import type { Answer } from './answer.ts'
import { diagnosis } from './doctor.ts'
import type { Check, Ports } from './ports.ts'

/** What came back from a server; undefined where nothing did. */
export interface Came {
  readonly status: number
  readonly body: unknown
  /** Of its clock, in milliseconds; NaN where it did not say. */
  readonly date: number
}

export interface ServerToExamine {
  readonly url: string
  readonly hasToken: boolean
  readonly version: string
  readonly ask: (path: string) => Promise<Came | { readonly why: string }>
}

const SKEW_SECONDS = 60

/** `holdpoint doctor --server`: is it there, can it answer, does it know us, and are we of one time and version? */
export async function doctorOfServer(server: ServerToExamine, json: boolean, ports: Ports): Promise<Answer> {
  const { url, ask } = server
  const health = await ask('/healthz')
  const of = `The server at ${url}`
  if ('why' in health || health.status !== 200) return diagnosis(of, [NOT_THERE(health)], json, ports)
  const checks: Check[] = [
    { what: 'server', state: 'fine', detail: 'answers' },
    clockCheck(health, ports),
    versionCheck(await ask('/api/openapi.json'), server),
    readyCheck(await ask('/readyz')),
    server.hasToken ? tokenCheck(await ask('/api/holds')) : NO_TOKEN,
  ]
  return diagnosis(of, checks, json, ports)
}

type Heard = Came | { readonly why: string }
const detailOf = (heard: Heard): string => {
  if ('why' in heard) return `no answer: ${heard.why}`
  const { detail } = (heard.body ?? {}) as { detail?: unknown }
  return typeof detail === 'string' ? detail : `status ${heard.status}`
}

const NOT_THERE = (heard: Heard): Check => ({
  what: 'server',
  state: 'broken',
  detail: detailOf(heard),
  hint: 'Does it run, and is the address right? Until it answers, every question to it is "unknown".',
})
const NO_TOKEN: Check = {
  what: 'token',
  state: 'warning',
  detail: 'none given',
  hint: 'Set HOLDPOINT_TOKEN; `holdpoint admin token create` makes one.',
}

function clockCheck({ date }: Came, { clock }: Ports): Check {
  const skew = Math.round((millisOf(clock.now()) - date) / 1_000)
  if (Number.isNaN(skew)) return { what: 'clock', state: 'warning', detail: 'it does not say what time it is' }
  const detail =
    Math.abs(skew) <= 1 ? 'agrees with ours' : `ours is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} its`
  return Math.abs(skew) > SKEW_SECONDS
    ? { what: 'clock', state: 'warning', detail, hint: 'Set both by NTP: answers are dated.' }
    : { what: 'clock', state: 'fine', detail }
}

function versionCheck(heard: Heard, { version }: ServerToExamine): Check {
  const body = ('body' in heard ? heard.body : undefined) as { info?: { version?: unknown } } | undefined
  const theirs = String(body?.info?.version ?? 'unknown')
  return theirs === version
    ? { what: 'version', state: 'fine', detail: `${version}, as ours` }
    : { what: 'version', state: 'warning', detail: `it is ${theirs}; ours is ${version}`, hint: 'Run the same here.' }
}

function readyCheck(heard: Heard): Check {
  return 'status' in heard && heard.status === 200
    ? { what: 'ready', state: 'fine', detail: 'it reads its log' }
    : {
        what: 'ready',
        state: 'broken',
        detail: detailOf(heard),
        hint: 'It answers "unknown" to every question. Look at its database: `holdpoint doctor` beside it.',
      }
}

function tokenCheck(heard: Heard): Check {
  if ('status' in heard && heard.status === 200) return { what: 'token', state: 'fine', detail: 'opens the server' }
  const hint = 'Ask an administrator for another one, or for a role.'
  return { what: 'token', state: 'broken', detail: detailOf(heard), hint }
}
