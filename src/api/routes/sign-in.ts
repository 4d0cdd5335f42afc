import * as z from 'zod'
import { actor } from '../../core/case/values.ts'
import { ROLES } from '../../core/policy/role.ts'
import { at } from '../case.ts'
import { route } from '../route.ts'
import { text } from '../text.ts'

const secret = z.string().min(1).max(1_000)
const role = z.enum(ROLES)
const person = text(actor)

const opened = z.strictObject({
  token: z.string().describe('To be sent as Authorization: Bearer …; kept nowhere here'),
  person: z.string(),
  until: at.describe('It is over earlier where it is not used for twelve hours'),
  withheld: z
    .array(role)
    .optional()
    .describe('Roles that they do not have in this session, for want of a second factor'),
})

export const begin = route('POST', '/api/sessions', {
  act: 'open',
  about: 'Signs somebody in by name and password, and by a code where they have a second factor.',
  body: z.strictObject({
    name: z.string().min(1).max(100),
    password: secret,
    code: z.string().min(1).max(30).optional().describe('Of the second factor, or a recovery code'),
  }),
  response: opened,
})
export const signOut = route('POST', '/api/sign-outs', {
  act: 'self',
  about: 'Ends the session that asks.',
  response: z.strictObject({ ended: z.boolean() }),
})
export const me = route('GET', '/api/me', {
  act: 'self',
  about: 'Who asks, and as what.',
  response: z.strictObject({
    person: z.string(),
    roles: z.array(role),
    products: z.array(z.string()).optional().describe('What a token is bound to'),
    withheld: z.array(role).optional().describe('Roles that wait for a second factor'),
  }),
})
export const ownSessions = route('GET', '/api/sessions', {
  act: 'self',
  about: 'Where whoever asks is signed in.',
  response: z.strictObject({
    sessions: z.array(
      z.strictObject({
        place: z.string(),
        sort: z.enum(['browser', 'terminal']),
        began_at: at,
        seen_at: at,
        until: at,
        both_factors: z.boolean(),
        this_one: z.boolean(),
      }),
    ),
  }),
})
export const device = route('POST', '/api/devices', {
  act: 'open',
  about: 'A terminal that somebody is to let in from a browser: they type its code on the page.',
  response: z.strictObject({
    device: z.string().describe('To ask with; secret'),
    code: z.string().describe('To be shown'),
    page: z.string().describe('Where it is typed'),
    until: at,
    ask_every_seconds: z.int(),
  }),
})
export const collect = route('POST', '/api/devices/sessions', {
  act: 'open',
  about: 'The session of a terminal, once somebody has let it in.',
  body: z.strictObject({ device: secret }),
  response: z.union([z.strictObject({ state: z.literal('waiting') }), opened.extend({ state: z.literal('in') })]),
})

const link = z.strictObject({ link: z.string().describe('Opens once; shown once'), until: at })

export const invite = route('POST', '/api/invitations', {
  act: 'wish',
  about: 'A link with which somebody new chooses a password and gets in, with these roles. For administrators.',
  body: z.strictObject({
    person,
    roles: z.array(role).max(ROLES.length),
    days: z.int().min(1).max(30).optional().describe('How long it opens; 3 where not given'),
  }),
  response: link,
})
export const reset = route('POST', '/api/resets', {
  act: 'wish',
  about:
    'A link with which somebody comes back in: a new password, no second factor, roles that count from then on. For administrators.',
  body: z.strictObject({ person }),
  response: link,
})
