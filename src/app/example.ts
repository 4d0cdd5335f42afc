import type { WishType } from '../core/case/command.ts'
import { type Actor, type CaseId, type Digest, uuidv7 } from '../core/ids.ts'
import { addMillis, type Instant, instantFromMillis, millisOf, MINUTE, parseInstant } from '../core/instant.ts'
import { CONSOLE, type PeopleWish } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import { POLICY } from '../core/policy/governance.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { toHex } from '../core/log/base.ts'
import { readPeople } from '../texts/people.ts'
import type { GivenPolicy } from './adopt-policy.ts'
import { digestOfSecret } from './directory.ts'
import { type Desk, desk } from './handle/handle.ts'
import type { Handled, Wished } from './handle/wished.ts'
import type { Ports } from './ports.ts'
import type { Ledger } from './ports/ledger.ts'
import type { PolicyTexts } from './ports/policies.ts'
import type { Store } from './ports/store.ts'
import { policies, type Policies } from './policies.ts'
import { sealWish } from './sealing.ts'

/** What a server in its first minute can be asked. */
export interface Example {
  readonly id: CaseId
  /** Of ana, an analyst. */
  readonly token: string
}

/** What the example tells: that the vulnerable release is held. */
export const EXAMPLE_RELEASE = {
  product: 'payments',
  version: '2.4.0',
  digests: [`sha256:${'0'.repeat(64)}`],
  environment: 'production',
} as const

/** The middle of the day: held and argued about, the first fix failed its retest, the second is not there yet. */
const NOW_THERE = '2026-11-20T14:00:00.000Z' as Instant
const WHO = 'ana' as Actor
const MAX_BYTES = 2 ** 20
const DAYS_MS = 30 * 24 * 60 * MINUTE

/**
 * Tells the example case to an empty store: wish by wish, through the desk that decides all others, each at its own time, so that the
 * middle of that day is now. @param folder  where the examples lie
 */
export async function tellExample(
  folder: string,
  {
    store: { ledger, policies: texts },
    given,
  }: { store: Pick<Store, 'ledger' | 'policies'>; given: GivenPolicy | undefined },
  ports: Ports,
): Promise<Result<Example, readonly Problem[]>> {
  const [wishes, people] = ['wishes.jsonl', 'people.yaml'].map((name) =>
    ports.files.text(`${folder}/${name}`, MAX_BYTES),
  )
  if (!wishes!.ok) return several(wishes!)
  if (!people!.ok) return several(people!)
  const who = readPeople('people.yaml', people!.value)
  if (!who.ok) return who
  const head = await ledger.head()
  if (!head.ok) return several(head)
  const shift = millisOf(head.value.now) - millisOf(NOW_THERE)
  const told = toldOf(wishes!.value, shift)
  const teller = tellerOf(ledger, policies({ texts, hash: ports.hash }), ports)
  const secret = `hp_${toHex(ports.chance.bytes(32))}`
  const first = addMillis(told[0]!.at, -MINUTE)
  const adopted = given ? await teller.adopt(first, given, texts) : ok(undefined)
  if (!adopted.ok) return several(adopted)
  for (const wish of introductions(who.value, secret, head.value.now, ports)) {
    const done = await teller.introduce(first, wish)
    if (!done.ok) return several(done)
  }
  let on: Wished['on'] = 'new'
  for (const one of told) {
    const done = await teller.tell(one, on)
    if (!done.ok) return several(done)
    on = done.value.stream as CaseId
  }
  return ok({ id: on as CaseId, token: secret })
}

const several = ({ problem }: { readonly problem: Problem }): Result<never, readonly Problem[]> => ({
  ok: false,
  problem: [problem],
})

interface Told {
  readonly at: Instant
  readonly by: Actor
  readonly type: WishType
  readonly said: unknown
}

/** What was said up to the moment that is to be now, every time in it moved. The file is ours: a test makes it. */
const toldOf = (text: string, shift: number): readonly Told[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
    .filter(({ at }) => at <= NOW_THERE)
    .map((one) => moved(one, shift) as Told)

function moved(value: unknown, shift: number): unknown {
  if (typeof value === 'string') {
    const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? parseInstant(value) : undefined
    return instant?.ok ? instantFromMillis(millisOf(instant.value) + shift) : value
  }
  if (Array.isArray(value)) return value.map((one) => moved(one, shift))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, shift)]))
}

function introductions(
  who: ReadonlyMap<Actor, readonly { readonly role: string }[]>,
  secret: string,
  now: Instant,
  { crypto }: Ports,
): readonly PeopleWish[] {
  const roles = [...who].flatMap(([person, grants]): PeopleWish[] => [
    { type: 'add_person', person },
    ...grants.map(({ role }) => ({ type: 'grant_role', person, role }) as PeopleWish),
  ])
  const digest = digestOfSecret(secret, crypto) as Digest
  return [...roles, { type: 'issue_token', token: 'example', person: WHO, digest, until: addMillis(now, DAYS_MS) }]
}

/** A desk at which each wish has a time of its own: those of an example are earlier than now. */
function tellerOf(ledger: Ledger, { rules, ready }: Policies, ports: Ports) {
  let at: Instant
  const then: Ledger = { ...ledger, append: (decide) => ledger.append((view) => decide({ ...view, now: at })) }
  const { crypto, chance } = ports
  const wishes: Desk = desk({ ledger: then, crypto, rules, ready })
  const id = () => uuidv7(at, chance.bytes(10))
  return {
    /** The policy of whoever tries theirs, before anything is decided: afterwards it would take two people. */
    async adopt(time: Instant, { policy, text }: GivenPolicy, texts: PolicyTexts): Promise<Result<unknown>> {
      at = time
      const kept = await texts.keep(policy.digest, text)
      const wish = { type: 'adopt_policy', text: policy.digest } as const
      return kept.ok ? wishes.handle({ id: id(), by: CONSOLE, on: POLICY, wish, openings: [] }) : kept
    },
    introduce(time: Instant, wish: PeopleWish): Promise<Result<Handled>> {
      at = time
      return wishes.handle({ id: id(), by: CONSOLE, on: PEOPLE, wish, openings: [] })
    },
    async tell({ type, said, by, at: time }: Told, on: Wished['on']): Promise<Result<Handled>> {
      at = time
      const sealed = sealWish(type, said, { crypto, chance })
      return sealed.ok ? wishes.handle({ id: id(), by, on, ...sealed.value }) : sealed
    },
  }
}
