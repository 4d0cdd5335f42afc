import type { Instant } from '../core/instant.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { assembleCase } from '../core/risk/assemble.ts'
import type { RiskCase } from '../core/risk/case.ts'
import type { Profile } from '../core/risk/profile.ts'
import { questionsFor, type Question } from '../core/risk/questions.ts'
import { validateCase } from '../core/risk/validate.ts'
import { placeOf } from '../texts/place.ts'
import { readProfile } from '../texts/profile/read.ts'
import { placedIn } from '../texts/risk/place.ts'
import { type RiskText, readRiskCase, USUAL_OPTIONS } from '../texts/risk/read.ts'
import { words } from '../writers/case.ts'
import type { Asked } from '../writers/options/report.ts'
import { type CaseFacts, factsOf } from './case-facts.ts'
import { openCase } from './case-file.ts'
import type { Ports } from './ports.ts'

const MAX_TEXT_BYTES = 2 ** 20

export interface RiskFiles {
  /** A risk case, or a case file. */
  readonly file: string
  readonly profile?: string
  /** For a case file: what it cannot say. */
  readonly answers?: string
}

/** A case ready to be computed, and where it comes from. */
export interface Loaded {
  readonly title: string
  readonly caseId?: string
  readonly risk: RiskCase
  readonly profile?: Profile
  readonly today: string
  readonly facts: CaseFacts['facts']
  readonly feeds: RiskText['feeds']
  /** Files that it was read from, in the order in which they overrule each other, the weightiest last. */
  readonly files: readonly string[]
  /** What rests on a default and would best be asked. */
  readonly open: readonly Question[]
}

/** A case file that does not say enough: there are no numbers yet. */
export interface Unanswered {
  readonly title: string
  readonly caseId: string
  readonly facts: CaseFacts['facts']
  readonly unanswered: readonly Asked[]
  /** Where answers and a profile would be looked for. */
  readonly beside: Companions
}

/** Beside `examples/case.jsonl`: `examples/case.answers.yaml` and `examples/case.profile.yaml`. */
export interface Companions {
  readonly answers: string
  readonly profile: string
}

type Refused = readonly Problem[]

export async function loadRisk(
  request: RiskFiles,
  at: Instant,
  ports: Ports,
): Promise<Result<Loaded | Unanswered, Refused>> {
  const text = ports.files.text(request.file, 256 * MAX_TEXT_BYTES)
  if (!text.ok) return no(text.problem)
  if (/^\uFEFF?\s*\{/.test(text.value)) return fromCaseFile(request, at, ports)
  if (request.answers !== undefined)
    return no(
      problem(
        'usage/answers-without-case',
        'Answers go with a case file.',
        `Put them into ${request.file}, or name a case file.`,
      ),
    )
  const read = readRiskCase(request.file, text.value)
  if (!read.ok) return read
  const profile = await profileIn(request.profile, ports)
  if (!profile.ok) return profile
  return assembled({ title: read.value.title ?? request.file }, read.value, profile.value, NO_FACTS, at)
}

const NO_FACTS: CaseFacts = { inputs: {}, facts: [] }
const no = (found: Problem): Result<never, Refused> => ({ ok: false, problem: [found] })

/** What is given by name must be there; what is only looked for beside the case may be missing. */
async function fromCaseFile(
  request: RiskFiles,
  at: Instant,
  ports: Ports,
): Promise<Result<Loaded | Unanswered, Refused>> {
  const open = openCase(request.file, at, ports)
  if (!open.ok) return no(open.problem)
  const { id, state, openings } = open.value
  const base = request.file.replace(/\.[^./\\]+$/, '')
  const beside = { answers: `${base}.answers.yaml`, profile: `${base}.profile.yaml` }
  const given = readable(request.answers ?? beside.answers, request.answers !== undefined, ports)
  if (!given.ok) return given
  const answers = given.value === undefined ? undefined : readRiskCase(given.value.file, given.value.text)
  if (answers && !answers.ok) return answers
  const profile = await profileIn(request.profile, ports, beside.profile)
  if (!profile.ok) return profile
  const facts = factsOf(state, openings)
  const name = state.opened ? `${id} "${state.opened.name}": ${words(openings, state.opened.title)}` : id
  const unanswered = unansweredIn(answers?.value, profile.value?.profile, facts)
  if (answers === undefined || unanswered.length > 0)
    return ok({ title: name, caseId: id, facts: facts.facts, unanswered, beside })
  return assembled({ title: name, caseId: id, caseFile: request.file }, answers.value, profile.value, facts, at)
}

interface Given {
  readonly file: string
  readonly text: string
}

function readable(file: string, demanded: boolean, { files }: Ports): Result<Given | undefined, Refused> {
  const text = files.text(file, MAX_TEXT_BYTES)
  if (text.ok) return ok({ file, text: text.value })
  return !demanded && text.problem.code === 'file/missing' ? ok(undefined) : no(text.problem)
}

async function profileIn(
  file: string | undefined,
  ports: Ports,
  beside?: string,
): Promise<Result<(Given & { profile: Profile }) | undefined, Refused>> {
  const path = file ?? beside
  if (path === undefined) return ok(undefined)
  const given = readable(path, file !== undefined, ports)
  if (!given.ok || given.value === undefined) return given as Result<undefined, Refused>
  const read = readProfile(given.value.file, given.value.text)
  return read.ok ? ok({ ...given.value, profile: read.value.profile }) : read
}

/** What has no default and nobody has said. */
function unansweredIn(answers: RiskText | undefined, profile: Profile | undefined, facts: CaseFacts): readonly Asked[] {
  const inputs = { ...profile?.inputs, ...facts.inputs, ...answers?.inputs }
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

function assembled(
  about: { readonly title: string; readonly caseId?: string; readonly caseFile?: string },
  answers: RiskText,
  given: (Given & { profile: Profile }) | undefined,
  { inputs, facts }: CaseFacts,
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
  const risk = assembleCase(profile, { inputs: all, loss, options, horizonDays, releaseDay })
  const problems = placedIn(answers.text, validateCase(risk, answers.text.file))
  if (problems.length > 0) return { ok: false, problem: problems }
  return ok({
    title: answers.title ?? about.title,
    ...(about.caseId !== undefined && { caseId: about.caseId }),
    risk,
    ...(given && { profile: given.profile }),
    today,
    facts,
    feeds: answers.feeds,
    files: [given?.file, about.caseFile, answers.text.file].filter((file) => file !== undefined),
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
