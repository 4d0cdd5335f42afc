import type { Candidate } from '../../case/case.ts'
import { standingClearances } from '../../case/hold.ts'
import { missingEvidence } from '../../case/missing.ts'
import { isCleanRun, isRefuted, outcomeOf } from '../../case/proof.ts'
import { missing, type Fact } from '../fact.ts'
import { count, derived, entry, moment, name, names, said, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'
import { buildName } from './stop.ts'

export interface CandidateFacts {
  readonly product: Fact
  readonly name: Fact
  readonly identity: Fact
  readonly fixers: Fact
  readonly state: Fact
  readonly is: 'cleared' | 'refuted' | 'proven' | 'open'
  readonly clearedAt?: Fact
  readonly clearedBy?: Fact
  readonly lineEnds: boolean
  readonly proofs: readonly {
    readonly kind: Fact
    readonly outcome: Fact
    readonly passed: boolean
    readonly by: Fact
    readonly at: Fact
  }[]
  readonly runs: readonly {
    readonly extent: Fact
    readonly tests: Fact
    readonly outcome: Fact
    readonly by: Fact
    readonly at: Fact
  }[]
  /** What it still lacks, as terms. */
  readonly lacks: readonly Fact[]
}

/** The builds that are meant to carry the fix, and what shows that they do. */
export function proofFacts(material: Material) {
  const candidates = [...material.state.candidates.values()].map((one) => candidateFacts(material, one))
  return {
    candidates,
    latest: candidates.at(-1),
    proven: candidates.findLast(({ is }) => is === 'cleared'),
    candidate: candidates.at(-1)?.name ?? (missing('candidate', 'development-lead') as Fact),
    containments: [...material.state.containments.values()].map((one) => ({
      kind: term(`containment.${one.n}.kind`, `containment.${one.kind}`, entry(one)),
      is: one.kind,
      what: said(material, `containment.${one.n}.what`, one.what, entry(one), 'exploit'),
      state: term(`containment.${one.n}.state`, `contained.${one.state}`, derived('rule.progress', one.n)),
      active: one.state !== 'removed',
      verified: one.state === 'verified',
      since: moment(`containment.${one.n}.since`, one.at, entry(one)),
      product: name(`containment.${one.n}.product`, one.product, entry(one)),
    })),
  }
}

const LACKS: ReadonlyMap<string, TermKey> = new Map([
  ['hold/fixers-undeclared', 'lacks.fixers'],
  ['hold/no-finding', 'lacks.finding'],
  ['hold/not-proven', 'lacks.proof'],
  ['hold/no-regression', 'lacks.regression'],
  ['hold/affected-candidate', 'lacks.affected'],
])

function candidateFacts(material: Material, candidate: Candidate): CandidateFacts {
  const { state, rules } = material
  const { n, product, build } = candidate
  const id = `candidate.${n}`
  const source = entry(candidate)
  const hold = state.holds.get(product)
  const cleared = hold && standingClearances(state, hold).findLast((one) => one.candidate === n)
  const lacking = [...new Set(missingEvidence(state, candidate, rules).map(({ code }) => LACKS.get(code)!))]
  const is = cleared ? 'cleared' : isRefuted(state, candidate) ? 'refuted' : lacking.length === 0 ? 'proven' : 'open'
  return {
    product: name(`${id}.product`, product, source),
    name: name(`${id}.name`, candidateName(material, candidate), source),
    identity: names(`${id}.identity`, build.digests.length > 0 ? build.digests : [build.commit!], source),
    fixers:
      candidate.fixers.size > 0
        ? names(`${id}.fixers`, [...candidate.fixers], source)
        : missing('fixers', 'development-lead'),
    state: term(`${id}.state`, `candidate.${is}`, derived('rule.standing', n)),
    is,
    ...(cleared && {
      clearedAt: moment(`${id}.cleared-at`, cleared.at, entry(cleared)),
      clearedBy: names(`${id}.cleared-by`, cleared.people, entry(cleared)),
    }),
    lineEnds: cleared?.line === 'ends',
    ...evidenceFacts(material, n, id),
    lacks: cleared
      ? []
      : lacking.map((key, i) => term(`${id}.lacks.${i + 1}`, key, { kind: 'policy', digest: rules.policy })),
  }
}

function evidenceFacts({ state }: Material, candidate: number, id: string) {
  const proofs = state.proofs.filter((proof) => proof.candidate === candidate)
  const runs = state.runs.filter((run) => run.candidate === candidate)
  return {
    proofs: proofs.map((record) => {
      const finding = state.findings.get(record.finding)
      const outcome = finding ? outcomeOf(record.proof, finding) : 'nothing'
      const source = entry(record, 'evidence')
      return {
        kind: term(`${id}.proof.${record.n}.kind`, `proof.${record.proof.kind}`, source),
        outcome: term(`${id}.proof.${record.n}.outcome`, `outcome.${outcome}`, source),
        passed: outcome === 'pass',
        by: name(`${id}.proof.${record.n}.by`, record.by, source),
        at: moment(`${id}.proof.${record.n}.at`, record.at, source),
      }
    }),
    runs: runs.map((run) => {
      const source = entry(run, 'evidence')
      return {
        extent: term(`${id}.run.${run.n}.extent`, `extent.${run.extent}`, source),
        tests: count(`${id}.run.${run.n}.tests`, run.comparison.tests, 'tests', source),
        outcome: term(`${id}.run.${run.n}.outcome`, isCleanRun(run) ? 'run.clean' : 'run.failed', source),
        by: name(`${id}.run.${run.n}.by`, run.by, source),
        at: moment(`${id}.run.${run.n}.at`, run.at, source),
      }
    }),
  }
}

/** Its version; with the head of its identity where two builds have the same one. */
function candidateName({ state }: Material, { n, build }: Candidate): string {
  const twin = [...state.candidates.values()].some((other) => other.n !== n && other.build.version === build.version)
  const identity = build.commit ?? build.digests[0]!.split(':')[1]!
  return build.version !== undefined && twin ? `${build.version} (${identity.slice(0, 8)})` : buildName(build)
}
