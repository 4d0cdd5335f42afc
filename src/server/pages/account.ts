import { encode } from 'uqr'
import type { Principal } from '../../app/ports/principal.ts'
import type { Session } from '../../app/ports/accounts.ts'
import type { Trouble } from '../problems.ts'
import { keepSession } from './enter.ts'
import { html, type Html } from './html.ts'
import { field, form, hidden, type Page } from './layout.ts'
import { type AddPage, type BehindPages, orTrouble, type Visit } from './pages.ts'
import { whoOf } from './provider.ts'

/** What somebody who is in sees of themselves: roles, second factor, password, sessions. */
export function accountPages(add: AddPage, behind: BehindPages): void {
  const { signIn } = behind
  /** Whoever is not in goes to sign in, and comes back. */
  const own = (path: string, answer: (visit: Visit, who: Principal, session: Session) => Promise<string | void>) =>
    add('GET', path, async (visit) => {
      const { principal } = visit.request
      const session = principal && signIn.sessionOf(principal)
      return principal && session?.ok ? answer(visit, principal, session.value) : visit.go(`/sign-in?next=${path}`)
    })
  const act = (path: string, answer: (visit: Visit, who: Principal, session: Session) => Promise<string | void>) =>
    add('POST', path, async (visit) => {
      const who = whoOf(visit)
      return answer(visit, who, orTrouble(signIn.sessionOf(who)))
    })

  const account = (who: Principal, session: Session, more: { note?: string; passwordTrouble?: Trouble } = {}): Page => {
    const { secondFactor, password, provider } = signIn.about(who.actor)
    const { note, passwordTrouble } = more
    return {
      title: 'Your account',
      who: who.actor,
      ...(note !== undefined && { note }),
      ...(passwordTrouble && { trouble: passwordTrouble }),
      body: html`
        ${rolesOf(who)}
        <h2>Second factor</h2>
        ${
          secondFactor
            ? html`<p class="soft">An authenticator is asked for a code when you sign in.</p>
                <details>
                  <summary>Take it away</summary>
                  ${form('/account/second-factor/end', field({ name: 'code', label: 'A code of it', help: 'Or a recovery code.', autocomplete: 'one-time-code', maxlength: 30 }), 'Take it away', 'danger')}
                </details>`
            : html`<p class="soft">Your password alone opens your account.</p>
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

  own('/account', async ({ show }, who, session) => show(account(who, session)))
  act('/account/password', async (visit, who, session) => {
    const { said, show } = visit
    const changed = await signIn.changePassword(session, { old: said('old'), next: said('next') })
    if (!changed.ok) return show(account(who, session, { passwordTrouble: changed.problem }))
    await keepSession(changed.value, visit, behind)
    return show(account(who, changed.value.session, { note: 'Your password is changed; every other session is over.' }))
  })
  act('/account/sessions/end', async ({ said, go }, { actor }, session) => {
    const known = signIn.sessions.of(actor).find(({ id }) => id === said('session'))
    if (known) orTrouble(await signIn.sessions.end(actor, { only: known.id }))
    go(known?.id === session.id ? '/sign-in?out=1' : '/account')
  })

  const factor = (who: Principal, { uri, secret }: { uri: string; secret: string }, trouble?: Trouble): Page => ({
    title: 'Add a second factor',
    who: who.actor,
    lead: who.withheld
      ? html`As ${listed(who.withheld)} you decide what others rely on. Until there is a second factor you cannot act in
        that role.`
      : 'An authenticator on your phone or in your password manager gives a code that changes every half minute.',
    ...(trouble && { trouble }),
    body: html` <ol class="steps">
      <li>
        Scan this picture with your authenticator.${picture(uri)}
        <details>
          <summary>It cannot be scanned</summary>
          <p class="soft">Type this key instead; it is based on time and has six digits.</p>
          <code class="secret">${grouped(secret)}</code>
        </details>
      </li>
      <li>
        Type the code that it shows now.
        ${form('/account/second-factor', field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', inputmode: 'numeric', focus: true, maxlength: 10 }, trouble), 'Add it')}
      </li>
    </ol>`,
  })
  own('/account/second-factor', async ({ show, go }, who, session) => {
    const proposed = await signIn.secondFactor.propose(session)
    return proposed.ok ? show(factor(who, proposed.value)) : go('/account')
  })
  act('/account/second-factor', async (visit, who, session) => {
    const confirmed = await signIn.secondFactor.confirm(session, visit.said('code'))
    if (!confirmed.ok) {
      const proposed = orTrouble(await signIn.secondFactor.propose(session))
      return visit.show(factor(who, proposed, confirmed.problem))
    }
    const { codes, opened } = confirmed.value
    await keepSession(opened, visit, behind)
    return visit.show({
      title: 'Keep your recovery codes',
      who: who.actor,
      note: 'The second factor is there; every other session is over.',
      lead: 'Each of these opens your account once, when the authenticator is lost. They are shown now and never again: print them, or keep them where you keep passwords.',
      body: html`<ul class="codes">
          ${codes.map((code) => html`<li><code>${code}</code></li>`)}
        </ul>
        <a class="button main" href="/account">I have kept them</a>`,
    })
  })
  act('/account/second-factor/end', async (visit, who, session) => {
    const opened = await signIn.secondFactor.end(session, visit.said('code'))
    if (!opened.ok) return visit.show({ ...account(who, session), trouble: opened.problem })
    await keepSession(opened.value, visit, behind)
    const now = signIn.recognise(opened.value.token) ?? who
    return visit.show(
      account(now, opened.value.session, { note: 'The second factor is gone; every other session is over.' }),
    )
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
const grouped = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')

/** What an authenticator scans: dark on white whatever the page is, drawn without a script or a picture of somebody else's. */
function picture(text: string): Html {
  const { size, data } = encode(text, { ecc: 'M', border: 0 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<div class="picture">
    <svg
      width="174"
      height="174"
      viewBox="0 0 ${size} ${size}"
      role="img"
      aria-label="Key for an authenticator"
      shape-rendering="crispEdges"
    >
      <path fill="#000" d="${path}" />
    </svg>
  </div>`
}
