import * as z from 'zod'
import { environment } from '../core/case/values.ts'
import { meansProduction, NOT_PRODUCTION } from '../core/environment.ts'
import type { Fields, Schema } from '../core/case/schema.ts'
import type { Sealed } from '../core/log/entry.ts'

/**
 * A value of the core as people and programs send it: words where the log keeps a seal, plain strings for ids. Its form stays the
 * core's own.
 */
export type Said<T> = T extends Sealed
  ? string
  : T extends string
    ? object extends Record<T, 1>
      ? string
      : T
    : T extends readonly (infer Item)[]
      ? readonly Said<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Said<T[Key]> }
        : T

const MAX_WORDS = 8_000

/** Words that the log keeps a seal of. */
export const words = z.string().min(1).max(MAX_WORDS).describe('Free text: kept beside the log, erasable.')
/** The same as they are told: null where they were erased. */
const told = z.union([z.string(), z.null()]).describe('Free text; null where it was erased.')

/** `said`: as it comes in. `told`: as it goes out. */
export type Way = 'said' | 'told'

/** The core's schema as one of zod: what fits is the core's to say, leaf by leaf, in its own words. */
export function zodOf(schema: Schema<unknown>, way: Way): z.ZodType {
  const { form } = schema
  switch (form.is) {
    case 'sealed':
      return way === 'said' ? words : told
    case 'text':
      return leaf(z.string(), schema, way === 'said' && schema === environment).meta({
        description: form.what,
        ...(form.pattern && { pattern: form.pattern }),
      })
    case 'word':
      return z.enum(form.words)
    case 'flag':
      return z.boolean()
    case 'number':
      return numeric(form)
    case 'list':
      return z.array(zodOf(form.item, way)).min(form.atLeast).max(form.atMost)
    case 'object':
      return objectOf(form.fields, way)
    case 'variant': {
      const variants = Object.entries(form.variants).map(([kind, fields]) =>
        z.strictObject({ kind: z.literal(kind), ...members(fields, way) }),
      )
      return z.discriminatedUnion('kind', variants as unknown as [z.ZodObject, ...z.ZodObject[]])
    }
  }
}

export const objectOf = (fields: Fields, way: Way): z.ZodObject => z.strictObject(members(fields, way))

/** The fields of an object, to be put beside others. */
export const members = (fields: Fields, way: Way): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, schema]) => {
      const one = zodOf(schema, way)
      return [key, 'optional' in schema ? one.optional() : one]
    }),
  )

/** What was written down once stays readable; whoever says `prod` today is asked whether production is meant. */
const leaf = (type: z.ZodType, schema: Schema<unknown>, place: boolean): z.ZodType =>
  type.superRefine((value, { addIssue }) => {
    const read = schema.read(value, '')
    if (!read.ok) addIssue({ code: 'custom', message: read.problem.message })
    else if (place && meansProduction(String(value)))
      addIssue({ code: 'custom', message: NOT_PRODUCTION(String(value)) })
  })

function numeric({ low, high, whole }: { low?: number; high?: number; whole: boolean }): z.ZodType {
  let number = whole ? z.int() : z.number()
  if (low !== undefined) number = number.min(low)
  if (high !== undefined) number = number.max(high)
  return number
}
