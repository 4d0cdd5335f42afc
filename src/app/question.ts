import { meansProduction, NOT_PRODUCTION } from '../core/environment.ts'
import { PRODUCTION, type Question } from '../core/gate/question.ts'
import { type Commit, type Digest, parseCommit, parseDigest, parseReleaseName } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { ok, refuse, type Result } from '../core/problem.ts'

/** A question as somebody typed it. */
export interface QuestionWords {
  readonly release?: string
  readonly commit?: string
  readonly digests: readonly string[]
  readonly environment?: string
  /** The moment to judge at; now where absent. */
  readonly at?: string
}

export function questionOf(words: QuestionWords, clock: Instant): Result<Question> {
  if (words.release === undefined)
    return refuse('usage/missing-release', 'Which release is it about?', 'Say so: --release payments@2.4.0.')
  const release = parseReleaseName(words.release)
  if (!release.ok) return release
  const commit: Result<Commit | undefined> = words.commit === undefined ? ok(undefined) : parseCommit(words.commit)
  if (!commit.ok) return commit
  const digests: Digest[] = []
  for (const text of words.digests) {
    const digest = parseDigest(text)
    if (!digest.ok) return digest
    digests.push(digest.value)
  }
  const now = words.at === undefined ? ok(clock) : parseInstant(words.at)
  if (!now.ok) return now
  const environment = words.environment ?? PRODUCTION
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(environment))
    return refuse(
      'release/unreadable',
      `"${environment.slice(0, 80)}" is not an environment.`,
      'Use letters, digits, dots and dashes: production.',
    )
  if (meansProduction(environment))
    return refuse('release/unreadable', NOT_PRODUCTION(environment), 'Write production.')
  return ok({ ...release.value, ...(commit.value && { commit: commit.value }), digests, environment, now: now.value })
}
