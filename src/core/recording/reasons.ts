import type { Cover } from '../case/cover.ts'
import type { Subject } from '../finding/finding.ts'
import { noSeverities } from '../finding/severity.ts'
import type { ReadReport } from '../gate/evidence.ts'
import { unfit } from '../gate/fit.ts'
import { feedGaps, lacking, looksAt } from '../gate/gaps.ts'
import type { Question } from '../gate/question.ts'
import { MAX_REASONS, type Reason } from '../gate/verdict.ts'
import type { Digest } from '../ids.ts'
import { earliest, type Instant } from '../instant.ts'
import { DECISION_OF, type Policy, type Rule } from '../policy/policy.ts'
import type { Terms } from '../product/register.ts'
import { problem } from '../problem.ts'
import type { Recording, Recordings } from './recording.ts'
import { versionName } from './recording.ts'

/** What recorded evidence says against a release, and until when that can be relied on. */
export interface Weighed {
  readonly reasons: readonly Reason[]
  readonly until?: Instant
  /** Reports that this policy has not judged, or no longer: somebody has to judge them again. */
  readonly unjudged: readonly Recording[]
}

/** What recorded evidence is judged by, at the time of the question. */
export interface Judgements extends Terms {
  readonly policy: Policy
}

/** What cases answer for, of one artifact (or of a release without any). */
export type CoversOf = (digest: Digest | undefined) => readonly Cover[]

/**
 * What was recorded of a release, judged at the time of the question. Whatever was recorded of the same artifact (else of the same commit)
 * weighs, for ever: a later report that says less takes nothing back. What policy demands is met only by a report of this very artifact, or of this commit
 * before there was one.
 */
export function weigh(question: Question, recordings: Recordings, by: Judgements, coversOf: CoversOf): Weighed {
  if (saysNothing(recordings, by.policy)) return { reasons: [], unjudged: [] }
  const parts = question.digests.length > 0 ? question.digests : [undefined]
  const all = parts.map((digest) => weighPart(question, digest, recordings, by, coversOf(digest)))
  const reasons = new Map(
    all.flatMap((one) => one.reasons).map((reason) => [`${reason.code} ${reason.message}`, reason]),
  )
  const ends = all.flatMap(({ until }) => until ?? [])
  return {
    reasons: [...reasons.values()],
    unjudged: [...new Set(all.flatMap(({ unjudged }) => unjudged))],
    ...(ends.length > 0 && { until: ends.reduce(earliest) }),
  }
}

/** Nothing was recorded, and nothing is demanded. */
export const saysNothing = ({ n }: Recordings, { evidence }: Policy): boolean =>
  n === 0 && evidence.require.length === 0

function weighPart(
  question: Question,
  digest: Digest | undefined,
  recordings: Recordings,
  by: Judgements,
  covers: readonly Cover[],
): Weighed {
  const { policy } = by
  const judged = new Map<string, Recording>() // by report: its last judgement by this policy
  const others = new Map<string, Recording>()
  for (const recording of recordedOf(question, digest, recordings)) {
    const key = `${recording.report} ${recording.digests.join()} ${recording.commit}`
    if (isJudged(recording, by, question.now)) judged.set(key, recording)
    else others.set(key, recording)
  }
  const unjudged = [...others].flatMap(([key, recording]) => (judged.has(key) ? [] : [recording]))
  const counted = [...judged.values(), ...unjudged]
  const proving = counted.filter((recording) => proves(recording, digest))
  const asked: Question = { ...question, digests: digest === undefined ? [] : [digest] }
  const blind = counted.length > 0 && by.exposure === undefined && looksAt(policy, 'exposure')
  const doubts = [
    ...demanded(proving, asked, policy),
    ...unjudged.map(JUDGED_OTHERWISE),
    ...(blind ? [EXPOSURE_UNSAID] : []),
  ]
  const used = new Set<Cover>()
  const excused = (has: (cover: Cover) => boolean) => {
    const cover = longest(covers.filter(has))
    if (cover) used.add(cover)
    return cover !== undefined
  }
  const reasons = [
    ...blocking([...judged.values()], policy, (ids) =>
      excused(({ findings }) => ids.some((id) => findings.includes(id))),
    ),
    ...doubts.filter(({ code }) => !excused(({ missing }) => missing.includes(code))),
  ]
  const ends = [...used, ...judged.values()].flatMap(({ until }) => until ?? [])
  return { reasons, unjudged, ...(ends.length > 0 && { until: ends.reduce(earliest) }) }
}

