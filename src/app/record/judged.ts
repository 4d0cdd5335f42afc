import type { Docket, Judged } from '../../core/gate/docket.ts'
import { conclude, docketFor, type Grounds } from '../../core/gate/evaluate.ts'
import type { ReadReport } from '../../core/gate/evidence.ts'
import { PRODUCTION, type Question } from '../../core/gate/question.ts'
import { type Digest, parseDigest, parseProduct } from '../../core/ids.ts'
import { addMillis, DAY, earliest, type Instant } from '../../core/instant.ts'
import { type Baseline, baselineDoubt } from '../../core/policy/baseline.ts'
import { feedFacts } from '../../core/policy/feeds.ts'
import { DECISION_OF } from '../../core/policy/policy.ts'
import { label } from '../../core/case/values.ts'
import type { Terms } from '../../core/product/register.ts'
import type { RecordedData } from '../../core/recording/recording.ts'
import type { Hash } from '../ports.ts'
import { toolId } from '../inventory/saying.ts'
import { labelled } from './words.ts'
import type { FoundFinding, Release } from '../ports/recorder.ts'

/** What it is judged on. */
export interface Circumstances extends Pick<Grounds, 'policy' | 'feeds' | 'exposure'> {
  readonly baseline: Baseline | undefined
}

/** A report on its way into the log: judged finding by finding, as for production. */
export class Judging {
  private readonly question: Question
  private readonly grounds: Grounds
  readonly docket: Docket

  constructor(release: Release, { policy, feeds, exposure, baseline }: Circumstances, now: Instant) {
    this.question = { ...release, environment: PRODUCTION, now }
    this.grounds = {
      policy,
      feeds,
      holds: [],
      enforced: true,
      ...(exposure !== undefined && { exposure }),
      ...(baseline && { baseline }),
    }
    this.docket = docketFor(this.question, this.grounds)
  }

  /** When something that it rests on ends: the first ignore entry that excused a finding, or the baseline. */
  private until(): Instant | undefined {
    const { policy, baseline } = this.grounds
    const { product, now } = this.question
    const counts = baseline && baselineDoubt(baseline, policy.baseline, product, now) === undefined
    const ends = [
      this.docket.until,
      counts ? addMillis(baseline.madeAt, policy.baseline.maxAgeDays * DAY) : undefined,
    ].flatMap((end) => end ?? [])
    return ends.length > 0 ? ends.reduce(earliest) : undefined
  }

  /** @returns what is kept of it, and the worst with their words */
  ended(
    evidence: ReadReport,
    bytes: number,
    terms: Terms,
    hash: Hash,
  ): { data: RecordedData; found: readonly FoundFinding[] } {
    const { policy, feeds } = this.grounds
    const { worst, counts } = conclude(this.question, [{ evidence, heard: this.docket }], this.grounds)
    const { product, version, commit, digests } = this.question
    const { facts, format, report, problems, tally } = evidence
    const tools = facts.tools.map(({ name }) => (label.read(name, '').ok ? name : toolId(name, hash)))
    const dated = Object.fromEntries(feedFacts(feeds).map(({ name, dated }) => [name, dated])) as Pick<
      RecordedData,
      'epss' | 'kev'
    >
    const until = this.until()
    const data: RecordedData = {
      product,
      ...(version !== undefined && { version }),
      ...(commit !== undefined && { commit }),
      digests,
      report: report as Digest,
      bytes,
      format,
      tools: [...new Set(tools)].slice(0, MOST),
      ...(facts.finishedAt && { finished_at: facts.finishedAt }),
      subject: {
        commits: named(
          facts.subject.commits,
          (text) => /^[0-9a-f]{7,64}$/i.test(text),
          (text) => commit?.startsWith(text.toLowerCase()) === true,
        ),
        digests: named(
          facts.subject.digests,
          (text) => parseDigest(text.toLowerCase()).ok,
          (text) => digests.includes(text.toLowerCase() as Digest),
        ),
        products: named(
          facts.subject.products,
          (text) => parseProduct(text).ok,
          (text) => text === product,
        ),
      },
      problems: [...new Set(problems.map(({ code }) => code))].slice(0, MOST),
      policy: policy.digest,
      ...(until && { until }),
      ...terms,
      ...dated,
      findings: tally.findings,
      blocking: counts.blocking,
      unassessed: counts.unassessed,
      excused: counts.excused,
      worst: worst.map(({ finding, severity, rule }) => ({
        identities: finding.identities.slice(0, MOST_IDENTITIES).map(({ id }) => id),
        severity,
        treatment: rule.treatment,
        rule: rule.id,
      })),
    }
    return { data, found: worst.map(foundOf) }
  }
}

/** An entry has room for 16 KiB, and fifty digests take seven of them. */
const MOST = 8
const MOST_NAMED = 4
const MOST_IDENTITIES = 3

/** What a report names, written by strangers: those that could be meant first, and `?` for what has no such form. */
function named(
  texts: readonly string[],
  isOne: (text: string) => boolean,
  isOurs: (text: string) => boolean,
): readonly string[] {
  const all = [...new Set(texts.map((text) => (isOne(text) ? text : '?')))]
  return all.toSorted((a, b) => Number(isOurs(b)) - Number(isOurs(a))).slice(0, MOST_NAMED)
}

function foundOf({ finding, severity, rule }: Judged): FoundFinding {
  const { identities, kind, title, advisories, vector, tool, component, fixedIn } = finding
  return labelled({
    identities: identities.map(({ id }) => id),
    kind,
    severity,
    title,
    advisories,
    vector: vector?.vector,
    tool: tool?.name,
    component: component?.name,
    version: component?.version,
    fixedIn,
    holds: DECISION_OF[rule.treatment] === 'held',
  })
}
