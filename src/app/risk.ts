import type { Instant } from '../core/instant.ts'
import { ok, problem, type Result } from '../core/problem.ts'
import { registeredName } from '../core/product/profile-at.ts'
import { readProfile } from '../texts/profile/read.ts'
import { readRiskCase, type RiskText } from '../texts/risk/read.ts'
import { words } from '../writers/case.ts'
import type { Asked, Ways } from '../writers/options/report.ts'
import { type CaseFacts, factsOf } from './case-facts.ts'
import { openCase } from './case-file.ts'
import type { ReadPorts } from './ports.ts'
import type { RegisterSays } from './ports/studies.ts'
import { withFeeds } from './threat.ts'
import { assembled, type GivenProfile, type Loaded, no, NO_FACTS, type Refused, unansweredIn } from './risk-assemble.ts'

const MAX_TEXT_BYTES = 2 ** 20

export interface RiskFiles {
  /** A risk case, or a case file. */
  readonly file: string
  readonly profile?: string
  /** For a case file: what it cannot say. */
  readonly answers?: string
  /** What the register says, where the case is a server's: used where no profile is given and none lies beside the case. */
  readonly register?: RegisterSays
}

/** A case file that does not say enough: there are no numbers yet. */
export interface Unanswered {
  readonly title: string
  readonly caseId: string
  readonly facts: CaseFacts['facts']
  readonly unanswered: readonly Asked[]
  readonly given?: GivenProfile
  readonly ways: Ways
}

/** What there is to be computed, from a risk case or from a case file. */
export function loadRisk(request: RiskFiles, at: Instant, ports: ReadPorts): Result<Loaded | Unanswered, Refused> {
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
  const profile = profileIn(request.profile, ports)
  if (!profile.ok) return profile
  const known = withFeeds({ answers: read.value, facts: NO_FACTS }, profile.value?.profile, at, ports)
  if (!known.ok) return known
  const about = { title: read.value.title ?? request.file, files: [request.file] }
  return assembled(about, known.value.answers, profile.value, NO_FACTS, at)
}

/** What is given by name must be there; what is only looked for beside the case may be missing. */
function fromCaseFile(request: RiskFiles, at: Instant, ports: ReadPorts): Result<Loaded | Unanswered, Refused> {
  const open = openCase(request.file, at, ports)
  if (!open.ok) return no(open.problem)
  const { id, state, openings } = open.value
  const beside = besideOf(request.file)
  const answers = answersIn(request.answers, beside.answers, ports)
  if (!answers.ok) return answers
  const profile = profileFor(request, beside.profile, answers.value?.currency, ports)
  if (!profile.ok) return profile
  const { given, otherCurrency } = profile.value
  const asked = { answers: answers.value, facts: factsOf(state, openings) }
  const known = withFeeds(asked, given?.profile, at, ports)
  if (!known.ok) return known
  const { answers: answered, facts } = known.value
  const about = {
    title: state.opened ? `${id} "${state.opened.name}": ${words(openings, state.opened.title)}` : id,
    caseId: id,
    ways: {
      beside,
      ...(request.register && { products: [...state.holds.keys()] }),
      ...(otherCurrency && { otherCurrency }),
    },
  }
  const unanswered = unansweredIn(answered, given?.profile, facts)
  if (unanswered.length > 0) return ok({ ...about, facts: facts.facts, unanswered, ...(given && { given }) })
  const files = [request.file, ...(answered ? [answered.text.file] : [])]
  return assembled({ ...about, files }, answered ?? noAnswers(), given, facts, at)
}

function besideOf(file: string): Ways['beside'] {
  const base = file.replace(/\.[^./\\]+$/, '')
  return { answers: `${base}.answers.yaml`, profile: `${base}.profile.yaml` }
}

function answersIn(named: string | undefined, beside: string, ports: ReadPorts): Result<RiskText | undefined, Refused> {
  const found = readable(named ?? beside, named !== undefined, ports)
  if (!found.ok || found.value === undefined) return found as Result<undefined, Refused>
  return readRiskCase(found.value.file, found.value.text)
}

/** Where case, profile and feeds say everything, nobody has to answer anything. */
function noAnswers(): RiskText {
  const read = readRiskCase('answers', 'schema: holdpoint/risk-case/v1\nby: nobody\n')
  if (!read.ok) throw new Error(read.problem[0]!.message)
  return read.value
}

interface ProfileFor {
  readonly given?: GivenProfile
  readonly otherCurrency?: true
}

/**
 * The one that somebody gave for this case, or else the register's. That counts for nothing beside answers in another currency: no rate
 * is assumed, and what nobody chose for this case must not keep it from its figures.
 */
function profileFor(
  { profile, register }: RiskFiles,
  beside: string,
  currency: string | undefined,
  ports: ReadPorts,
): Result<ProfileFor, Refused> {
  const own = profileIn(profile, ports, beside)
  if (!own.ok) return own
  if (own.value) return ok({ given: own.value })
  const given = registeredIn(register)
  if (!given.ok) return given
  if (!given.value) return ok({})
  return ok(
    currency === undefined || currency === given.value.profile.currency
      ? { given: given.value }
      : { otherCurrency: true },
  )
}

function registeredIn(register: RegisterSays | undefined): Result<GivenProfile | undefined, Refused> {
  if (!register?.profile) return ok(undefined)
  const { text, ...registered } = register.profile
  const file = registeredName(registered)
  const read = readProfile(file, text)
  return read.ok ? ok({ file, profile: read.value.profile, registered }) : read
}

interface Given {
  readonly file: string
  readonly text: string
}

function readable(file: string, demanded: boolean, { files }: ReadPorts): Result<Given | undefined, Refused> {
  const text = files.text(file, MAX_TEXT_BYTES)
  if (text.ok) return ok({ file, text: text.value })
  return !demanded && text.problem.code === 'file/missing' ? ok(undefined) : no(text.problem)
}

function profileIn(
  file: string | undefined,
  ports: ReadPorts,
  beside?: string,
): Result<GivenProfile | undefined, Refused> {
  const path = file ?? beside
  if (path === undefined) return ok(undefined)
  const given = readable(path, file !== undefined, ports)
  if (!given.ok || given.value === undefined) return given as Result<undefined, Refused>
  const read = readProfile(given.value.file, given.value.text)
  return read.ok ? ok({ file: path, profile: read.value.profile }) : read
}
