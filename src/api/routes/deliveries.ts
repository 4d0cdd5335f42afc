import * as z from 'zod'
import { commit, digest, environment, product, version } from '../../core/case/values.ts'
import { at, caseId } from '../case.ts'
import { route } from '../route.ts'
import { text } from '../text.ts'

const delivery = {
  delivery: z.string().describe('Its id'),
  at,
  by: z.string(),
  product: z.string(),
  version: z.string().optional(),
  commit: z.string().optional(),
  digests: z.array(z.string()),
  environment: z.string(),
}

export const deliver = route('POST', '/api/deliveries', {
  act: 'wish',
  about:
    'Says that a release was deployed. Every case with a hold on it hears of it, and is alarmed where it was held.',
  body: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    commit: text(commit).optional(),
    digests: z.array(text(digest)).max(50).optional(),
    environment: text(environment).optional().describe('production, where not given'),
  }),
  response: z.strictObject({
    ...delivery,
    again: z.boolean().describe('It was the last that was told of this environment already'),
    alarmed: z.array(caseId).describe('Cases that hold it'),
  }),
})

export const deliveries = route('GET', '/api/deliveries', {
  act: 'read',
  about: 'What was delivered of a product, the newest first.',
  query: z.strictObject({
    product: text(product),
    version: text(version).optional(),
    environment: text(environment).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional().describe('At most so many; 50 where not given'),
  }),
  response: z.strictObject({ deliveries: z.array(z.strictObject(delivery)) }),
})
