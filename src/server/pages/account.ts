import type { Principal } from '../../app/ports/principal.ts'
import type { Session } from '../../app/ports/accounts.ts'
import type { Trouble } from '../problems.ts'
import { keepSession } from './enter.ts'
import { html, type Html } from './html.ts'
import { field, form, hidden, type Page } from './layout.ts'
import { ownPages } from './own.ts'
import { type AddPage, type BehindPages, orTrouble } from './pages.ts'

/** What went well, or not, when something was changed. */
interface More {
  readonly note?: string
  readonly passwordTrouble?: Trouble
  readonly factorTrouble?: Trouble
}

/** What somebody who is in sees of themselves: roles, second factor, password, sessions. */
export function accountPages(add: AddPage, behind: BehindPages): void {
  const { signIn, site } = behind
  const { see, act } = ownPages(add, behind)

  const account = (who: Principal, session: Session, origin: string, more: More = {}): Page => {
    const { secondFactor, password, provider } = signIn.about(who.actor)
    const { note, passwordTrouble, factorTrouble } = more
    const trouble = passwordTrouble ?? factorTrouble
    return {
      title: 'Your account',
      who: who.actor,
      ...(note !== undefined && { note }),
      ...(trouble && { trouble }),
      body: html`
        ${rolesOf(who)} ${who.roles.length > 0 && fromTerminal(origin)}
        <h2>Second factor</h2>
        ${
          secondFactor
            ? html`<p class="soft">An authenticator is asked for a code when you sign in.</p>
                <details${factorTrouble && html` open`}><summary>Take it away</summary>
                  ${form('/account/second-factor/end', field({ name: 'code', label: 'A code of it', help: 'Or a recovery code.', autocomplete: 'one-time-code', maxlength: 30 }, factorTrouble), 'Take it away', 'danger')}
                </details>`
            : html`<p class="soft">No second factor of ours is asked for when you sign in.</p>
                <a class="button quiet" href="/account/second-factor">Add a second factor</a>`
        }
        ${
          signIn.provider !== undefined &&
          html`<h2>${signIn.provider.name}</h2>
            ${
              provider
                ? html`<p class="soft">You can sign in with your account there.</p>`
                : html`<p class="soft">You could sign in with your account there, too.</p>
                    ${form('/account/provider', html``, `Link ${signIn.provider.name}`, 'quiet')}`
            }`
        }
        ${
          password &&
          html`<h2>Password</h2><details${passwordTrouble && html` open`}><summary>Change it</summary>
            ${form(
              '/account/password',
              html`<input type="hidden" name="username" autocomplete="username" value="${who.actor}" />
                ${field({ name: 'old', label: 'Present password', type: 'password', autocomplete: 'current-password' }, passwordTrouble)}
                ${field({ name: 'next', label: 'New password', type: 'password', autocomplete: 'new-password', help: 'At least 12 characters.' }, passwordTrouble)}`,
              'Change it',
              'quiet',
            )}</details>`
        }
        <h2>Sessions</h2>
        <p class="soft">
          Where you are signed in. A session ends after twelve hours without use, and after seven days in any case.
        </p>
        <ul class="rows">
          ${signIn.sessions.of(who.actor).map((one) => sessionRow(one, session))}
        </ul>
        <div class="out">${form('/sign-out', html``, 'Sign out', 'quiet')}</div>
      `,
    }
  }

  see('/account', async ({ show, request }, who, session) => show(account(who, session, site.origin(request))))
  act('/account/password', async (visit, who, session) => {
    const { said, show } = visit
    const origin = site.origin(visit.request)
    const changed = await signIn.changePassword(session, { old: said('old'), next: said('next') })
    if (!changed.ok) return show(account(who, session, origin, { passwordTrouble: changed.problem }))
    await keepSession(changed.value, visit, behind)
    return show(
      account(who, changed.value.session, origin, { note: 'Your password is changed; every other session is over.' }),
    )
  })
  act('/account/sessions/end', async ({ said, go }, { actor }, session) => {
    const known = signIn.sessions.of(actor).find(({ id }) => id === said('session'))
    if (known) orTrouble(await signIn.sessions.end(actor, { only: known.id }))
    go(known?.id === session.id ? '/sign-in?out=1' : '/account')
  })

  act('/account/second-factor/end', async (visit, who, session) => {
    const origin = site.origin(visit.request)
    const opened = await signIn.secondFactor.end(session, visit.said('code'))
    if (!opened.ok) return visit.show(account(who, session, origin, { factorTrouble: opened.problem }))
    await keepSession(opened.value, visit, behind)
    const now = signIn.recognise(opened.value.token) ?? who
    const note = 'The second factor is gone; every other session is over.'
    return visit.show(account(now, opened.value.session, origin, { note }))
  })
}

const rolesOf = ({ roles, withheld = [] }: Principal): Html =>
  html` ${
    roles.length > 0 &&
    html`<p class="soft">What you are here:</p>
      <ul class="roles">
        ${roles.map((role) => html`<li>${role}</li>`)}
      </ul>`
  }
  ${withheld.length > 0 && html`<p class="soft">As ${listed(withheld)} you can act once you have a second factor.</p>`}
  ${roles.length === 0 && withheld.length === 0 && html`<p class="soft">You have no role yet. An administrator gives you one.</p>`}`

/** Holds are placed and read from a terminal: whoever came by a browser at night is told with what. */
const fromTerminal = (origin: string): Html =>
  html`<h2>Holds</h2>
    <p class="soft">They are placed, shown and lifted from a terminal:</p>
    <ul class="codes">
      <li><code>holdpoint login --server ${origin}</code></li>
      <li><code>holdpoint hold payments@2.4.0 --reason "…"</code></li>
      <li><code>holdpoint holds</code></li>
    </ul>`

const sessionRow = ({ id, place, beganAt, seenAt, both }: Session, present: Session): Html =>
  html`<li>
    <div>
      ${place}
      <p class="soft">Since ${minute(beganAt)}, last used ${minute(seenAt)}${both && ', with a second factor'}</p>
    </div>
    ${id === present.id ? html`<span class="tag">This one</span>` : html`<form class="inline" method="post" action="/account/sessions/end">${hidden('session', id)}<button class="quiet" aria-label="End the session ${place}">End</button></form>`}
  </li>`

const minute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
const listed = (words: readonly string[]) => words.join(' and ')
