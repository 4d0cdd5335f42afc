import { currentView, sayReassessment, severityInForce } from '../../case/assessment.ts'
import type { CaseFinding } from '../../case/case.ts'
import { liveFindings } from '../../case/proof.ts'
import { standing } from '../../case/standing.ts'
import type { View } from '../../case/values.ts'
import { PRODUCTION } from '../../gate/question.ts'
import { describe, score } from '../../score/index.ts'
import { known, missing, type Fact, type Source } from '../fact.ts'
import { derived, entry, moment, name, names, said, term, type Material } from '../material.ts'
import { HARMS, WAYS_IN } from './harm.ts'

export interface FindingFacts {
  readonly title: Fact
  readonly kind: Fact
  readonly severity: Fact
  readonly vector: Fact
  readonly tool: Fact
  readonly component: Fact
  /** Of a component; what is our own is corrected by ourselves. */
  readonly fixedIn?: Fact
  readonly foundAt: Fact
  readonly foundBy: Fact
  readonly inProduction: boolean
}

/** What was found, how grave it is, and how the view of it changed. */
export function weaknessFacts(material: Material) {
  const { state } = material
  const last = state.assessments.at(-1)
  const findings = liveFindings(state)
  const view = currentView(state)
  const source = last ? entry(last, 'assessment') : derived('rule.worst-finding', ...findings.map(({ n }) => n))
  const nobody = state.assessments.length === 0 && findings.length === 0
  const live = delivered(material)
  return {
    findings: findings.map((finding, i) => findingFacts(material, finding, i + 1)),
    severity: nobody
      ? missing('severity', 'analyst', 'security-manager')
      : known('risk.severity', { kind: 'severity', severity: severityInForce(state) }, source),
    isGrave: ['critical', 'high', 'unknown'].includes(severityInForce(state)),
    score:
      view.score === undefined || view.vector === undefined
        ? missing('score', 'analyst', 'security-manager')
        : known(
            'risk.score',
            { kind: 'score', score: view.score },
            { kind: 'standard', name: 'CVSS', of: source.kind === 'entry' ? `#${source.n}` : '' },
          ),
    vector:
      view.vector === undefined
        ? missing('score', 'analyst', 'security-manager')
        : name('risk.vector', view.vector, source, 'exploit'),
    assessedBy: last ? name('risk.assessed-by', last.by, source) : missing('assessment', 'analyst', 'security-manager'),
    assessedAt: last
      ? moment('risk.assessed-at', last.at, source)
      : missing('assessment', 'analyst', 'security-manager'),
    exploited: view.exploited,
    exploitation: last
      ? term('risk.exploited', view.exploited ? 'exploited.yes' : 'exploited.no', source)
      : missing('exploited', 'analyst', 'security-manager'),
    inProduction: view.in_production || live !== undefined || findings.some(({ inProduction }) => inProduction),
    production: live ? term('risk.in-production', 'production.yes', entry(live)) : production(material, view, source),
    reproduction: missing('steps', 'analyst'),
    ...harmFacts(view, source),
    ...changeFacts(material),
  }
}

/** What was deployed since anybody last looked, and is known to be vulnerable: it is there, whatever they saw then. */
function delivered({ state, now }: Material) {
  const seen = state.assessments.at(-1)?.n ?? 0
  const last = new Map(
    state.deliveries.filter(({ environment }) => environment === PRODUCTION).map((one) => [one.product, one]),
  )
  return [...last.values()].find((one) => {
    const found = standing(state, one, now)
    const vulnerable =
      found.is === 'held' ? found.because === 'affected' || found.because === 'refuted' : PASSES.has(found.is)
    return one.n > seen && vulnerable
  })
}
/** It goes, with the weakness in it. */
const PASSES: ReadonlySet<string> = new Set(['accepted', 'overridden'])

function production({ state }: Material, view: View, source: Source): Fact {
  const seen = liveFindings(state).filter(({ inProduction }) => inProduction)
  if (seen.length > 0)
    return term('risk.in-production', 'production.yes', derived('rule.seen', ...seen.map(({ n }) => n)))
  if (state.assessments.length === 0) return missing('in-production', 'development-lead', 'release-manager')
  return term('risk.in-production', view.in_production ? 'production.yes' : 'production.no', source)
}

