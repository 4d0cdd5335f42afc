import { addMillis, DAY, HOUR, MINUTE } from '../core/instant.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { adoptPolicy, type GivenPolicy } from './adopt-policy.ts'
import { tick } from './clockwork.ts'
import { dropUntold } from './courier.ts'
import { tellDeadEnds } from './dead-ends.ts'
import { deliveryWatch } from './deliveries.ts'
import type { Directory } from './directory.ts'
import { feed } from './feed.ts'
import { type Gatekeeper, gatekeeper } from './gatekeeper.ts'
import { desk } from './handle/handle.ts'
import { looks } from './looks.ts'
import { notary } from './notary.ts'
import { policies } from './policies.ts'
import type { Ports } from './ports.ts'
import type { Recognise } from './ports/principal.ts'
import type { Listening, ListenOptions, Serving } from './ports/serving.ts'
import type { Store } from './ports/store.ts'
import { reading } from './reading.ts'
import { judgeAgain } from './record/judge-again.ts'
import { regularly } from './regularly.ts'
import type { ServeRequest } from './serve.ts'
import { service } from './service.ts'
import { SESSION_PREFIX } from './sign-in/sessions.ts'
import { type SignIn, signIn } from './sign-in/sign-in.ts'

export interface Running {
  readonly url: string
  readonly ask: Gatekeeper['ask']
  readonly signIn: SignIn
  /** Its name. */
  readonly policy: string
  stop(): Promise<void>
}

const SIGN_MS = 1_000
/** After so long a token or session that another process ended opens nothing any more. */
const REFRESH_MS = 1_000
const TICK_MS = 15_000
const DEAD_ENDS_MS = 60_000
const FLUSH_MS = 1_000
const JUDGE_MS = 1_000
const NOTICE_MS = 1_000
/** How soon a case hears that something affected runs somewhere. */
const WATCH_MS = 2_000
const FORGET_MS = HOUR
const SWEEP_MS = 10 * MINUTE
/** Answers at deploy time are kept for so long. */
const KEEP_ANSWERS_DAYS = 400
/** How many a try looks at until one is free. */
const PORTS = 20

/** Everything that runs on an open store: the desk, the gate, the notary, the clock, and what listens. */
export async function run(
  request: ServeRequest,
  { store, given, who }: { store: Store; given: GivenPolicy | undefined; who: Directory },
  serving: Serving,
  ports: Ports,
): Promise<Result<Running>> {
  const { ledger, shelf, agenda, outbox, keys } = store
  const { clock, crypto, chance } = ports
  const { version, lookDays, evidenceMb, secondFactor, oidc } = request
  const { studies, intake, recorder, passwords, hmac, provider } = serving
  const books = policies({ texts: store.policies, hash: ports.hash })
  const { ready, rules } = books
  const wishes = desk({ ledger, crypto, rules, ready })
  const records = recorder(store.door)
  const again = judgeAgain({ recorder: records, policy: () => under().policy, clock, chance })
  const keeper = gatekeeper({
    ledger,
    shelf,
    clock,
    crypto,
    hash: ports.hash,
    ready,
    under: (digest) => ({ policy: books.of(digest), rules: rules(who.people().grants, digest) }),
    unjudged: again.met,
  })
  const { under } = keeper
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
  })
  const warm = await keeper.warm()
  if (!warm.ok) return warm
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
  const complain = complaints(ports)
  const watch = deliveryWatch({ gatekeeper: keeper, deliveries: store.deliveries, desk: wishes, crypto })
  const sign = signs(notary({ ledger, keys, crypto }), keeper)
  const loops = [
    regularly(SIGN_MS, async () => complain('log', await sign())),
    regularly(REFRESH_MS, async () => complain('people', await who.refresh())),
    regularly(REFRESH_MS, async () => complain('sessions', await people.sessions.refresh())),
    regularly(SWEEP_MS, async () => complain('sessions', await store.accounts.sweep())),
    regularly(FLUSH_MS, async () => complain('looks', await seen.flush())),
    regularly(JUDGE_MS, async () => complain('evidence', await again.work())),
    regularly(TICK_MS, async () => {
      complain('looks erased', await store.looks.erase(lookDays))
      const told = await tick({ agenda, desk: wishes, crypto })
      complain('clock', told.ok ? told : { ok: false, problem: told.problem[0]! })
    }),
    regularly(DEAD_ENDS_MS, async () => {
      const head = await keeper.look()
      if (!head.ok) return
      const { rules: now } = under()
      const told = tellDeadEnds({ cases: keeper.allCases(), rules: now, now: head.value.now, desk: wishes, crypto })
      complain('dead-ends', await told)
    }),
    regularly(TICK_MS, async () => complain('outbox', await dropUntold(outbox))),
    regularly(WATCH_MS, async () => complain('deliveries', await watch())),
    regularly(FORGET_MS, async () => {
      complain('answers', await store.answers.forget(addMillis(clock.now(), -KEEP_ANSWERS_DAYS * DAY)))
    }),
  ]
  return ok({
    url: listening.value.url,
    ask: keeper.ask,
    signIn: people,
    policy: under().policy.name,
    async stop() {
      await listening.value.stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      await records.stop()
      await wishes.idle()
      complain('looks', await seen.flush())
      complain('log', await sign())
    },
  })
}

/** Listens where it was asked to; a try takes the next port that is free. */
async function listenOn(
  { host, port, log, version, example, anyPort, publicUrl, proxies }: ServeRequest,
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
