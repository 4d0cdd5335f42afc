import { evaluate } from '../core/gate/evaluate.ts'
import { PRODUCTION, type Question } from '../core/gate/question.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { type Commit, type Digest, parseCommit, parseDigest, parseReleaseName } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { evaluationJson } from '../writers/json/verdict.ts'
import { problemText } from '../writers/terminal/problem.ts'
import { verdictText } from '../writers/terminal/verdict.ts'
import type { Answer } from './answer.ts'
import { defaultPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import { gather } from './reports.ts'

/** As it comes from the edge: words, not yet values. */
export interface CheckRequest {
  readonly paths: readonly string[]
  readonly release?: string
  readonly commit?: string
  readonly digests: readonly string[]
  readonly environment?: string
  /** The moment to judge at; now where absent. */
  readonly at?: string
  readonly output: 'text' | 'json'
}

/** `holdpoint check`: may this release go, by these reports? */
export async function check(request: CheckRequest, ports: Ports): Promise<Answer> {
  const { style } = ports.terminal
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return { exit: EXIT.usage, complaints: [problemText(question.problem, style)] }
  const policy = defaultPolicy(ports.hash)
  const evaluation = evaluate(question.value, await gather(request.paths, ports), {
    policy,
    holds: [],
    feeds: {},
    enforced: true,
  })
  const out = ports.files.spool()
  out.write(
    request.output === 'json'
      ? `${JSON.stringify(evaluationJson(evaluation), null, 2)}\n`
      : verdictText(evaluation, style),
  )
  const delivered = out.deliver('-')
  return delivered.ok
    ? { exit: EXIT[evaluation.verdict.decision], complaints: [] }
    : { exit: EXIT.fault, complaints: [problemText(delivered.problem, style)] }
}

function questionOf(request: CheckRequest, clock: Instant): Result<Question> {
  if (request.release === undefined)
    return refuse('usage/missing-release', 'Which release is it about?', 'Say so: --release payments@2.4.0.')
  const release = parseReleaseName(request.release)
  if (!release.ok) return release
  const commit: Result<Commit | undefined> = request.commit === undefined ? ok(undefined) : parseCommit(request.commit)
  if (!commit.ok) return commit
  const digests: Digest[] = []
  for (const text of request.digests) {
    const digest = parseDigest(text)
    if (!digest.ok) return digest
    digests.push(digest.value)
  }
  const now = request.at === undefined ? ok(clock) : parseInstant(request.at)
  if (!now.ok) return now
  const environment = request.environment ?? PRODUCTION
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(environment))
    return refuse(
      'release/unreadable',
      `"${environment.slice(0, 80)}" is not an environment.`,
      'Use letters, digits, dots and dashes: production.',
    )
  return ok({ ...release.value, ...(commit.value && { commit: commit.value }), digests, environment, now: now.value })
}
