import { parseAccountName, waysOf } from '../../core/people/accounts.ts'
import { type Actor, parseActor } from '../../core/ids.ts'
import { addMillis, MINUTE } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Provider, ProviderStep, Session, Vouched } from '../ports/accounts.ts'
import type { Enter, Entered } from './enter.ts'
import { type Invitations, useBy } from './invitations.ts'
import type { From, SignInPorts } from './ports.ts'
import { digestOf, newSecret } from './secret.ts'
import type { Sessions } from './sessions.ts'
import { tell } from './tell.ts'

/** Why somebody goes to the provider: to sign in; to sign in from now on that way too; with an invitation in the hand. */
export type Errand =
  | { readonly is: 'sign-in' }
  | { readonly is: 'link'; readonly session: Session }
  | { readonly is: 'invitation'; readonly code: string }

export interface ProviderWay {
  readonly name: string
  /** @param back the address of ours that the provider sends them back to. @returns where to send them; `browser` is for a cookie */
  begin(errand: Errand, back: string): Promise<Result<{ readonly url: string; readonly browser: string }>>
  /** They are back. Each state comes back once, to the browser that left with it. */
  finish(url: URL, browser: string | undefined, from: From): Promise<Result<Entered>>
}

const AWAY_MS = 10 * MINUTE

interface Kept {
  readonly step: ProviderStep
  readonly browser: string
  readonly errand: { is: 'sign-in' } | { is: 'link'; person: Actor; id: string } | { is: 'invitation'; code: string }
}

export function providerWay(
  provider: Provider,
  { enter, sessions, invitations }: { enter: Enter; sessions: Sessions; invitations: Invitations },
  ports: SignInPorts,
): ProviderWay {
  const { accounts, clock, people } = ports
  const ticketOf = (state: string) => ({ sort: 'state', digest: digestOf(state, ports) }) as const
  const hash = (text: string) => toHex(digestOf(text, ports))

  return {
    name: provider.name,
    async begin(errand, back) {
      const step = await provider.begin(back)
      if (!step.ok) return step
      const browser = newSecret(ports)
      const kept: Kept = { step: step.value, browser: hash(browser), errand: keptErrand(errand) }
      const until = addMillis(clock.now(), AWAY_MS)
      const put = await accounts.keepTicket({ ...ticketOf(step.value.state), until }, JSON.stringify(kept))
      return put.ok ? ok({ url: step.value.url, browser }) : put
    },

    async finish(url, browser, from) {
      const taken = await accounts.takeTicket(ticketOf(url.searchParams.get('state') ?? ''))
      if (!taken.ok) return taken
      const kept = taken.value === undefined ? undefined : (JSON.parse(taken.value) as Kept)
      if (!kept || browser === undefined || hash(browser) !== kept.browser) return STRANGE_STATE
      const back = new URL(kept.step.redirect)
      back.search = url.search
      const vouched = await provider.finish(back.href, kept.step)
      if (!vouched.ok) return vouched
      const person = await personFor(kept.errand, vouched.value)
      if (!person.ok) return person
      if (kept.errand.is === 'link') await sessions.end(person.value, { only: kept.errand.id as Session['id'] })
      return enter.let(person.value, vouched.value.both, 'browser', from)
    },
  }

  async function personFor(errand: Kept['errand'], vouched: Vouched): Promise<Result<Actor>> {
    const known = await accounts.linked(vouched)
    if (!known.ok) return known
    if (errand.is === 'sign-in') return known.value === undefined ? newcomer(vouched) : ok(known.value)
    const wanted = await wantedBy(errand)
    if (!wanted.ok) return wanted
    const person = wanted.value
    if (known.value !== undefined && known.value !== person) return SOMEBODY_ELSES
    const cleared = waysOf(people().accounts, person).provider ? ok(undefined) : await accounts.unlink(person)
    if (!cleared.ok) return cleared
    const told =
      errand.is === 'link'
        ? await tell({ type: 'link_provider', person }, person, ports)
        : await useBy('provider', person, errand.code, ports)
    return told.ok ? linkedTo(vouched, person) : told
  }

  async function wantedBy(errand: Exclude<Kept['errand'], { is: 'sign-in' }>): Promise<Result<Actor>> {
    if (errand.is === 'link') return sessions.known(errand.id as Session['id']) ? ok(errand.person) : STRANGE_STATE // signed out meanwhile
    const link = await invitations.look(errand.code)
    if (!link.ok) return link
    return link.value.person === undefined || link.value.purpose !== 'invitation' ? BY_PASSWORD : ok(link.value.person)
  }

  /** An account without a role, under a name that nobody had. It is in the log before anything leads to it. */
  async function newcomer(vouched: Vouched): Promise<Result<Actor>> {
    for (const name of namesFor(vouched, hash(`${vouched.issuer} ${vouched.subject}`))) {
      const arrived = await tell({ type: 'arrive', person: name }, name, ports)
      if (arrived.ok) return linkedTo(vouched, name)
      if (arrived.problem.code !== 'people/name-taken') return arrived
    }
    return SOMEBODY_ELSES
  }

  async function linkedTo(vouched: Vouched, person: Actor): Promise<Result<Actor>> {
    const whose = await accounts.link(vouched, person)
    if (!whose.ok) return whose
    // A second one would be a way in that nothing shows: the log says of each person that one is linked.
    if (whose.value === undefined) return THERE_ALREADY
    return people().grants.has(whose.value) ? ok(whose.value) : SOMEBODY_ELSES
  }
}

/** What they like to be called, and then with something behind it. Never the name of somebody who is there. */
function namesFor({ name }: Vouched, mark: string): readonly Actor[] {
  const wish = (name ?? '')
    .toLowerCase()
    .replace(/@.*$/, '')
    .replaceAll(/[^a-z0-9._-]/g, '')
  return [wish, `${wish || 'person'}-${mark.slice(0, 4)}`, `person-${mark.slice(0, 16)}`].flatMap((one) => {
    const parsed = parseAccountName(one)
    return parsed.ok && parseActor(one).ok ? [parsed.value] : []
  })
}

const keptErrand = (errand: Errand): Kept['errand'] =>
  errand.is === 'link' ? { is: 'link', person: errand.session.person, id: errand.session.id } : errand

const STRANGE_STATE = refuse(
  'sign-in/state-unknown',
  'This answer of the provider belongs to no sign-in that waits for it here.',
  'Begin again.',
)
const SOMEBODY_ELSES = refuse(
  'sign-in/account-linked',
  "This account of the provider is somebody else's here.",
  'Sign in with another one, or ask an administrator.',
)
const THERE_ALREADY = refuse(
  'sign-in/provider-there',
  'An account of the provider is linked already.',
  'Sign in with that one. An administrator who gives you a way back in takes it away.',
)
const BY_PASSWORD = refuse(
  'sign-in/by-password',
  'This link is for a password.',
  'Choose one; the provider can be added afterwards.',
)
