import type { Case } from '../../core/case/case.ts'
import type { WishType } from '../../core/case/command.ts'
import type { ScanRule } from '../../core/case/rules.ts'
import { type Actor, type CaseId, type HoldId, holdId, type Uuid, uuidv7 } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import { ok, type Result } from '../../core/problem.ts'
import { CLOCK } from '../clockwork.ts'
import { codeName } from '../code-name.ts'
import type { Desk } from '../handle/handle.ts'
import type { Handled } from '../handle/wished.ts'
import type { Chance, Crypto } from '../ports.ts'
import type { Shelf } from '../ports/shelf.ts'
import { sealWish } from '../sealing.ts'
import { caseOf } from '../service/case-of.ts'
import type { FoundFinding, RecordedReport, Release } from '../ports/recorder.ts'

export interface Joining {
  readonly id: Uuid
  readonly by: Actor
  readonly release: Release
  readonly recorded: RecordedReport
  /** Cases that are about the product. */
  readonly cases: readonly Case[]
  readonly rule: ScanRule
}

export interface Joined {
  readonly linked: readonly CaseId[]
  readonly opened: readonly CaseId[]
  readonly held: readonly HoldId[]
}

interface JoinPorts {
  readonly desk: Desk
  readonly shelf: Pick<Shelf, 'streams'>
  readonly crypto: Crypto
  readonly chance: Chance
}

/**
 * What blocks joins its case: an open one that has the same finding is told of the report; for what no case has, policy says whether
 * one is opened, and whether that stops the line. Said again it leads to nothing new.
 */
export async function joinCases(joining: Joining, ports: JoinPorts): Promise<Result<Joined>> {
  const { recorded, cases } = joining
  const open = cases.filter(({ closed }) => !closed)
  const joined = { linked: new Set<CaseId>(), opened: new Set<CaseId>(), held: new Set<HoldId>() }
  const asking = asker(joining, ports)
  for (const found of recorded.found) {
    const known = open.filter((state) => found.identities.some((id) => state.findings.has(id)))
    for (const { id } of known) {
      const done = await asking(id, 'link_report', linkOf(recorded))
      if (!done.ok) return done
      joined.linked.add(id)
    }
    if (known.length > 0 || joining.rule === 'never') continue
    const opened = await openFor(found, joining, ports)
    if (!opened.ok) return opened
    const { id, isNew } = opened.value
    for (const [type, said] of [
      ['add_finding', findingOf(found, recorded)],
      ['link_report', linkOf(recorded)],
    ] as const) {
      const done = await asking(id, type, said)
      if (!done.ok) return done
    }
    joined[isNew ? 'opened' : 'linked'].add(id)
    if (joining.rule !== 'hold' || !found.holds) continue
    const held = await asking(id, 'place', placeOf(joining))
    if (!held.ok && held.problem.code !== 'hold/already-placed') return held
    joined.held.add(holdId(id, joining.release.product))
  }
  return ok({ linked: [...joined.linked], opened: [...joined.opened], held: [...joined.held] })
}

/** The case of one weakness of one product that a scan found: its command is made of them, so there is one, whoever asks. After it was closed, another. */
async function openFor(
  { identities: [finding] }: FoundFinding,
  { release: { product } }: Joining,
  { desk, shelf, crypto, chance }: JoinPorts,
): Promise<Result<{ readonly id: CaseId; readonly isNew: boolean }>> {
  for (let after = ''; ;) {
    const seed = crypto.sha256(encodeUtf8(JSON.stringify(['scan', product, finding, after]))!)
    const said = { title: `Found by a scan of ${product}: ${finding!.slice(0, 8)}`, name: codeName(seed.subarray(10)) }
    const wish = sealWish('open', said, { crypto, chance })
    if (!wish.ok) return wish
    const opened = await desk.handle({ id: uuidv7(THEN, seed.subarray(0, 10)), by: CLOCK, on: 'new', ...wish.value })
    if (!opened.ok) return opened
    const id = opened.value.stream as CaseId
    const state = await caseOf(id, shelf)
    if (!state.ok) return state
    if (!state.value.closed) return ok({ id, isNew: state.value.n === 1 })
    after = id
  }
}
const THEN = '2020-01-01T00:00:00.000Z' as Instant

/** Wishes of whoever records, each with an id that follows from the request. */
function asker({ id, by }: Joining, { desk, crypto, chance }: JoinPorts) {
  return async (on: CaseId, type: WishType, said: object): Promise<Result<Handled>> => {
    const wish = sealWish(type, said, { crypto, chance })
    if (!wish.ok) return wish
    const seed = crypto.sha256(encodeUtf8(JSON.stringify([id, on, type, 'finding' in said ? said.finding : '']))!)
    return desk.handle({ id: uuidv7(THEN, seed.subarray(0, 10)), by, on, ...wish.value })
  }
}

const linkOf = ({ data: { report, format }, found }: RecordedReport) => ({ report, format, findings: found.length })

const findingOf = (found: FoundFinding, { data: { report } }: RecordedReport) => ({
  finding: found.identities[0]!,
  kind: found.kind,
  severity: found.severity,
  title: found.title,
  report,
  fixed_in: found.fixedIn,
  ...(found.vector !== undefined && { vector: found.vector }),
  ...(found.tool !== undefined && { tool: found.tool }),
  ...(found.component !== undefined && { component: found.component }),
  ...(found.version !== undefined && { version: found.version }),
  ...(found.advisories.length > 0 && { aliases: found.advisories }),
})

const placeOf = ({ release: { product, version, commit, digests }, recorded: { data } }: Joining) => ({
  product,
  affected: {
    digests,
    commits: commit === undefined ? [] : [commit],
    versions: digests.length === 0 && commit === undefined && version !== undefined ? [version] : [],
  },
  reason: `A ${data.format} report recorded for this release has findings that policy stops.`,
})
