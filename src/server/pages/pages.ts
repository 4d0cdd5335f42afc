import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SignIn } from '../../app/sign-in/sign-in.ts'
import type { From } from '../../app/sign-in/ports.ts'
import { documentOf, type Outcome, Refusal, type Trouble, troubleOf } from '../problems.ts'
import type { Site } from '../site.ts'
import { html } from './html.ts'
import { type Page, pageText, STYLE_PATH } from './layout.ts'
import { STYLE } from './style.ts'

/** What pages are made with. */
export interface BehindPages {
  readonly signIn: SignIn
  readonly site: Site
}

/** One request for a page. */
export interface Visit {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly from: From
  /** What a form said; what it did not say is empty. */
  said(name: string): string
  show(page: Page, status?: number): string
  go(path: string): void
}

export type AddPage = (method: 'GET' | 'POST', path: string, answer: (visit: Visit) => Promise<string | void>) => void

const FORM_BYTES = 16 * 1024

/** Pages and their forms. They work without a script, and whoever calls them from elsewhere is refused. */
export async function withPages(app: FastifyInstance, site: Site, add: (page: AddPage) => void): Promise<void> {
  await app.register(async (pages) => {
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_BYTES },
      (_, body, done) => done(null, new URLSearchParams(String(body))),
    )
    pages.addHook('onRequest', (_, reply, done) => {
      reply
        .header('content-security-policy', POLICY)
        .header('referrer-policy', 'same-origin')
        .header('cross-origin-opener-policy', 'same-origin')
      done()
    })
    pages.addHook('preParsing', (request, _, payload, done) => {
      const strange = request.method === 'POST' ? site.strange(request) : undefined
      done(strange ? new Refusal(strange) : null, payload)
    })
    pages.setErrorHandler((error, request, reply) => {
      const trouble = troubleOf(error)
      if (trouble.code === 'server/fault')
        request.log.error({ id: request.id, stack: (error as Error).stack }, 'a fault of ours')
      return sent(reply, WRONG(trouble), documentOf(trouble, request.id).status)
    })
    pages.get(STYLE_PATH, (_, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=600').send(STYLE),
    )
    add((method, path, answer) => {
      pages.route({
        method,
        url: path,
        handler: async (request, reply) => {
          const text = await answer(visitOf(request, reply))
          if (typeof text === 'string') reply.type('text/html; charset=utf-8').send(text)
          return reply
        },
      })
    })
  })
}

function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const { body } = request
  return {
    request,
    reply,
    from: fromOf(request),
    said: (name) => (body instanceof URLSearchParams ? (body.get(name) ?? '') : ''),
    show(page, status) {
      reply.status(status ?? (page.trouble ? documentOf(page.trouble, '').status : 200))
      return pageText(page)
    },
    go: (path) => void reply.redirect(path, 303),
  }
}

export const fromOf = ({ ip, headers }: FastifyRequest): From => ({
  address: ip,
  program: programOf(headers['user-agent'] ?? ''),
})

/** What people call it; the rest of what a browser says of itself is noise. */
function programOf(agent: string): string {
  const [, own] = /^(holdpoint\/[\w.]+)/.exec(agent) ?? []
  const browser = /Edg\//.test(agent) ? 'Edge' : (/(?:Firefox|Chrome|Safari)(?=\/)/.exec(agent)?.[0] ?? '')
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? ''
  return own ?? ([browser, system].filter(Boolean).join(' on ') || (agent === 'node' ? 'A terminal' : 'A program'))
}

/** No script, nothing from elsewhere, in nobody's frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const WRONG = (trouble: Trouble): Page => ({
  title: 'That did not work',
  trouble,
  body: html`<a class="button quiet" href="/">Back to the start</a>`,
})

/** Whether a person looks with a browser, and not a program. */
export const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')

/** Nothing is at this address: said to people as a page. */
export const noPage = (reply: FastifyReply): FastifyReply =>
  sent(reply.header('content-security-policy', POLICY), NO_PAGE, 404)

const NO_PAGE: Page = {
  title: 'There is nothing here',
  lead: 'Was the address typed, or cut off on its way? A link to come in is long, and opens once.',
  body: html`<a class="button quiet" href="/">Back to the start</a>`,
}

const sent = (reply: FastifyReply, page: Page, status: number): FastifyReply =>
  reply.status(status).type('text/html; charset=utf-8').send(pageText(page))

/** The value; where there is none, the page of the trouble. */
export function orTrouble<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Refusal(outcome.problem)
  return outcome.value
}
