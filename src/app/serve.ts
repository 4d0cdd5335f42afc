import type { Asked } from '../core/case/standing.ts'
import { ok, problem } from '../core/problem.ts'
import { exampleText } from '../writers/terminal/example.ts'
import { givenPolicy } from './adopt-policy.ts'
import { type Answer, refusal } from './answer.ts'
import { directory } from './directory.ts'
import { type Example, EXAMPLE_RELEASE, tellExample } from './example.ts'
import { firstSteps, screen } from './first-screen.ts'
import { tellAddress } from './address.ts'
import { type PlaceWords, placeOf, placeText } from './place.ts'
import type { Ports } from './ports.ts'
import type { ProviderSettings } from './ports/accounts.ts'
import type { Serving, ServingPorts } from './ports/serving.ts'
import type { StorePlace } from './ports/store.ts'
import { run, type Running, type RunRequest } from './running.ts'

export interface ServeRequest extends RunRequest {
  /** What the command itself says of the store. */
  readonly place: PlaceWords
  /** The organisation's policy, for a server that has none. */
  readonly policy?: string
}

/** `holdpoint serve`: the store, the gate and the API, until somebody asks it to stop. */
export async function serve(request: ServeRequest, ports: ServingPorts): Promise<Answer> {
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
  const given = await givenPolicy(request.policy, ports)
  if (!given.ok) return refusal(given.problem, ports)
  const store = await ports.stores.open(place)
  if (!store.ok) return refusal(request.example ? [store.problem, WITHOUT_STORE] : [store.problem], ports)
  try {
    const { ledger, keys } = store.value
    const example = request.example
      ? await tellExample(serving.examples, { store: store.value, given: given.value }, ports)
      : ok(undefined)
    if (!example.ok) return refusal(example.problem, ports)
    const who = directory({ ledger, crypto: ports.crypto, clock: ports.clock })
    const met = await who.refresh()
    if (!met.ok) return refusal([met.problem], ports)
    const running = await run(request, { store: store.value, given: given.value, who }, serving, ports)
    if (!running.ok) return refusal([running.problem], ports)
    const { url, policy, signIn } = running.value
    if (!request.example) tellAddress(place, request.publicUrl ?? url, ports)
    const at = { at: request.publicUrl ?? url, signIn, store: store.value, example: request.example }
    const first = await firstSteps(who.people(), place, at, ports)
    if (!first.ok) {
      await running.value.stop()
      return refusal([first.problem], ports)
    }
    const isElsewhere = request.port !== 0 && !url.endsWith(`:${request.port}`)
    const hello = {
      version: request.version,
      url: isElsewhere ? `${url}  (${request.port} is taken)` : url,
      store: request.example ? `${placeText(place)}, thrown away when this stops` : placeText(place),
      log: keys.origin,
      policy,
      signIn: first.value,
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

/** What is said of an OpenID provider, all of it or nothing. */
export function providerOf(
  said: {
    readonly oidcIssuer: string | undefined
    readonly oidcClientId: string | undefined
    readonly oidcClientSecret: string | undefined
    readonly name: string
    readonly trusted: boolean
  },
  ports: Ports,
): ProviderSettings | Answer | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, name, trusted } = said
  if (issuer === undefined && clientId === undefined) return undefined
  if (issuer !== undefined && clientId !== undefined)
    return { issuer, clientId, name, secondFactorTrusted: trusted, ...(clientSecret && { clientSecret }) }
  const missing = issuer === undefined ? 'HOLDPOINT_OIDC_ISSUER' : 'HOLDPOINT_OIDC_CLIENT_ID'
  return refusal([problem('usage/no-provider', `${missing} is missing.`, 'Set both, or neither.')], ports)
}
