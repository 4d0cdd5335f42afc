import type { Trouble } from '../problems.ts'
import { entered, nextOf, wentIn } from './enter.ts'
import { html } from './html.ts'
import { field, form, hidden, type Page } from './layout.ts'
import { type AddPage, type BehindPages, orTrouble } from './pages.ts'

/** Name and password; then the code; or the provider. */
export function signInPages(add: AddPage, behind: BehindPages): void {
  const { signIn, site } = behind

  add('GET', '/', async ({ request, go }) => go(request.principal?.session ? '/account' : '/sign-in'))

  const page = (next: string, name = '', trouble?: Trouble, note?: string): Page => ({
    title: 'Sign in',
    ...(signIn.needsSetUp() && {
      lead: 'This server has no administrator yet. Open the link that it printed when it started.',
    }),
    ...(note !== undefined && { note }),
    ...(trouble && { trouble }),
    body: html`
      ${form(
        '/sign-in',
        html`
          ${hidden('next', next)}
          ${field({ name: 'name', label: 'Name', value: name, autocomplete: 'username', focus: name === '', maxlength: 100 }, trouble)}
          ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus: name !== '' }, trouble)}
        `,
        'Sign in',
      )}
      ${
        signIn.provider !== undefined &&
        html`<p class="or">or</p>
          <a class="button quiet" href="/sign-in/provider">Continue with ${signIn.provider.name}</a>`
      }
    `,
  })
  const queryOf = (request: { query: unknown }, name: string) => {
    const value = (request.query as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : ''
  }

  add('GET', '/sign-in', async ({ request, show }) =>
    show(
      page(
        nextOf(queryOf(request, 'next')),
        '',
        undefined,
        queryOf(request, 'out') === '1' ? 'You are signed out.' : undefined,
      ),
    ),
  )
  add('POST', '/sign-in', async (visit) => {
    const { said, show, from } = visit
    const [name, next] = [said('name').trim(), nextOf(said('next'))]
    const way = await signIn.enter.password({ name, password: said('password') }, 'browser', from)
    return way.ok ? entered(way.value, visit, behind, next) : show(page(next, name, way.problem))
  })

  const codePage = (next: string, trouble?: Trouble): Page => ({
    title: 'Second factor',
    lead: 'Your password was right. Now the code that your authenticator shows.',
    ...(trouble && { trouble }),
    body: form(
      '/sign-in/code',
      html`${hidden('next', next)}
      ${field({ name: 'code', label: 'Code', help: 'Six digits; or one of your recovery codes.', autocomplete: 'one-time-code', focus: true, maxlength: 30 }, trouble)}`,
      'Go on',
    ),
  })
  add('GET', '/sign-in/code', async ({ request, show, go }) =>
    site.cookie(request, 'half') === undefined ? go('/sign-in') : show(codePage(nextOf(queryOf(request, 'next')))),
  )
  add('POST', '/sign-in/code', async (visit) => {
    const { request, said, show, from } = visit
    const next = nextOf(said('next'))
    const opened = await signIn.enter.second(site.cookie(request, 'half') ?? '', said('code'), from)
    if (opened.ok) return wentIn(opened.value, visit, behind, next)
    return show(
      opened.problem.code === 'sign-in/half-over' ? page(next, '', opened.problem) : codePage(next, opened.problem),
    )
  })

  add('POST', '/sign-out', async ({ request, reply, go }) => {
    const { principal } = request
    if (principal?.session) orTrouble(await signIn.sessions.end(principal.actor, { only: principal.session }))
    site.dropCookie(request, reply, 'session')
    go('/sign-in?out=1')
  })
}