/** By this policy, on these terms, and not past its time. */
const isJudged = (recording: Recording, { policy, exposure, baseline }: Judgements, now: Instant): boolean =>
  recording.policy === policy.digest &&
  recording.exposure === exposure &&
  recording.baseline === baseline &&
  (recording.until === undefined || now < recording.until)

/** Digests beat commits beat versions, as in a case. What names other artifacts is of another build. */
function recordedOf(
  { commit, version }: Question,
  digest: Digest | undefined,
  { byName }: Recordings,
): readonly Recording[] {
  const sameCommit = commit === undefined ? [] : (byName.get(commit) ?? [])
  if (digest !== undefined)
    return [...(byName.get(digest) ?? []), ...sameCommit.filter(({ digests }) => digests.length === 0)]
  if (commit !== undefined) return sameCommit
  return version === undefined ? [] : (byName.get(versionName(version)) ?? [])
}

/** A commit stands for its release only where the report named no artifact; a version never does. */
const proves = ({ digests, commit }: Recording, digest: Digest | undefined): boolean =>
  digest === undefined ? digests.length === 0 && commit !== undefined : digests.includes(digest) || digests.length === 0

/** What is wrong with the evidence, and what is missing of it. Of the reports of one tool, one that is sound is enough. */
function demanded(proving: readonly Recording[], question: Question, policy: Policy): readonly Reason[] {
  const byTools = new Map<string, Recording[]>()
  for (const one of proving) {
    const key = [one.format, ...one.tools.toSorted()].join('\n')
    byTools.set(key, [...(byTools.get(key) ?? []), one])
  }
  const sound: ReadReport[] = []
  const doubts: Reason[] = []
  for (const group of byTools.values()) {
    const answers = group.toSorted(newestFirst).map((recording) => {
      const report = asReport(recording)
      return { report, reasons: unfit(report, question, policy.evidence).map(withoutPlace) }
    })
    const fit = answers.find(({ reasons }) => reasons.length === 0)
    sound.push((fit ?? answers[0]!).report)
    if (!fit) doubts.push(...answers[0]!.reasons)
  }
  const blind = proving.flatMap(({ epss, kev }) => feedGaps(policy, { epss, kev }))
  return [...doubts, ...lacking(sound, policy).map(NOT_RECORDED), ...blind]
}

const NOT_RECORDED = (wanted: string): Reason => ({
  code: 'evidence/required',
  decision: 'unknown',
  message: `Policy asks for a report of ${wanted}, and none was recorded for this release.`,
  next: 'Record one with `holdpoint check --record`, for this artifact or its commit; and ask with both.',
})

const newestFirst = (a: Recording, b: Recording): number => {
  const [endA, endB] = [a.finished_at ?? a.at, b.finished_at ?? b.at]
  return endA === endB ? b.n - a.n : endA > endB ? -1 : 1
}

/** A recording as the report that it was: it fits, or not, as any other. */
function asReport({ report, format, tools, finished_at, subject, problems, findings }: Recording): ReadReport {
  const file = `the ${format} report ${report.slice(0, 19)}…`
  return {
    status: 'read',
    file,
    format,
    report,
    facts: {
      tools: tools.map((name) => ({ name })),
      subject: subject as Subject,
      ...(finished_at && { finishedAt: finished_at }),
    },
    tally: { records: findings, findings, merged: 0, ignored: {}, severities: noSeverities() },
    problems: [...new Set(problems)].map((code) => problem(code, `Of ${file}: it could not tell everything.`)),
  }
}

