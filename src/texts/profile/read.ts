import * as z from 'zod'
import { parseCurrency, parseMoney } from '../../core/money.ts'
import { ok, type Problem, type Result } from '../../core/problem.ts'
import type { Profile } from '../../core/risk/profile.ts'
import { validateProfile } from '../../core/risk/validate.ts'
import { byPlace, type Formed, readForm } from '../form.ts'
import { placeOf } from '../place.ts'
import { figure, text } from '../risk/estimate.ts'
import { figuresForm, figuresOf } from '../risk/figures.ts'
import { placedIn } from '../risk/place.ts'

const JURISDICTIONS = ['EU', 'UK', 'US', 'US-CA', 'other'] as const
const SECTORS = [
  'health (HIPAA)',
  'finance (DORA)',
  'essential (NIS2)',
  'important (NIS2)',
  'listed in the US',
] as const
const DATA = ['personal', 'health', 'cardholder'] as const

/** A product's standing facts. What is left out is not known; an empty list says none. */
const form = figuresForm.extend({
  schema: z.literal('holdpoint/profile/v1'),
  product: text,
  currency: text,
  annual_turnover: z.number().int().nonnegative().optional(),
  jurisdictions: z.array(z.enum(JURISDICTIONS)).optional(),
  sectors: z.array(z.enum(SECTORS)).optional(),
  data: z.array(z.enum(DATA)).optional(),
  people: figure.optional(),
  product_with_digital_elements: z.boolean().optional(),
})

type Said = z.infer<typeof form>

export interface ProfileText {
  readonly profile: Profile
  readonly text: Formed<unknown>
}

/** Reads a profile, or everything that is wrong with it, in the order of the text. */
export function readProfile(file: string, source: string): Result<ProfileText, readonly Problem[]> {
  const formed = readForm(file, source, form, 'profile')
  if (!formed.ok) return formed
  const said = formed.value.value
  const currency = parseCurrency(said.currency)
  if (!currency.ok) return { ok: false, problem: [{ ...currency.problem, at: placeOf(formed.value, ['currency']) }] }
  const turnover =
    said.annual_turnover === undefined ? undefined : parseMoney(`${said.annual_turnover}`, currency.value)
  if (turnover && !turnover.ok)
    return { ok: false, problem: [{ ...turnover.problem, at: placeOf(formed.value, ['annual_turnover']) }] }
  const profile: Profile = {
    ...factsOf(said),
    currency: currency.value,
    ...(turnover?.ok && { annualTurnover: turnover.value }),
    loss: [],
    ...figuresOf(said),
  }
  const problems = placedIn(formed.value, validateProfile(profile, file))
  return problems.length > 0 ? { ok: false, problem: problems.toSorted(byPlace) } : ok({ profile, text: formed.value })
}

function factsOf(
  said: Said,
): Pick<Profile, 'product' | 'jurisdictions' | 'sectors' | 'data' | 'people' | 'isProductWithDigitalElements'> {
  const { product, jurisdictions, sectors, data, people, product_with_digital_elements: isProduct } = said
  return {
    product,
    ...(jurisdictions && { jurisdictions }),
    ...(sectors && { sectors }),
    ...(data && { data }),
    ...(people !== undefined && { people }),
    ...(isProduct !== undefined && { isProductWithDigitalElements: isProduct }),
  }
}
