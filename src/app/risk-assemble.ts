import type { Instant } from '../core/instant.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import type { RegisteredProfile } from '../core/product/profile-at.ts'
import { assembleCase } from '../core/risk/assemble.ts'
import type { RiskCase } from '../core/risk/case.ts'
import type { Profile } from '../core/risk/profile.ts'
import { questionsFor, type Question } from '../core/risk/questions.ts'
import { validateCase } from '../core/risk/validate.ts'
import { placeOf } from '../texts/place.ts'
import { placedIn } from '../texts/risk/place.ts'
import { type RiskText, USUAL_OPTIONS } from '../texts/risk/read.ts'
import type { Asked, Ways } from '../writers/options/report.ts'
import type { CaseFacts } from './case-facts.ts'

/** A case ready to be computed, and where it comes from. */
export interface Loaded {
  readonly title: string
  readonly caseId?: string
  readonly risk: RiskCase
  readonly given?: GivenProfile
  readonly today: string
  readonly facts: CaseFacts['facts']
  readonly feeds: RiskText['feeds']
  /** Files that it was read from, in the order in which they overrule each other, the weightiest last. */
  readonly files: readonly string[]
  /** What rests on a default and would best be asked. */
  readonly open: readonly Question[]
  /** How a profile would be given; absent where no case asks. */
  readonly ways?: Ways
}

/** A profile, and the file that it stands in, or the entry of the register. */
export interface GivenProfile {
  readonly file: string
  readonly profile: Profile
  readonly registered?: RegisteredProfile
}

export type Refused = readonly Problem[]
export const no = (found: Problem): Result<never, Refused> => ({ ok: false, problem: [found] })

export const NO_FACTS: CaseFacts = { inputs: {}, facts: [], cves: [] }

/** An answer overrules the case, the case the profile, the profile a feed, a feed a default. Validated. */
export function assembled(
  about: Pick<Loaded, 'title' | 'caseId' | 'ways' | 'files'>,
  answers: RiskText,
  given: GivenProfile | undefined,
  { inputs, facts, byDefault }: CaseFacts,
  at: Instant,
): Result<Loaded, Refused> {
  const currency = answers.currency ?? given?.profile.currency
  const flaw = (code: `risk/${string}`, message: string, hint: string, ...path: string[]) =>
    no(problem(code, message, hint, placeOf(answers.text, path)))
  if (currency === undefined)
    return flaw('risk/missing', '"currency" is missing.', 'Give an ISO 4217 code such as EUR, or a profile.')
  if (given && currency !== given.profile.currency)
    return flaw(
      'risk/mixed-currencies',
      `This case is in ${currency}, the profile in ${given.profile.currency}.`,
      'Convert it yourself and name the rate in its source: no rate is assumed.',
      'currency',
    )
  const { loss = given?.profile.loss ?? [] } = answers
  if (loss.length === 0)
    return flaw('risk/missing', 'Nobody has said what one loss event costs.', 'Give loss here or in a profile.')
  const profile = laid(answers, given?.profile ?? { ...BLANK, currency })
  const today = at.slice(0, 10)
  const all = { ...inputs, ...answers.inputs }
  const { options, horizonDays, releaseDay = today } = answers
  const base = { ...profile, inputs: { ...chanceOf(byDefault), ...profile.inputs } }
  const risk = assembleCase(base, { inputs: all, loss, options, horizonDays, releaseDay })
  const problems = placedIn(answers.text, validateCase(risk, answers.text.file))
  if (problems.length > 0) return { ok: false, problem: problems }
  return ok({
    title: answers.title ?? about.title,
    ...(about.caseId !== undefined && { caseId: about.caseId }),
    risk,
    ...(about.ways && { ways: about.ways }),
    ...(given && { given }),
    today,
    facts,
    feeds: risk.inputs.attackChance30Days === byDefault?.chance ? (byDefault?.feeds ?? []) : answers.feeds,
    files: [...(given ? [given.file] : []), ...about.files],
    open: questionsFor({ ...profile, inputs: { ...profile.inputs, ...all } }, options),
  })
}

/** The milestones, rules and people of this hold over those of the product. */
const laid = (answers: RiskText, profile: Profile): Profile => ({
  ...profile,
  milestones: [...profile.milestones, ...answers.milestones],
  constraints: [...profile.constraints, ...answers.constraints],
  ...(answers.outsiders && { outsiders: answers.outsiders }),
})

const chanceOf = (byDefault: CaseFacts['byDefault']): RiskCase['inputs'] =>
  byDefault ? { attackChance30Days: byDefault.chance } : {}

/** What has no default and nobody has said. */
export function unansweredIn(
  answers: RiskText | undefined,
  profile: Profile | undefined,
  facts: CaseFacts,
): readonly Asked[] {
  const inputs = { ...chanceOf(facts.byDefault), ...profile?.inputs, ...facts.inputs, ...answers?.inputs }
  const asked = questionsFor({ ...BLANK, inputs }, answers?.options ?? USUAL_OPTIONS)
  const loss = answers?.loss ?? profile?.loss ?? []
  return [
    ...asked.filter(({ fallback }) => fallback === undefined),
    ...(loss.length === 0
      ? [{ input: 'loss', question: 'What would one loss event cost?', unit: 'money' } as const]
      : []),
  ]
}

const BLANK: Profile = {
  inputs: {},
  product: '',
  currency: '' as RiskCase['currency'],
  loss: [],
  milestones: [],
  constraints: [],
}
