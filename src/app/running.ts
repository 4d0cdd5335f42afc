import type { SecondFactorFor } from '../core/people/authority.ts'
import { ok, type Result } from '../core/problem.ts'
import { adoptPolicy, type GivenPolicy } from './adopt-policy.ts'
import { doRegularly } from './chores.ts'
import type { Directory } from './directory.ts'
import { feed } from './feed.ts'
import { type Gatekeeper, gatekeeper } from './gatekeeper.ts'
import { desk } from './handle/handle.ts'
import { looks } from './looks.ts'
import { policies } from './policies.ts'
import type { Ports } from './ports.ts'
import type { ProviderSettings } from './ports/accounts.ts'
import type { Recognise } from './ports/principal.ts'
import type { Listening, ListenOptions, LogLevel, Serving } from './ports/serving.ts'
import type { Store } from './ports/store.ts'
import { reading } from './reading.ts'
import { judgeAgain } from './record/judge-again.ts'
import { service } from './service.ts'
import { SESSION_PREFIX } from './sign-in/sessions.ts'
import { type SignIn, signIn } from './sign-in/sign-in.ts'

/** How a server is to be run, on whichever store. */
export interface RunRequest {
  /** On a throwaway store with the example case. */
  readonly example: boolean
  /** Nobody named the port: in a try, the next one that is free will do. */
  readonly anyPort: boolean
  readonly host: string
  readonly port: number
  readonly log: LogLevel
  /** How long it is kept who looked at what. */
  readonly lookDays: number
  readonly version: string
  /** The most that one file of evidence may have, in MB. */
  readonly evidenceMb: number
  /** As people reach it, where something stands before it. */
  readonly publicUrl?: string
  readonly proxies: readonly string[]
  readonly secondFactor: SecondFactorFor
  readonly oidc?: ProviderSettings
}

export interface Running {
  readonly url: string
  readonly ask: Gatekeeper['ask']
  readonly signIn: SignIn
  /** Its name. */
  readonly policy: string
  stop(): Promise<void>
}

const NOTICE_MS = 1_000
/** How many a try looks at until one is free. */
const PORTS = 20

/** Everything that runs on an open store: the desk, the gate, the notary, the clock, and what listens. */
export async function run(
  request: RunRequest,
  { store, given, who }: { store: Store; given: GivenPolicy | undefined; who: Directory },
  serving: Serving,
  ports: Ports,
): Promise<Result<Running>> {
  const { ledger, shelf, keys } = store
  const { clock, crypto, chance } = ports
  const { version, lookDays, evidenceMb, secondFactor, oidc } = request
  const { studies, intake, recorder, passwords, hmac, provider } = serving
  const books = policies({ texts: store.policies, hash: ports.hash })
  const { ready, rules } = books
  const wishes = desk({ ledger, crypto, rules, ready })
  const records = recorder(store.door)
  const again = judgeAgain({
    recorder: records,
    policy: () => under().policy,
    terms: (product) => keeper.terms(product),
    clock,
    chance,
  })
  const keeper = gatekeeper({
    ledger,
    shelf,
    clock,
    crypto,
    hash: ports.hash,
    ready,
    under: (digest) => books.under(who.people().grants, digest),
    unjudged: again.met,
  })
  const { under } = keeper
  const warm = await keeper.warm() // without haste: a store with many cases takes more than a question waits
  if (!warm.ok) return warm
  const begun = await adoptPolicy(given, { desk: wishes, gatekeeper: keeper, texts: store.policies, clock, chance })
  if (!begun.ok) return begun
  const news = feed({ ledger, look: keeper.look })
  const seen = looks({ book: store.looks, clock })
  const read = reading({ looks: seen, under })
  const gateKey = keys.gate()
  if (!gateKey.ok) return gateKey
  const served = service({
    store,
    desk: wishes,
    gatekeeper: keeper,
    gateKey: gateKey.value,
    feed: news,
    crypto,
    chance,
    clock,
    under,
    reading: read,
    studies,
    evidenceBytes: evidenceMb * 2 ** 20,
    version,
    intake,
    recorder: records,
    policies: books,
    directory: who,
    files: ports.files,
  })
  void keeper.readAhead().catch(() => {}) // whoever asks first reads it then
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
  const recognise: Recognise = (token) =>
    token.startsWith(SESSION_PREFIX) ? people.recognise(token) : who.recognise(token)
  const listening = await listenOn(request, { service: served, recognise, signIn: people }, serving)
  if (!listening.ok) return listening
  const chores = doRegularly(
    {
      store,
      desk: wishes,
      gatekeeper: keeper,
      directory: who,
      looks: seen,
      sessions: people.sessions,
      again,
      lookDays,
    },
    ports,
  )
  return ok({
    url: listening.value.url,
    ask: keeper.ask,
    signIn: people,
    policy: under().policy.name,
    async stop() {
      await listening.value.stop()
      await chores.stop()
      await records.stop()
      await wishes.idle()
      await chores.last()
    },
  })
}

/** Listens where it was asked to; a try takes the next port that is free. */
async function listenOn(
  { host, port, log, version, example, anyPort, publicUrl, proxies }: RunRequest,
  behind: Pick<ListenOptions, 'service' | 'recognise' | 'signIn'>,
  { listen }: Serving,
): Promise<Result<Listening>> {
  const options = {
    ...behind,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(proxies.length > 0 && { proxies }),
    version,
    host,
    log,
    noticeMillis: NOTICE_MS,
  }
  let listening = await listen({ ...options, port })
  const until = example && anyPort ? port + PORTS : port
  for (let next = port + 1; isTaken(listening) && next < until; next++)
    listening = await listen({ ...options, port: next })
  return listening
}

const isTaken = (listening: Result<unknown>) => !listening.ok && listening.problem.code === 'server/no-port'