/** What the vector says, in words that need no security training. */
function harmFacts({ vector }: View, source: Source) {
  const scored = vector === undefined ? undefined : score(vector)
  const nobody = missing('harm', 'analyst', 'security-manager')
  if (!scored?.ok) return { wayIn: nobody, harm: nobody, vectorSays: [] as readonly Fact[] }
  const said = describe(scored.value)
  const find = (table: ReadonlyMap<string, typeof HARMS extends ReadonlyMap<string, infer T> ? T : never>) =>
    said.flatMap(({ metric, value }) => table.get(`${metric}:${value}`) ?? [])
  const [ways, harms] = [find(WAYS_IN), find(HARMS)]
  return {
    wayIn: ways.length > 0 ? known('risk.way-in', { kind: 'terms', keys: ways }, source) : nobody,
    harm: harms.length > 0 ? known('risk.harm', { kind: 'terms', keys: harms }, source) : nobody,
    vectorSays: said
      .filter(({ group, value }) => group === 'base' || !['X', 'ND'].includes(value))
      .map(({ metric, name: full, says }): Fact =>
        known(
          `risk.vector.${metric}`,
          { kind: 'statement', text: `${full}. ${says}` },
          { kind: 'standard', name: 'CVSS', of: scored.value.version },
          'exploit',
        ),
      ),
  }
}

/** The first view, where a later one replaced it. */
function changeFacts(material: Material) {
  const [first, ...later] = material.state.assessments
  const last = later.at(-1)
  if (!first || !last) return {}
  const source = entry(first, 'assessment')
  const grave = { kind: 'severity', severity: first.view.severity } as const
  return {
    before: {
      severity: known('risk.before.severity', grave, source),
      score:
        first.view.score === undefined
          ? missing('score', 'analyst', 'security-manager')
          : known('risk.before.score', { kind: 'score', score: first.view.score }, source),
      at: moment('risk.before.at', first.at, source),
      by: name('risk.before.by', first.by, source),
      says: known(
        'risk.change',
        { kind: 'statement', text: sayReassessment(first.view, last.view) },
        derived('rule.vectors', first.n, last.n),
        'exploit',
      ),
      learned: last.learned
        ? said(material, 'risk.learned', last.learned, entry(last, 'assessment'), 'exploit')
        : missing('learned', 'analyst', 'security-manager'),
      openedWider:
        first.view.vector !== undefined && /\/PR:[LH]/.test(first.view.vector) && /\/PR:N/.test(last.view.vector ?? ''),
    },
  }
}

function findingFacts(material: Material, finding: CaseFinding, number: number): FindingFacts {
  const id = `finding.${number}`
  const source = entry(finding, 'finding')
  const { component, version, fixed_in: fixedIn } = finding
  return {
    title: said(material, `${id}.title`, finding.title, source),
    kind: term(`${id}.kind`, `kind.${finding.kind}`, source),
    severity: known(`${id}.severity`, { kind: 'severity', severity: finding.severity }, source),
    vector:
      finding.vector === undefined
        ? missing('score', 'analyst', 'security-manager')
        : name(`${id}.vector`, finding.vector, source, 'exploit'),
    tool:
      finding.tool === undefined
        ? term(`${id}.tool`, 'found.by-hand', source)
        : name(`${id}.tool`, finding.tool, source),
    component:
      component === undefined
        ? missing('place', 'analyst', 'development-lead')
        : name(`${id}.component`, version === undefined ? component : `${component}@${version}`, source, 'exploit'),
    ...(component !== undefined && {
      fixedIn:
        fixedIn.length > 0
          ? names(`${id}.fixed-in`, fixedIn, source, 'exploit')
          : missing('fixed-in', 'development-lead', 'analyst'),
    }),
    foundAt: moment(`${id}.found-at`, finding.at, source),
    foundBy: name(`${id}.found-by`, finding.by, source),
    inProduction: finding.inProduction,
  }
}
