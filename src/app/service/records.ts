import { may } from '../../core/case/authority.ts'
import type { Commit, Digest, Product } from '../../core/ids.ts'
import { parseUuid } from '../../core/ids.ts'
import { ok, type Problem, refuse, type Result } from '../../core/problem.ts'
import { mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Desk } from '../handle/handle.ts'
import type { Chance, Clock, Crypto } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import { type Joined, joinCases } from '../record/join.ts'
import { MAX_REPORT_BYTES } from '../record/limits.ts'
import type { Intake, RecordedReport, Recorder, Release } from '../ports/recorder.ts'
import type { Under } from '../verdict.ts'
import type { Json } from './json.ts'

/** The release that a report is about. Its form was checked by its contract. */
export interface SaidRelease {
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
}

export interface RecordService {
  /**
   * Takes a report as it comes, as evidence of a release.
   *
   * @param key the id of the command, a UUIDv7
   */
  record(who: Principal, key: string, of: SaidRelease, report: AsyncIterable<Uint8Array>): Promise<Result<Json>>
}

export interface RecordServicePorts {
  readonly store: Pick<Store, 'shelf'>
  readonly desk: Desk
  readonly gatekeeper: Pick<Gatekeeper, 'about' | 'terms'>
  readonly intake: Intake
  readonly recorder: Recorder
  readonly crypto: Crypto
  readonly chance: Chance
  readonly clock: Clock
  readonly under: () => Omit<Under, 'validMinutes'>
}

export function recordService(ports: RecordServicePorts): RecordService {
  const { store, desk, gatekeeper, intake, recorder, crypto, chance, clock, under } = ports
  return {
    async record(who, key, of, report) {
      const release = of as Release & { product: Product; commit?: Commit; digests: readonly Digest[] }
      const { policy, rules } = under()
      const within = mayTouch(who, release.product)
      if (!within.ok) return within
      if (!may(rules, who.actor, 'record', clock.now())) return NOT_AUTHORISED(who.actor, rules.may.record)
      if (release.digests.length === 0 && release.commit === undefined) return NAMELESS
      const id = parseUuid(key)
      if (!id.ok) return id
      const terms = await gatekeeper.terms(release.product)
      if (!terms.ok) return terms
      const taken = await intake.take(report, MAX_REPORT_BYTES)
      if (!taken.ok) return taken
      try {
        const { file } = taken.value
        const recorded = await recorder.record({
          id: id.value,
          by: who.actor,
          release,
          policy,
          terms: terms.value,
          report: { file },
        })
        if (!recorded.ok) return unreadable(recorded.problem)
        const cases = await gatekeeper.about(release.product)
        if (!cases.ok) return cases
        const rule = policy.cases.openFromScans
        const joining = { id: id.value, by: who.actor, release, recorded: recorded.value, cases: cases.value, rule }
        const joined = await joinCases(joining, { desk, shelf: store.shelf, crypto, chance })
        return joined.ok ? ok(answerOf(recorded.value, joined.value)) : joined
      } finally {
        taken.value.discard()
      }
    },
  }
}

/** What this report alone comes to: the release may have others. */
function answerOf({ data, at, n, stream, again }: RecordedReport, { linked, opened, held }: Joined): Json {
  const { blocking, unassessed, problems } = data
  const doubtful = unassessed > 0 || problems.length > 0
  return {
    product: data.product,
    report: data.report,
    format: data.format,
    tools: data.tools,
    ...(data.finished_at && { finished_at: data.finished_at }),
    decision: blocking > 0 ? 'held' : doubtful ? 'unknown' : 'clear',
    findings: data.findings,
    blocking,
    unassessed,
    excused: data.excused,
    problems,
    rules: [...new Set(data.worst.map(({ rule }) => rule))],
    policy: data.policy,
    cases: { linked, opened, held },
    at,
    entry: { stream, n },
    again,
  }
}

/** What readers say of a damaged file is theirs; whatever else went wrong says so itself. */
const unreadable = (found: Problem): Result<never> =>
  /^(?:store|evidence|case|file|record|keys|log|people)\//.test(found.code)
    ? { ok: false, problem: found }
    : refuse(
        'record/unreadable',
        `The report cannot be read, so nothing of it was recorded: ${found.message} (${found.code})`,
        found.hint,
      )

const NAMELESS = refuse(
  'record/no-identity',
  'A version may name many builds.',
  "Give the artifact's digest; or the commit, where there is no artifact yet.",
)
const NOT_AUTHORISED = (who: string, roles: readonly string[]): Result<never> =>
  refuse('record/not-authorised', `${who} may not record evidence.`, `Ask one of: ${roles.join(', ')}.`)
