import * as z from 'zod'
import { parseCurrency, type Currency } from '../../core/money.ts'
import { cveKey } from '../../core/policy/feeds.ts'
import { ok, type Problem, problem, type Result } from '../../core/problem.ts'
import { attackChance, type ThreatEvidence } from '../../core/risk/evidence.ts'
import type { Input } from '../../core/risk/inputs.ts'
import { OPTIONS, optionOf, type Option } from '../../core/risk/options.ts'
import type { FeedUsed } from '../../core/risk/threat.ts'
import { validateProfile } from '../../core/risk/validate.ts'
import { byPlace, type Formed, readForm } from '../form.ts'
import { placeOf } from '../place.ts'
import { day, figure, inputForm, inputOf, text } from './estimate.ts'
import { figuresForm, figuresOf, type Figures } from './figures.ts'
import { placedIn } from './place.ts'

const chance = figure.refine((value) => value >= 0 && value <= 1, 'It is a chance: within 0 … 1; 12 % is 0.12.')
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'Use letters, digits, dots and dashes.')

const cve = z
  .string()
  .refine((said) => cveKey(said) !== undefined, 'Write it as CVE-2026-12345.')
  .transform((said) => said.toUpperCase())

const optionForm = z.union([
  z.enum(OPTIONS.map((option) => option.id)),
  z.strictObject({
    id,
    name: text,
    ships: z.enum(['vulnerable', 'fixed', 'reverted', 'part']),
    remedy: z.enum(['none', 'full', 'limited', 'vendor', 'replacement']),
    measures: z.array(z.enum(['control', 'feature-off', 'previous-release'])).default([]),
    promised: z.boolean().default(false),
  }),
])

/** What is particular to one hold; with a profile, what is left out here comes from there. */
const form = figuresForm.extend({
  schema: z.literal('holdpoint/risk-case/v1'),
  title: text.optional(),
  currency: text.optional(),
  horizon_days: figure.default(60),
  release_day: day.optional(),
  /** What is known of attacks, where it has a CVE; instead of `attack_chance_30_days`. */
  threat: z
    .union([
      z.strictObject({ epss: chance, model: text, dated: day, targeted: inputForm }),
      z.strictObject({ exploited: text, dated: day, targeted: inputForm }),
      z
        .strictObject({ cve: cve.optional(), targeted: inputForm.optional() })
        .refine((said) => said.cve !== undefined || said.targeted !== undefined, 'Give cve, targeted or both.'),
    ])
    .optional(),
  options: z.array(optionForm).min(1).optional(),
})

type Said = z.infer<typeof form>

/** One hold's figures as its file has them; sound in themselves, but perhaps not complete. */
export interface RiskText extends Figures {
  readonly text: Formed<unknown>
  readonly title?: string
  readonly currency?: Currency
  readonly horizonDays: number
  readonly releaseDay?: string
  readonly options: readonly Option[]
  /** Feeds that a figure came from, with their date. */
  readonly feeds: readonly FeedUsed[]
  /** Somebody relies on the imported feeds: what they have of this CVE, or of the case's, is the rest of the answer. */
  readonly byFeeds?: ByFeeds
}

export interface ByFeeds {
  readonly cve?: string
  readonly targeted?: Input
}

/** The ways out that are compared where a case names none: those that need neither a vendor nor a roll-out. */
const USUAL = [
  'ship-now',
  'ship-with-control',
  'disable-feature',
  'revert-change',
  'ship-then-patch',
  'fix-limited-regression',
  'fix-first',
] as const
export const USUAL_OPTIONS: readonly Option[] = USUAL.map((name) => optionOf(name)!)

/** Reads a risk case, or everything that is wrong with it, in the order of the text. */
export function readRiskCase(file: string, source: string): Result<RiskText, readonly Problem[]> {
  const formed = readForm(file, source, form, 'risk')
  if (!formed.ok) return formed
  const said = formed.value.value
  const problems: Problem[] = [...twoChances(said, formed.value)]
  const currency = said.currency === undefined ? undefined : parseCurrency(said.currency)
  if (currency && !currency.ok) problems.push({ ...currency.problem, at: placeOf(formed.value, ['currency']) })
  const figures = withThreat(figuresOf(said), said)
  problems.push(...placedIn(formed.value, flaws(figures, said.currency, file)))
  if (problems.length > 0) return { ok: false, problem: problems.toSorted(byPlace) }
  return ok({
    ...figures,
    text: formed.value,
    ...(said.title !== undefined && { title: said.title }),
    ...(currency?.ok && { currency: currency.value }),
    horizonDays: said.horizon_days,
    ...(said.release_day !== undefined && { releaseDay: said.release_day }),
    options: said.options?.map((one) => (typeof one === 'string' ? optionOf(one)! : one)) ?? USUAL_OPTIONS,
    feeds: feedsOf(said),
    ...byFeeds(said),
  })
}

/** As if it were a profile: what is wrong with a figure is wrong whatever lies under it. */
function flaws(figures: Figures, currency: string | undefined, file: string): readonly Problem[] {
  const alone = { product: '', currency: (currency ?? '') as Currency, ...figures, loss: figures.loss ?? [] }
  const found = validateProfile(alone, file)
  // which currency the rest is in, only the profile says: that is checked when both are laid together
  return currency === undefined ? found.filter(({ code }) => code !== 'risk/mixed-currencies') : found
}

function withThreat(figures: Figures, { threat, by }: Said): Figures {
  if (!threat || !('dated' in threat)) return figures
  const targeted = inputOf(threat.targeted, 'probability', by)
  const evidence: ThreatEvidence =
    'epss' in threat
      ? { kind: 'epss', epss: threat.epss, model: threat.model, scoreDate: threat.dated, targeted }
      : { kind: 'exploited', source: threat.exploited, dated: threat.dated, targeted }
  return { ...figures, inputs: { ...figures.inputs, attackChance30Days: attackChance(evidence) } }
}

const feedsOf = ({ threat }: Said): readonly FeedUsed[] =>
  threat && 'dated' in threat
    ? [{ name: 'epss' in threat ? `EPSS ${threat.model}` : threat.exploited, dated: threat.dated }]
    : []

function byFeeds({ threat, by }: Said): Pick<RiskText, 'byFeeds'> {
  if (!threat || 'dated' in threat) return {}
  const targeted = threat.targeted === undefined ? undefined : inputOf(threat.targeted, 'probability', by)
  return { byFeeds: { ...(threat.cve !== undefined && { cve: threat.cve }), ...(targeted && { targeted }) } }
}

const twoChances = ({ threat, inputs }: Said, formed: Formed<unknown>): readonly Problem[] =>
  threat && inputs && 'attack_chance_30_days' in inputs
    ? [
        problem(
          'risk/two-chances',
          'The chance of an attack is given twice: by threat and by attack_chance_30_days.',
          'Keep one: threat where there is a CVE, attack_chance_30_days where there is none.',
          placeOf(formed, ['threat'], 'key'),
        ),
      ]
    : []
