import type { Docket, Judged } from '../../core/gate/docket.ts'
import { conclude, docketFor, type Grounds } from '../../core/gate/evaluate.ts'
import type { ReadReport } from '../../core/gate/evidence.ts'
import { PRODUCTION, type Question } from '../../core/gate/question.ts'
import { type Digest, parseDigest, parseProduct } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { type Feeds, feedFacts } from '../../core/policy/feeds.ts'
import { DECISION_OF, type Policy } from '../../core/policy/policy.ts'
import { label } from '../../core/case/values.ts'
import type { RecordedData } from '../../core/recording/recording.ts'
import type { Hash } from '../ports.ts'
import { toolId } from '../inventory/saying.ts'
import { labelled } from './words.ts'
import type { FoundFinding, Release } from '../ports/recorder.ts'

/** A report on its way into the log: judged finding by finding, as for production. */
export class Judging {
  private readonly question: Question
  private readonly grounds: Grounds
  readonly docket: Docket

  constructor(release: Release, policy: Policy, feeds: Feeds, now: Instant) {
    this.question = { ...release, environment: PRODUCTION, now }
    this.grounds = { policy, feeds, holds: [], enforced: true }
    this.docket = docketFor(this.question, this.grounds)
  }

  /** @returns what is kept of it, and the worst with their words */
  ended(evidence: ReadReport, bytes: number, hash: Hash): { data: RecordedData; found: readonly FoundFinding[] } {
    const { policy, feeds } = this.grounds
    const { worst, counts } = conclude(this.question, [{ evidence, heard: this.docket }], this.grounds)
    const { product, version, commit, digests } = this.question
    const { facts, format, report, problems, tally } = evidence
    const tools = facts.tools.map(({ name }) => (label.read(name, '').ok ? name : toolId(name, hash)))
    const dated = Object.fromEntries(feedFacts(feeds).map(({ name, dated }) => [name, dated])) as Pick<
      RecordedData,
      'epss' | 'kev'
    >
    const { until } = this.docket
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

/** An entry has room for 16 KiB. */
const MOST = 20
const MOST_IDENTITIES = 4

/** What a report names, written by strangers: those that could be meant first, and `?` for what has no such form. */
function named(
  texts: readonly string[],
  isOne: (text: string) => boolean,
  isOurs: (text: string) => boolean,
): readonly string[] {
  const all = [...new Set(texts.map((text) => (isOne(text) ? text : '?')))]
  return all.toSorted((a, b) => Number(isOurs(b)) - Number(isOurs(a))).slice(0, MOST)
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
