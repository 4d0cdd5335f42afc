import type { SeenLink } from '../../app/sign-in/invitations.ts'
import type { Trouble } from '../problems.ts'
import { wentIn } from './enter.ts'
import { html, type Html } from './html.ts'
import { field, form, type Page } from './layout.ts'
import type { AddPage, BehindPages } from './pages.ts'

const TITLES = { 'set-up': 'Set Holdpoint up', invitation: 'Welcome', reset: 'A new password' } as const

/** What a link opens: the first administrator, an invitation, the way back in. */
export function welcomePages(add: AddPage, behind: BehindPages): void {
  const { signIn } = behind
  const codeOf = (params: unknown) => (params as { code?: string }).code ?? ''

  const page = (code: string, link: SeenLink, name = '', trouble?: Trouble): Page => {
    const about = trouble && /^people.name/.test(trouble.code) ? 'name' : 'password'
    return {
      title: TITLES[link.purpose],
      lead: leadOf(link),
      ...(trouble && { trouble }),
      body: html`
        ${form(
          `/welcome/${code}`,
          html`
            ${
              link.person === undefined
                ? field(
                    {
                      name: 'name',
                      label: 'Your name',
                      value: name,
                      autocomplete: 'username',
                      focus: about === 'name' || !trouble,
                      maxlength: 64,
                      help: 'You sign in with it, and the log says it: small letters, such as ana.',
                    },
                    trouble && about === 'name' ? trouble : undefined,
                  )
                : html`<input type="hidden" name="username" autocomplete="username" value="${link.person}" />`
            }
            ${field(
              {
                name: 'password',
                label: 'Password',
                type: 'password',
                autocomplete: 'new-password',
                focus: link.person !== undefined || (trouble !== undefined && about === 'password'),
                help: 'At least 12 characters. A few words that have nothing to do with each other are good.',
              },
              trouble && about === 'password' ? trouble : undefined,
            )}
            ${field({ name: 'again', label: 'The same password again', type: 'password', autocomplete: 'new-password' })}
          `,
          link.purpose === 'set-up' ? 'Become administrator' : 'Go on',
        )}
        ${
          signIn.provider !== undefined &&
          link.purpose === 'invitation' &&
          html`<p class="or">or without a password</p>
            ${form(`/welcome/${code}/provider`, html``, `Continue with ${signIn.provider.name}`, 'quiet')}`
        }
      `,
    }
  }

  add('GET', '/welcome/:code', async ({ request, show }) => {
    const code = codeOf(request.params)
    const link = await signIn.invitations.look(code)
    return show(link.ok ? page(code, link.value) : GONE(link.problem))
  })
  add('POST', '/welcome/:code', async (visit) => {
    const { request, said, show, from } = visit
    const code = codeOf(request.params)
    const link = await signIn.invitations.look(code)
    if (!link.ok) return show(GONE(link.problem))
    const [name, password] = [said('name').trim(), said('password')]
    if (password !== said('again')) return show(page(code, link.value, name, DIFFERENT))
    const opened = await signIn.invitations.accept({ code, name, password }, from)
    if (opened.ok) return wentIn(opened.value, visit, behind)
    const still = await signIn.invitations.look(code)
    return show(still.ok ? page(code, still.value, name, opened.problem) : GONE(opened.problem))
  })
}

function leadOf({ purpose, person }: SeenLink): Html | string {
  if (purpose === 'set-up')
    return 'You become the first administrator. An administrator invites people and gives roles, and decides nothing about holds.'
  return purpose === 'invitation'
    ? html`You are invited as <b>${person}</b>. Choose a password; you sign in with that name from now on.`
    : html`This is the way back in for <b>${person}</b>. The old password, the second factor, a link to the
        organisation's provider and all sessions end with it.`
}

const GONE = (trouble: Trouble): Page => ({
  title: 'This link opens nothing',
  trouble,
  body: html`<a class="button quiet" href="/sign-in">To the sign-in</a>`,
})
const DIFFERENT: Trouble = {
  code: 'people/password-different',
  message: 'The two passwords differ.',
  hint: 'Type the same one twice.',
}
