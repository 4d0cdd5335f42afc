import type { Trouble } from '../problems.ts'
import { html } from './html.ts'
import { field, form, hidden, type Page } from './layout.ts'
import { type AddPage, type BehindPages, orTrouble } from './pages.ts'
import { whoOf } from './provider.ts'

export const CONNECT_PATH = '/connect'

/** Lets a terminal in that shows a code. The code is typed, never taken from a link: whoever sends a link must not get in by it. */
export function connectPages(add: AddPage, { signIn }: BehindPages): void {
  const page = (who: string, trouble?: Trouble): Page => ({
    title: 'Let a terminal in',
    who,
    lead: 'You ran holdpoint login, and it showed a code.',
    ...(trouble && { trouble }),
    body: form(
      CONNECT_PATH,
      field(
        {
          name: 'code',
          label: 'The code',
          help: 'Eight letters and digits, such as BCDF-GHJK.',
          autocomplete: 'off',
          focus: true,
          maxlength: 20,
        },
        trouble,
      ),
      'Look',
    ),
  })

  add('GET', CONNECT_PATH, async ({ request: { principal }, show, go }) =>
    principal?.session ? show(page(principal.actor)) : go(`/sign-in?next=${CONNECT_PATH}`),
  )
  add('POST', CONNECT_PATH, async (visit) => {
    const who = whoOf(visit)
    const session = orTrouble(signIn.sessionOf(who))
    const code = visit.said('code')
    const found = await signIn.devices.look(session, code)
    if (!found.ok) return visit.show(page(who.actor, found.problem))
    const { place, since } = found.value
    return visit.show({
      title: 'Is this your terminal?',
      who: who.actor,
      lead: html`It asked at ${since.slice(11, 16)} UTC: ${place}. From then on it acts as you, until you end its
      session.`,
      body: html`${form(`${CONNECT_PATH}/confirm`, hidden('code', code), 'Yes, let it in')}
        <p class="soft">If you did not run holdpoint login just now, somebody else did: close this page.</p>`,
    })
  })
  add('POST', `${CONNECT_PATH}/confirm`, async (visit) => {
    const who = whoOf(visit)
    const session = orTrouble(signIn.sessionOf(who))
    const done = await signIn.devices.confirm(session, visit.said('code'))
    if (!done.ok) return visit.show(page(who.actor, done.problem))
    return visit.show({
      title: 'The terminal is in',
      who: who.actor,
      note: 'Go back to it. Its session stands among yours.',
      body: html`<a class="button quiet" href="/account">To your account</a>`,
    })
  })
}