const withoutPlace = ({ at: _at, message, ...reason }: Reason): Reason => ({ ...reason, message })

/** By rule, and never by name: whoever asks the gate need not know what was found. */
function blocking(
  recordings: readonly Recording[],
  policy: Policy,
  isCovered: (identities: Recording['worst'][number]['identities']) => boolean,
): readonly Reason[] {
  const open = new Map<string, Met>()
  const seen = new Set<string>()
  for (const { worst } of recordings)
    for (const { identities, treatment, rule } of worst) {
      const again = identities.some((id) => seen.has(id))
      for (const id of identities) seen.add(id)
      const decision = DECISION_OF[treatment]
      if (again || decision === 'clear' || isCovered(identities)) continue
      open.set(rule, { count: (open.get(rule)?.count ?? 0) + 1, decision, treatment })
    }
  const unnamed = recordings.map(unnamedOf).toSorted((a, b) => b.held - a.held || b.all - a.all)[0]
  return [
    ...[...open].map(([id, met]) => STOPPED(met, ruleOf(id, policy))),
    ...(unnamed && unnamed.all > 0 ? [MORE(unnamed)] : []),
  ]
}

interface Met {
  readonly count: number
  readonly decision: 'held' | 'unknown'
  readonly treatment: Rule['treatment']
}

const ruleOf = (id: string, { rules, repository }: Policy): Pick<Rule, 'id'> & Partial<Rule> =>
  [...rules, ...(repository?.rules ?? [])].find((rule) => rule.id === id) ?? { id }

/** What stands behind the worst twenty has no name here, so nothing can answer for it. */
function unnamedOf({ worst, blocking, unassessed }: Recording): { readonly held: number; readonly all: number } {
  if (worst.length < MAX_REASONS) return { held: 0, all: 0 }
  const held = blocking - worst.filter(({ treatment }) => DECISION_OF[treatment] === 'held').length
  return { held, all: blocking + unassessed - worst.length }
}

const STOPPED = (
  { count, decision, treatment }: Met,
  { id, whoCanLift }: Pick<Rule, 'id'> & Partial<Rule>,
): Reason => ({
  code: decision === 'held' ? 'evidence/blocks' : 'evidence/unassessed',
  decision,
  message: `${count === 1 ? 'One finding of recorded evidence meets' : `${count} findings of recorded evidence meet`} the rule ${id}.`,
  rule: id,
  ...(whoCanLift && { whoCanLift }),
  next:
    treatment === 'assess'
      ? 'Have it assessed: a rating in the report, or a case.'
      : 'Ship a build in which it is fixed; or open a case, and have the fix proven or the risk accepted there.',
})

const MORE = ({ held, all }: { readonly held: number; readonly all: number }): Reason => ({
  code: held > 0 ? 'evidence/blocks' : 'evidence/unassessed',
  decision: held > 0 ? 'held' : 'unknown',
  message: `Recorded evidence has ${all} more findings that policy stops.`,
  next: 'Look at the reports: `holdpoint check` lists the worst, `--output json=…` all of them.',
})

const JUDGED_OTHERWISE = ({ format, report }: Recording): Reason => ({
  code: 'evidence/not-judged',
  decision: 'unknown',
  message: `The ${format} report ${report.slice(0, 19)}… was judged by another policy or on other terms, or what that rests on has ended.`,
  next: 'Ask again in a minute: it is judged again by itself.',
})

/** A rule about it would never be met: that is not knowing, not passing. */
const EXPOSURE_UNSAID: Reason = {
  code: 'evidence/exposure-unsaid',
  decision: 'unknown',
  message: 'Policy looks at how a product is reached, and nobody has said it of this one.',
  next: 'Say it: `holdpoint product add <product> --exposure public`.',
}

const longest = (covers: readonly Cover[]): Cover | undefined =>
  covers.reduce<Cover | undefined>(
    (best, one) =>
      best === undefined || one.until === undefined || (best.until !== undefined && one.until > best.until)
        ? one
        : best,
    undefined,
  )
