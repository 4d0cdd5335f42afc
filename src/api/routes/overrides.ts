import * as z from 'zod'
import { at, caseId } from '../case.ts'
import { route } from '../route.ts'
import { envelope } from './gate.ts'

const people = z.array(z.string()).describe('Two holders of the key')
const breaches = z.array(z.string()).describe('In what it went beyond what its key may do')

export const reconcile = route('POST', '/api/override-uses', {
  act: 'wish',
  about: 'Records an override that two holders of a sealed key signed while there was no server. It opens nothing.',
  body: envelope,
  response: z.strictObject({
    use: z.string(),
    key: z.string(),
    people,
    from: at,
    until: at,
    cases: z.array(caseId).describe('Where it is recorded, and has to be reviewed'),
    breaches,
    again: z.boolean().describe('Somebody told it before'),
  }),
})

export const overrideKeys = route('GET', '/api/override-keys', {
  act: 'read',
  about: 'Every sealed key, and every use of it that was told.',
  response: z.strictObject({
    keys: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(['valid', 'over', 'revoked']),
        holders: z.array(z.string()),
        products: z.array(z.string()),
        max_hours: z.number(),
        registered_at: at,
        until: at,
        revoked_at: at.optional(),
        uses: z.array(
          z.strictObject({
            use: z.string(),
            people,
            hold: z.string().optional(),
            product: z.string(),
            version: z.string().optional(),
            commit: z.string().optional(),
            digest: z.string(),
            environment: z.string(),
            from: at,
            until: at,
            cases: z.array(caseId),
            breaches,
            reconciled_at: at,
            reconciled_by: z.string(),
          }),
        ),
      }),
    ),
  }),
})
