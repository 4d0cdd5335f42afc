import * as z from 'zod'
import { actor, instant, label, product } from '../../core/case/values.ts'
import { PURPOSES } from '../../core/people/accounts.ts'
import { ROLES } from '../../core/policy/role.ts'
import { at, position } from '../case.ts'
import { route } from '../route.ts'
import { text } from '../text.ts'

const role = z.enum(ROLES)
const entries = z.array(position).describe('None where nothing was new')
const params = z.strictObject({ person: text(actor) })

export const people = route('GET', '/api/people', {
  act: 'read',
  about:
    'Who may do what: people, their roles, and tokens without their secrets. For administrators, auditors and security managers.',
  response: z.strictObject({
    people: z.array(
      z.strictObject({
        person: z.string(),
        roles: z.array(z.string()).describe('In force now'),
        grants: z.array(z.strictObject({ role: z.string(), since: at, until: at.optional() })),
        links: z
          .array(
            z.strictObject({
              purpose: z.enum(PURPOSES),
              by: z.string().describe('Who gave it out, and so could have used it'),
              at,
              until: at,
              state: z.enum(['open', 'used', 'over']),
              used_at: at.optional(),
            }),
          )
          .describe('Ways in that were given out, the oldest first'),
      }),
    ),
    tokens: z.array(
      z.strictObject({
        name: z.string(),
        person: z.string(),
        products: z.array(z.string()).optional(),
        until: at,
        state: z.enum(['valid', 'over', 'revoked']),
      }),
    ),
  }),
})

export const addPerson = route('POST', '/api/people', {
  act: 'wish',
  about: 'Adds somebody, with no role yet. For administrators.',
  body: z.strictObject({ person: text(actor) }),
  response: z.strictObject({ entries }),
})

export const grantRole = route('POST', '/api/people/:person/roles', {
  act: 'wish',
  about:
    'Gives somebody a role, from now on or from then on; a deputy’s has an end. Nobody gives one to themselves. For administrators.',
  params,
  body: z.strictObject({ role, since: text(instant).optional(), until: text(instant).optional() }),
  response: z.strictObject({ entries }),
})

export const endRole = route('POST', '/api/people/:person/role-ends', {
  act: 'wish',
  about: 'Ends a role at once. For administrators.',
  params,
  body: z.strictObject({ role }),
  response: z.strictObject({ entries }),
})

export const issueToken = route('POST', '/api/tokens', {
  act: 'wish',
  about: 'A token for a program; its secret is told once. It never acts in the name of a person. For administrators.',
  body: z.strictObject({
    name: text(label),
    roles: z.array(role).min(1).max(5),
    products: z.array(text(product)).min(1).max(50).optional().describe('Only for these'),
    until: text(instant),
  }),
  response: z.strictObject({ entries, name: z.string(), person: z.string(), token: z.string(), until: at }),
})

export const revokeToken = route('POST', '/api/tokens/:name/revocations', {
  act: 'wish',
  about: 'Ends a token: here at once, on other nodes within a second. For administrators.',
  params: z.strictObject({ name: text(label) }),
  body: z.strictObject({}),
  response: z.strictObject({ entries }),
})
