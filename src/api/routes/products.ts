import * as z from 'zod'
import { product } from '../../core/case/values.ts'
import { at } from '../case.ts'
import { route } from '../route.ts'
import { text } from '../text.ts'

const done = z.strictObject({ product: z.string(), at, changed: z.boolean() })
const one = z.strictObject({ product: text(product) })

export const products = route('GET', '/api/products', {
  act: 'read',
  about: 'The register: which products there are. Another one bound for production is unknown, unless a case names it.',
  response: z.strictObject({
    products: z.array(z.strictObject({ product: z.string(), by: z.string(), at, profile: z.string().optional() })),
  }),
})

export const addProduct = route('POST', '/api/products', {
  act: 'wish',
  about: 'Registers a product; said again with another profile, it has that from then on.',
  body: z.strictObject({
    product: text(product),
    profile: z.string().min(1).max(200_000).optional().describe('Its standing facts, as a file holdpoint/profile/v1'),
  }),
  response: done,
})

export const removeProduct = route('POST', '/api/products/:product/removals', {
  act: 'wish',
  about: 'Takes a product out of the register. Its cases and evidence stay.',
  params: one,
  body: z.strictObject({}),
  response: done,
})

export const profile = route('GET', '/api/products/:product/profile', {
  act: 'read',
  about: "A product's profile, as it was given.",
  params: one,
  response: { media: 'text/plain; charset=utf-8' },
})
