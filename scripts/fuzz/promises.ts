import type { Finding } from '../../src/core/finding/finding.ts'
import type { Problem } from '../../src/core/problem.ts'
import { must } from './target.ts'

/** Every problem has a code, a sentence and, where a file is involved, its name and a place in it that can be there. */
export function soundProblem({ code, message, at }: Problem, file: string): void {
  must(/^[a-z][a-z-]*\/[a-z][a-z0-9-]*$/.test(code), 'a problem has a code', () => code)
  must(message.length > 0, 'a problem says what is wrong', () => code)
  must(at?.file === file, 'a problem names its file', () => `${code} at ${JSON.stringify(at)}`)
  for (const number of [at.line, at.column])
    must(
      number === undefined || (Number.isInteger(number) && number > 0),
      'a place counts from 1',
      () => `${code} at ${JSON.stringify(at)}`,
    )
}

/** What a terminal, a log or a browser would obey or hide: anything but text and line ends. */
const ACTIVE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

export function harmless(written: string, form: string): void {
  const at = written.search(ACTIVE)
  must(at < 0, `${form} holds no control characters`, () =>
    JSON.stringify(written.slice(Math.max(0, at - 60), at + 20)),
  )
}

export function soundFinding({ id, identities, title, score, provenance }: Finding): void {
  must(title !== '', 'a finding has a title', () => provenance.at)
  must(identities[0]?.id === id && identities.every((one) => /^[0-9a-f]{32}$/.test(one.id)), 'a finding has identities')
  must(
    score === undefined || tenth(score.score),
    'a score is a tenth within 0 … 10',
    () => `${score?.vector} ${score?.score}`,
  )
}

export const tenth = (score: number): boolean => score >= 0 && score <= 10 && Math.round(score * 10) / 10 === score
