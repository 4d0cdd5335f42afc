import type { SecondFactorFor } from '../core/people/authority.ts'
import type { Hmac } from '../core/people/totp.ts'
import type { Policy } from '../core/policy/policy.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { type Answer, refusal } from './answer.ts'
import { rulesUnder } from './case-file.ts'
import { tick } from './clockwork.ts'
import { type Directory, directory } from './directory.ts'
import { feed } from './feed.ts'
import { gatekeeper } from './gatekeeper.ts'
import { desk } from './handle/handle.ts'
import { notary } from './notary.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import type { Passwords, Provider, ProviderSettings } from './ports/accounts.ts'
import type { Recognise } from './ports/principal.ts'
import type { Store, StorePlace } from './ports/store.ts'
import { regularly } from './regularly.ts'
import { type Service, service } from './service.ts'
import { firstSteps } from './sign-in/first-steps.ts'
import { SESSION_PREFIX } from './sign-in/sessions.ts'
import { type SignIn, signIn } from './sign-in/sign-in.ts'

export interface ServeRequest {
  /** The folder of the store; of its keys alone, where there is a URL. */
  readonly data?: string
  readonly url?: string
  readonly keys?: string
  /** The programs of an installed PostgreSQL. */
  readonly binaries?: string
  readonly host: string
  readonly port: number
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  readonly log: LogLevel
  readonly version: string
  /** As people reach it, where something stands before it. */
  readonly publicUrl?: string
  readonly proxies: readonly string[]
  readonly secondFactor: SecondFactorFor
  readonly oidc?: ProviderSettings
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info'

/** What serving needs from outside, beside what every command does. */
export interface Serving {
  readonly listen: Listen
  /** Settles when somebody asks this process to stop. */
  readonly asked: () => Promise<void>
  readonly passwords: Passwords
  readonly hmac: Hmac
  readonly provider: (settings: ProviderSettings) => Promise<Provider>
}

export interface ListenOptions {
  readonly service: Service
  readonly recognise: Recognise
  /** How people get in; without it tokens alone do. */
  readonly signIn?: SignIn
  /** As people reach the server, where something stands before it. */
  readonly publicUrl?: string
  /** Whose word about the address of who asks is taken: proxies, by address. */
  readonly proxies?: readonly string[]
  readonly version: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** What is worth a line on standard error. */
  readonly log?: LogLevel
  /** How long it says that it is not ready before it closes, so that a balancer sees it. */
  readonly noticeMillis?: number
}

export interface Listening {
  readonly url: string
  /** Says that it is not ready, ends what streams, answers what is under way, and closes. */
  stop(): Promise<void>
}

export type Listen = (options: ListenOptions) => Promise<Result<Listening>>

const SIGN_MS = 1_000
/** After so long a token that another process revoked opens nothing any more. */
const REFRESH_MS = 1_000
const TICK_MS = 15_000
const NOTICE_MS = 1_000
const SWEEP_MS = 600_000

/** `holdpoint serve`: the store, the gate and the API, until somebody asks it to stop. */
export async function serve(request: ServeRequest, ports: Ports): Promise<Answer> {
  const place = placeOf(request)
  if (!place.ok) return refusal([place.problem], ports)
  const policy = await loadPolicy(request.policies, ports)
  if (!policy.ok) return refusal(policy.problem, ports)
  const serving = await ports.serving()
  const store = await ports.stores.open(place.value)
  if (!store.ok) return refusal([store.problem], ports)
  try {
    const who = directory({ ledger: store.value.ledger, crypto: ports.crypto, clock: ports.clock })
    const met = await who.refresh()
    if (!met.ok) return refusal([met.problem], ports)
    const running = await run(request, { store: store.value, policy: policy.value, who }, serving, ports)
    if (!running.ok) return refusal([running.problem], ports)
    const { url, stop, signIn } = running.value
    const first = await firstSteps(
      who.people(),
      place.value,
      { at: request.publicUrl ?? url, signIn, store: store.value },
      ports,
    )
    if (!first.ok) {
      await stop()
      return refusal([first.problem], ports)
    }
    const where = 'url' in place.value ? 'the PostgreSQL of DATABASE_URL' : place.value.folder
    for (const line of screen(
      {
        version: request.version,
        url,
        store: where,
        log: store.value.keys.origin,
        policy: policy.value.name,
        signIn: first.value,
      },
      ports,
    ))
      ports.terminal.say(line)
    await serving.asked()
    ports.terminal.say('Stopping: what is under way is answered first.')
    await stop()
    return { exit: 0, complaints: [] }
  } finally {
    await store.value.close()
  }
}

interface Running {
  readonly url: string
  readonly signIn: SignIn
  stop(): Promise<void>
}

/** Everything that runs on an open store: the desk, the gate, the notary, the clock, and what listens. */
async function run(
  { host, port, log, version, publicUrl, proxies, secondFactor, oidc }: ServeRequest,
  { store, policy, who }: { store: Store; policy: Policy; who: Directory },
  { listen, passwords, hmac, provider }: Serving,
  ports: Ports,
): Promise<Result<Running>> {
  const { ledger, shelf, agenda, keys } = store
  const { clock, crypto, chance } = ports
  const under = () => ({ policy, rules: rulesUnder(policy, who.people().grants) })
  const wishes = desk({ ledger, crypto, rules: (people) => rulesUnder(policy, people) })
  const keeper = gatekeeper({ ledger, shelf, clock, crypto, under })
  const news = feed({ ledger, look: keeper.look })
  const served = service({ store, desk: wishes, gatekeeper: keeper, feed: news, crypto, chance, clock, under })
  const people = signIn({
    accounts: store.accounts,
    desk: wishes,
    people: who.people,
    refresh: who.refresh,
    clock,
    chance,
    crypto,
    hmac,
    passwords,
    secondFactor,
    ...(oidc && { provider: await provider(oidc) }),
  })
  const met = await people.sessions.refresh()
  if (!met.ok) return met
  const listening = await listen({
    service: served,
    recognise: (token) => (token.startsWith(SESSION_PREFIX) ? people.recognise(token) : who.recognise(token)),
    signIn: people,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(proxies.length > 0 && { proxies }),
    version,
    host,
    port,
    log,
    noticeMillis: NOTICE_MS,
  })
  if (!listening.ok) return listening
  const complain = complaints(ports)
  const sign = signs(notary({ ledger, keys, crypto }), keeper)
  const loops = [
    regularly(SIGN_MS, async () => complain('log', await sign())),
    regularly(REFRESH_MS, async () => complain('people', await who.refresh())),
    regularly(REFRESH_MS, async () => complain('sessions', await people.sessions.refresh())),
    regularly(SWEEP_MS, async () => complain('sessions', await store.accounts.sweep())),
    regularly(TICK_MS, async () => {
      const told = await tick({ agenda, desk: wishes, crypto })
      complain('clock', told.ok ? told : { ok: false, problem: told.problem[0]! })
    }),
  ]
  return ok({
    url: listening.value.url,
    signIn: people,
    async stop() {
      await listening.value.stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      await wishes.idle()
      complain('log', await sign())
    },
  })
}

/** Signs the log where it has grown since. */
function signs(by: ReturnType<typeof notary>, { look }: Pick<ReturnType<typeof gatekeeper>, 'look'>) {
  let signed: number | undefined
  return async (): Promise<Result<void>> => {
    const head = await look()
    if (!head.ok) return head
    if (head.value.size === signed) return ok(undefined)
    const note = await by.sign()
    if (!note.ok) return note
    signed = head.value.size // it may be further on by now: then it is signed once more
    return ok(undefined)
  }
}

/** Says a trouble once, and once more when it is over. */
function complaints({ terminal }: Ports) {
  const told = new Map<string, string>()
  return (what: string, result: Result<unknown>): void => {
    const before = told.get(what)
    const now = result.ok ? undefined : result.problem.code
    if (before === now) return
    if (result.ok) told.delete(what)
    else told.set(what, result.problem.code)
    terminal.say(result.ok ? `${before}: over` : `${said(result.problem)}`)
  }
}

const said = ({ code, message, hint }: Problem): string => `${code}  ${message}${hint ? ` ${hint}` : ''}`

function placeOf({ data, url, keys, binaries }: ServeRequest): Result<StorePlace> {
  const beside = keys ?? (data === undefined ? undefined : `${data}/keys`)
  if (url !== undefined && beside === undefined)
    return refuse(
      'usage/no-keys',
      'DATABASE_URL says where holds live, and nothing says where the keys are.',
      'Set HOLDPOINT_KEYS to a folder that no backup of the database holds.',
    )
  if (url !== undefined) return ok({ url, keys: beside! })
  if (data === undefined)
    return refuse('usage/no-store', 'Nothing says where holds are to live.', 'Give --data DIR, or set DATABASE_URL.')
  return ok({
    folder: data,
    mode: 'serve',
    ...(keys !== undefined && { keys }),
    ...(binaries !== undefined && { binaries }),
  })
}

interface Screen {
  readonly version: string
  readonly url: string
  readonly store: string
  readonly log: string
  readonly policy: string
  readonly signIn: readonly string[]
}

function screen(
  { version, url, store, log, policy, signIn }: Screen,
  { terminal: { style } }: Ports,
): readonly string[] {
  const [first = '', ...more] = signIn
  return [
    '',
    `${style('bold', `Holdpoint ${version}`)}  ${url}`,
    '',
    `  store    ${store}`,
    `  log      ${log}`,
    `  policy   ${policy}`,
    `  sign in  ${first}`,
    ...more.map((line) => `           ${line}`),
    '',
    style('dim', 'Ctrl-C stops it.'),
    '',
  ]
}
