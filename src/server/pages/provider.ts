import type { Errand, ProviderWay } from '../../app/sign-in/provider.ts'
import { Refusal } from '../problems.ts'
import { entered } from './enter.ts'
import { html } from './html.ts'
import { type AddPage, type BehindPages, orTrouble, type Visit } from './pages.ts'

export const PROVIDER_BACK = '/sign-in/provider/back'

/** To the organisation's provider, and back. */
export function providerPages(add: AddPage, behind: BehindPages): void {
  const { provider } = behind.signIn
  if (!provider) return
  add('GET', '/sign-in/provider', async (visit) => visit.go(await away({ is: 'sign-in' }, provider, visit, behind)))
  add('GET', PROVIDER_BACK, async (visit) => {
    const { request, reply, from } = visit
    const { site } = behind
    const browser = site.cookie(request, 'away')
    site.dropCookie(request, reply, 'away')
    const url = new URL(request.url, site.origin(request))
    await entered(orTrouble(await provider.finish(url, browser, from)), visit, behind)
  })
  add('POST', '/account/provider', async (visit) => {
    const session = orTrouble(behind.signIn.sessionOf(whoOf(visit)))
    return leave({ is: 'link', session }, provider, visit, behind)
  })
  add('POST', '/welcome/:code/provider', async (visit) => {
    const { code = '' } = visit.request.params as { code?: string }
    return leave({ is: 'invitation', code }, provider, visit, behind)
  })
}

async function away(errand: Errand, provider: ProviderWay, visit: Visit, { site }: BehindPages): Promise<string> {
  const { request, reply } = visit
  const { url, browser } = orTrouble(await provider.begin(errand, site.origin(request) + PROVIDER_BACK))
  site.setCookie(request, reply, 'away', browser)
  return url
}

/** A form may lead to ourselves alone, so the last step is a link. */
async function leave(errand: Errand, provider: ProviderWay, visit: Visit, behind: BehindPages): Promise<string> {
  const url = await away(errand, provider, visit, behind)
  return visit.show({
    title: `On to ${provider.name}`,
    lead: 'Sign in there with the account that is to open the door here. You come back by yourself.',
    body: html`<a class="button main" href="${url}">Continue to ${provider.name}</a>`,
  })
}

/** Whoever looks at a page of their own; the others sign in first. */
export function whoOf({ request }: Visit) {
  if (request.principal?.session) return request.principal
  throw new Refusal({
    code: 'access/no-session',
    message: 'You are not signed in, or not any more.',
    hint: 'Sign in, and do it again.',
  })
}
