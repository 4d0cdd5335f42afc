import { type People } from '../core/people/people.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Asked } from '../core/case/standing.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { exampleText } from '../writers/terminal/example.ts'
import { type Answer, refusal } from './answer.ts'
import { rulesUnder } from './case-file.ts'
import { tick } from './clockwork.ts'
import { tellDeadEnds } from './dead-ends.ts'
import { type Directory, directory } from './directory.ts'
import { dropUntold } from './courier.ts'
import { type Example, EXAMPLE_RELEASE, tellExample } from './example.ts'
import { feed } from './feed.ts'
import { type Gatekeeper, gatekeeper } from './gatekeeper.ts'
import { desk } from './handle/handle.ts'
import { notary } from './notary.ts'
import { type PlaceWords, placeOf, placeText } from './place.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import type { Recognise } from './ports/principal.ts'
import type { Store, StorePlace } from './ports/store.ts'
import type { Throwaway } from './ports/throwaway.ts'
import { regularly } from './regularly.ts'
import { type Service, service } from './service.ts'

export interface ServeRequest {
  /** What the command itself says of the store. */
  readonly place: PlaceWords
  /** A throwaway store with the example case instead. */
  readonly example: boolean
  /** Nobody named the port: in a try, the next one that is free will do. */
  readonly anyPort: boolean
  readonly host: string
  readonly port: number
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  readonly log: LogLevel
  readonly version: string
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info'

/** What serving needs from outside, beside what every command does. */
export interface Serving {
  readonly listen: Listen
  /** Settles when somebody asks this process to stop. */
  readonly asked: () => Promise<void>
  readonly throwaway: () => Result<Throwaway>
  /** Where the examples lie. */
  readonly examples: string
}

export interface ListenOptions {
  readonly service: Service
  readonly recognise: Recognise
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
const DEAD_ENDS_MS = 60_000
const NOTICE_MS = 1_000
/** How many a try looks at until one is free. */
const PORTS = 20

const isTaken = (listening: Result<unknown>) => !listening.ok && listening.problem.code === 'server/no-port'

/** `holdpoint serve`: the store, the gate and the API, until somebody asks it to stop. */
export async function serve(request: ServeRequest, ports: Ports): Promise<Answer> {
  const place = request.example ? undefined : placeOf(request.place, ports.stores.words, 'serve')
  if (place && !place.ok) return refusal([place.problem], ports)
  if (!place && (request.place.data ?? request.place.url) !== undefined) return refusal([NO_REAL_LOG], ports)
  const serving = await ports.serving()
  const asked = serving.asked() // from now on: whoever asks while it starts is heard once it has
  if (place) return serveAt(place.value, request, { serving, asked }, ports)
  const throwaway = serving.throwaway()
  if (!throwaway.ok) return refusal([throwaway.problem], ports)
  const { folder, remove } = throwaway.value
  try {
    const { binaries = ports.stores.words.binaries } = request.place
    const there = { folder, mode: 'serve', ...(binaries !== undefined && { binaries }) } as const
    return await serveAt(there, request, { serving, asked }, ports)
  } finally {
    remove()
  }
}

const NO_REAL_LOG = problem(
  'usage/example-elsewhere',
  'The example case never enters a log that is kept.',
  'Leave out --example, or --data and --database-url.',
)

async function serveAt(
  place: StorePlace,
  request: ServeRequest,
  { serving, asked }: { serving: Serving; asked: Promise<void> },
  ports: Ports,
): Promise<Answer> {
  const policy = await loadPolicy(request.policies, ports)
  if (!policy.ok) return refusal(policy.problem, ports)
  const store = await ports.stores.open(place)
  if (!store.ok) return refusal(request.example ? [store.problem, WITHOUT_STORE] : [store.problem], ports)
  try {
    const { ledger, keys } = store.value
    const example = request.example
      ? await tellExample(serving.examples, { ledger, policy: policy.value }, ports)
      : ok(undefined)
    if (!example.ok) return refusal(example.problem, ports)
    const who = directory({ ledger, crypto: ports.crypto, clock: ports.clock })
    const met = await who.refresh()
    if (!met.ok) return refusal([met.problem], ports)
    const running = await run(request, { store: store.value, policy: policy.value, who }, serving, ports)
    if (!running.ok) return refusal([running.problem], ports)
    const { url } = running.value
    const isElsewhere = request.port !== 0 && !url.endsWith(`:${request.port}`)
    const hello = {
      version: request.version,
      url: isElsewhere ? `${url}  (${request.port} is taken)` : url,
      store: request.example ? `${placeText(place)}, thrown away when this stops` : placeText(place),
      log: keys.origin,
      policy: policy.value.name,
      signIn: signIn(who.people(), place, request.example),
    }
    for (const line of screen(hello, ports)) ports.terminal.say(line)
    if (example.value) await showExample(example.value, running.value, ports)
    ports.terminal.say(`${ports.terminal.style('dim', 'Ctrl-C stops it.')}\n`)
    await asked
    ports.terminal.say('Stopping: what is under way is answered first.')
    await running.value.stop()
    return { exit: 0, complaints: [] }
  } finally {
    await store.value.close()
  }
}

async function showExample(example: Example, { url, ask }: Running, ports: Ports): Promise<void> {
  const verdict = await ask(EXAMPLE_RELEASE as unknown as Asked)
  for (const line of exampleText(example, url, verdict, ports)) ports.terminal.say(line)
}

/** Said beside what kept the database of a try from starting. */
const WITHOUT_STORE = problem(
  'usage/no-database-here',
  'Without a database nothing is held at a server; reports and case files are judged all the same.',
  'npm run show, or: npx holdpoint check examples/reports --release payments@2.4.0. With a PostgreSQL of yours: DATABASE_URL=postgres://… HOLDPOINT_KEYS=DIR npm start',
)

interface Running {
  readonly url: string
  readonly ask: Gatekeeper['ask']
  stop(): Promise<void>
}

/** Everything that runs on an open store: the desk, the gate, the notary, the clock, and what listens. */
async function run(
  { host, port, log, version, example, anyPort }: ServeRequest,
  { store, policy, who }: { store: Store; policy: Policy; who: Directory },
  { listen }: Serving,
  ports: Ports,
): Promise<Result<Running>> {
  const { ledger, shelf, agenda, outbox, keys } = store
  const { clock, crypto, chance } = ports
  const { recognise } = who
  const under = () => ({ policy, rules: rulesUnder(policy, who.people().grants) })
  const wishes = desk({ ledger, crypto, rules: (people) => rulesUnder(policy, people) })
  const keeper = gatekeeper({ ledger, shelf, clock, crypto, under })
  const news = feed({ ledger, look: keeper.look })
  const served = service({ store, desk: wishes, gatekeeper: keeper, feed: news, crypto, chance, clock, under })
  const warm = await keeper.warm()
  if (!warm.ok) return warm
  const options = { service: served, recognise, version, host, log, noticeMillis: NOTICE_MS }
  let listening = await listen({ ...options, port })
  const until = example && anyPort ? port + PORTS : port
  for (let next = port + 1; isTaken(listening) && next < until; next++)
    listening = await listen({ ...options, port: next })
  if (!listening.ok) return listening
  const complain = complaints(ports)
  const sign = signs(notary({ ledger, keys, crypto }), keeper)
  const loops = [
    regularly(SIGN_MS, async () => complain('log', await sign())),
    regularly(REFRESH_MS, async () => complain('people', await who.refresh())),
    regularly(TICK_MS, async () => {
      const told = await tick({ agenda, desk: wishes, crypto })
      complain('clock', told.ok ? told : { ok: false, problem: told.problem[0]! })
    }),
    regularly(DEAD_ENDS_MS, async () => {
      const seen = await keeper.look()
      if (!seen.ok) return
      const { rules } = under()
      const told = tellDeadEnds({ cases: keeper.cases(), rules, now: seen.value.now, desk: wishes, crypto })
      complain('dead-ends', await told)
    }),
    regularly(TICK_MS, async () => complain('outbox', await dropUntold(outbox))),
  ]
  return ok({
    url: listening.value.url,
    ask: keeper.ask,
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

const said = ({ code, message, hint, at }: Problem): string =>
  [`${code} `, ...(at ? [`${at.file}:`] : []), message, ...(hint ? [hint] : [])].join(' ')

/** How one gets in: with a token, which whoever may read the data folder makes. */
function signIn({ tokens }: People, place: StorePlace, example: boolean): readonly string[] {
  const valid = [...tokens.values()].filter(({ revoked }) => !revoked).length
  const where = 'url' in place ? '' : ` --data ${place.folder}`
  const make = `npx holdpoint admin token create${where} --name ben --role security-manager`
  if (example) return ['as ana, with the token below; as somebody else:', make]
  return valid === 0
    ? ['nobody can yet; make a token:', make]
    : [`with a token (${valid} were made); another one:`, make]
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
  ]
}
