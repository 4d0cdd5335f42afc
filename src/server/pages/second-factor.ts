import { encode } from 'uqr'
import type { Principal } from '../../app/ports/principal.ts'
import type { Trouble } from '../problems.ts'
import { keepSession } from './enter.ts'
import { html, type Html } from './html.ts'
import { field, form, type Page } from './layout.ts'
import { ownPages } from './own.ts'
import { type AddPage, type BehindPages, orTrouble } from './pages.ts'

/** Adds a second factor: a picture, a code that shows that it was read, and recovery codes, once. */
export function secondFactorPages(add: AddPage, behind: BehindPages): void {
  const { signIn } = behind
  const { see, act } = ownPages(add, behind)

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
  see('/account/second-factor', async ({ show, go }, who, session) => {
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
}

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
