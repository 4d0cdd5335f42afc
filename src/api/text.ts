import * as z from 'zod'
import { zodOf } from './said.ts'

/** A text of the core's own form, in a path or a query. */
export const text = (schema: Parameters<typeof zodOf>[0]) => zodOf(schema, 'said') as z.ZodType<string, string>
/** The same, none, once or several times. */
export const several = (schema: Parameters<typeof zodOf>[0]) =>
  z.preprocess(
    (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
    z.array(text(schema)).max(50),
  ) as unknown as z.ZodType<readonly string[], string | readonly string[] | undefined>
