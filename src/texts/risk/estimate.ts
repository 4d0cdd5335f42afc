import * as z from 'zod'
import { parseInstant } from '../../core/instant.ts'
import { around, between, fixed, type Distribution } from '../../core/risk/distribution.ts'
import type { Domain } from '../../core/risk/domain.ts'
import type { Estimate, Input } from '../../core/risk/inputs.ts'

const isDay = (text: string) => parseInstant(`${text}T00:00Z`).ok

export const text = z.string().min(1).max(400)
export const day = z.string().refine(isDay, 'Write a day as 2026-11-20.')
/** NaN and infinities pass here: the core says of each number what is wrong with it. */
export const figure = z.custom<number>((value) => typeof value === 'number', 'Give a plain number; 12 % is 0.12.')

const points = z.strictObject({
  value: figure.optional(),
  low: figure.optional(),
  likely: figure.optional(),
  high: figure.optional(),
  by: text.optional(),
  basis: z.enum(['data', 'judgement']).optional(),
  source: text.optional(),
  dated: day.optional(),
  currency: text.optional(),
})
const complete = ({ value, low, likely, high }: z.infer<typeof points>) =>
  value === undefined
    ? low !== undefined && high !== undefined
    : low === undefined && likely === undefined && high === undefined

const INCOMPLETE = 'Give low and high (a 90 % interval), low, likely and high (a three-point estimate), or value.'

/** `25000`, `{ low: 0.3, high: 0.8 }`, `{ low: 1, likely: 2, high: 5, by: lea, source: … }`. */
export const estimateForm = z.union([points.refine(complete, INCOMPLETE), figure])
/** The same, with what others in the room hold instead. */
export const inputForm = z.union([
  points
    .extend({
      disputed: z.array(points.extend({ by: text }).refine(complete, INCOMPLETE)).optional(),
    })
    .refine(complete, INCOMPLETE),
  figure,
])

type Points = z.infer<typeof points>
export type SaidEstimate = z.infer<typeof estimateForm>
export type SaidInput = z.infer<typeof inputForm>

/** @param by who answers for the figure where it does not say so itself */
export function estimateOf(said: SaidEstimate, domain: Domain, by: string): Estimate {
  if (typeof said === 'number') return { value: fixed(said), basis: 'judgement', by }
  const { source, dated, currency } = said
  return {
    value: distributionOf(said, domain),
    basis: said.basis ?? (source === undefined ? 'judgement' : 'data'),
    by: said.by ?? by,
    ...(source !== undefined && { source }),
    ...(dated !== undefined && { dated }),
    ...(currency !== undefined && { currency }),
  }
}

export function inputOf(said: SaidInput, domain: Domain, by: string): Input {
  const estimate = estimateOf(said, domain, by)
  if (typeof said === 'number' || said.disputed === undefined) return estimate
  return { ...estimate, disputed: said.disputed.map((other) => estimateOf(other, domain, by)) }
}

/** Two points are somebody's central 90 %: of a chance by its log-odds, of anything else by its logarithm. */
function distributionOf({ value, low = NaN, likely, high = NaN }: Points, domain: Domain): Distribution {
  if (value !== undefined) return fixed(value)
  if (likely !== undefined) return around(low, likely, high)
  return CHANCES.has(domain) ? { kind: 'logit-normal', p05: low, p95: high } : between(low, high)
}

const CHANCES: ReadonlySet<Domain> = new Set<Domain>(['probability', 'fraction', 'chance of an attack'])
