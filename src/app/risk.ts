import type { Instant } from '../core/instant.ts'
import { ok, problem, type Result } from '../core/problem.ts'
import { readProfile } from '../texts/profile/read.ts'
import { readRiskCase } from '../texts/risk/read.ts'
import { words } from '../writers/case.ts'
import type { Asked } from '../writers/options/report.ts'
import { type CaseFacts, factsOf } from './case-facts.ts'
import { openCase } from './case-file.ts'
import type { ReadPorts } from './ports.ts'
import { withFeeds } from './threat.ts'
import { assembled, type GivenProfile, type Loaded, no, NO_FACTS, type Refused, unansweredIn } from './risk-assemble.ts'

const MAX_TEXT_BYTES = 2 ** 20

export interface RiskFiles {
  /** A risk case, or a case file. */
  readonly file: string
  readonly profile?: string
  /** For a case file: what it cannot say. */
  readonly answers?: string
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
  return assembled({ title: read.value.title ?? request.file }, known.value.answers, profile.value, NO_FACTS, at)
}

/** What is given by name must be there; what is only looked for beside the case may be missing. */
function fromCaseFile(request: RiskFiles, at: Instant, ports: ReadPorts): Result<Loaded | Unanswered, Refused> {
  const open = openCase(request.file, at, ports)
  if (!open.ok) return no(open.problem)
  const { id, state, openings } = open.value
  const base = request.file.replace(/\.[^./\\]+$/, '')
  const beside = { answers: `${base}.answers.yaml`, profile: `${base}.profile.yaml` }
  const given = readable(request.answers ?? beside.answers, request.answers !== undefined, ports)
  if (!given.ok) return given
  const answers = given.value === undefined ? undefined : readRiskCase(given.value.file, given.value.text)
  if (answers && !answers.ok) return answers
  const profile = profileIn(request.profile, ports, beside.profile)
  if (!profile.ok) return profile
  const known = withFeeds(
    { answers: answers?.value, facts: factsOf(state, openings) },
    profile.value?.profile,
    at,
    ports,
  )
  if (!known.ok) return known
  const { answers: answered, facts } = known.value
  const name = state.opened ? `${id} "${state.opened.name}": ${words(openings, state.opened.title)}` : id
  const unanswered = unansweredIn(answered, profile.value?.profile, facts)
  if (answered === undefined || unanswered.length > 0)
    return ok({ title: name, caseId: id, facts: facts.facts, unanswered, beside })
  return assembled({ title: name, caseId: id, caseFile: request.file }, answered, profile.value, facts, at)
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
