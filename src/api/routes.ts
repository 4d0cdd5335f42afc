import * as z from 'zod'
import type { WishOf } from '../core/case/command.ts'
import { EVENTS } from '../core/case/event.ts'
import { commit, digest, environment, label, product, version } from '../core/case/values.ts'
import { WISHES } from '../core/case/wish.ts'
import { at, caseId, caseView, position } from './case.ts'
import { type CaseWish, NOUNS } from './nouns.ts'
import { type KeyOf, type Method, route } from './route.ts'
import { objectOf, type Said, words, zodOf } from './said.ts'

const text = (schema: Parameters<typeof zodOf>[0]) => zodOf(schema, 'said') as z.ZodType<string, string>
const several = (schema: Parameters<typeof zodOf>[0]) =>
  z.preprocess(
    (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
    z.array(text(schema)).max(50),
  ) as unknown as z.ZodType<readonly string[], string | readonly string[] | undefined>

const reason = z.strictObject({
  code: z.string(),
  decision: z.enum(['held', 'unknown']),
  message: z.string(),
  hold: z.string().optional(),
  name: z.string().optional(),
  contact: z.string().optional(),
  rule: z.string().optional(),
  who_can_lift: z.array(z.string()).optional(),
  next: z.string().optional(),
})

const verdict = z.strictObject({
  schema: z.literal('holdpoint/verdict/v1'),
  decision: z.enum(['clear', 'held', 'unknown']),
  release: z.strictObject({
    product: z.string(),
    version: z.string().optional(),
    commit: z.string().optional(),
    digests: z.array(z.string()),
    environment: z.string(),
  }),
  enforced: z.boolean(),
  reasons: z.array(reason),
  reasons_total: z.int(),
  evaluated_at: at,
  valid_until: at,
  policy: z.string(),
  log: z.strictObject({ origin: z.string(), size: z.int() }).optional(),
})

const gate = route('GET', '/api/gate', {
  act: 'read',
  about: 'May this release be promoted there, now? Always a decision: unknown where nobody can tell.',
  query: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    commit: text(commit).optional(),
    digest: several(digest).optional().describe('Of an artifact; may be given again'),
    environment: text(environment).optional().describe('production, where not given'),
  }),
  response: verdict,
})

const { finding: _id, report: _report, ...described } = EVENTS.finding_added

/** What it takes to stop a release in one call; all of it but the title can be filled in later. */
const openCase = route('POST', '/api/cases', {
  act: 'wish',
  about: 'Opens a case and, in the same call, places its first hold: enforced from the answer on.',
  body: z.strictObject({
    title: words,
    name: text(label).optional().describe('The code name; made up where not given'),
    hold: z
      .strictObject({
        product: text(product),
        reason: words,
        version: text(version).optional(),
        commit: text(commit).optional(),
        digests: z.array(text(digest)).max(50).optional(),
        environments: z.array(text(environment)).min(1).max(50).optional(),
        branch: text(label).optional(),
      })
      .optional(),
    finding: objectOf(described, 'said').optional() as unknown as z.ZodOptional<
      z.ZodType<Said<Omit<WishOf<'add_finding'>, 'type' | 'finding' | 'report'>>>
    >,
    evidence: z
      .array(objectOf(EVENTS.evidence_attached, 'said') as unknown as z.ZodType<Said<Omit<WishOf<'attach'>, 'type'>>>)
      .max(50)
      .optional(),
  }),
  response: z.strictObject({
    case: caseId,
    name: z.string(),
    holds: z.array(z.string()),
    at,
    entries: z.array(position),
  }),
})

const cases = route('GET', '/api/cases', {
  act: 'read',
  about: 'All cases, the newest first, a page at a time.',
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).optional().describe('At most so many; 50 where not given'),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .optional()
      .describe('next_cursor of the page before'),
  }),
  response: z.strictObject({
    cases: z.array(
      z.strictObject({ case: caseId, name: z.string(), entries: z.int(), opened_at: at, closed: z.boolean() }),
    ),
    next_cursor: z.string().optional(),
  }),
})

const oneCase = route('GET', '/api/cases/:id', {
  act: 'read',
  about: 'One case. Its ETag says how many entries it has: give it back as If-Match to wish only on what you saw.',
  params: z.strictObject({ id: caseId }),
  response: caseView,
})

const holds = route('GET', '/api/holds', {
  act: 'read',
  about: 'Which cases concern which products, and whether their holds are in force.',
  query: z.strictObject({ product: text(product).optional() }),
  response: z.strictObject({
    holds: z.array(z.strictObject({ hold: z.string(), case: caseId, product: z.string(), in_force: z.boolean() })),
  }),
})

const checkpoint = route('GET', '/api/log/checkpoint', {
  act: 'read',
  about: 'The checkpoint of the log that was signed last (C2SP tlog-checkpoint).',
  response: { media: 'text/plain; charset=utf-8' },
})
const entries = route('GET', '/api/log/entries', {
  act: 'read',
  about: 'The log as a bundle: the signed checkpoint and every entry that it covers, for `holdpoint log verify`.',
  response: { media: 'application/octet-stream' },
})
const events = route('GET', '/api/events', {
  act: 'read',
  about: 'New entries as they come: stream, n, type and at. Last-Event-ID goes on where it ended.',
  response: { media: 'text/event-stream' },
})
const openapi = route('GET', '/api/openapi.json', {
  act: 'open',
  about: 'This description.',
  response: z.record(z.string(), z.unknown()),
})
const health = route('GET', '/healthz', {
  act: 'open',
  about: 'Does the process answer?',
  response: z.strictObject({ status: z.literal('ok') }),
})
const ready = route('GET', '/readyz', {
  act: 'open',
  about: 'Should it be asked? Not while it stops, or has no store.',
  response: z.strictObject({ status: z.literal('ok') }),
})
const metrics = route('GET', '/metrics', {
  act: 'metrics',
  about: 'Counts and times, for Prometheus.',
  response: { media: 'text/plain; version=0.0.4; charset=utf-8' },
})

/** What became of a wish: the entries that it led to, none where nothing was new. */
const said = z.strictObject({
  case: caseId,
  at,
  entries: z.array(position),
  log: z.strictObject({ log: z.int(), index: z.int() }),
})

const wishRoute = <T extends CaseWish>(type: T) =>
  route('POST', `/api/cases/:id/${NOUNS[type]}` as const, {
    act: 'wish',
    about: `The wish to ${type.replaceAll('_', ' ')}: decided by the rules of the case.`,
    params: z.strictObject({ id: caseId }),
    body: objectOf(WISHES[type], 'said') as unknown as z.ZodType<Said<Omit<WishOf<T>, 'type'>>>,
    response: said,
  })

type WishRoutes = { [T in CaseWish]: ReturnType<typeof wishRoute<T>> }

/** One route a wish. */
export const WISH_ROUTES = Object.fromEntries(
  (Object.keys(NOUNS) as CaseWish[]).map((type) => [type, wishRoute(type)]),
) as unknown as WishRoutes

/** Everything else. */
export const ROUTES = {
  gate,
  openCase,
  cases,
  oneCase,
  holds,
  checkpoint,
  entries,
  events,
  openapi,
  health,
  ready,
  metrics,
} as const

type AnyRoute = (typeof ROUTES)[keyof typeof ROUTES] | WishRoutes[CaseWish]
/** `POST /api/cases` */
export type RouteKey = KeyOf<AnyRoute>
export type RouteOf<K extends RouteKey> = K extends `${infer M extends Method} ${infer P}`
  ? Extract<AnyRoute, { readonly method: M; readonly path: P }>
  : never
