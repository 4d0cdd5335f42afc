import type { Result } from '../../core/problem.ts'
import type { Score, VectorProblem } from '../../core/score/index.ts'

/** A score as machines get it. A group of which no metric is set has no score: null. */
export function scoreJson(score: Score): object {
  const {
    vector,
    version,
    base,
    temporal = null,
    threat = null,
    environmental = null,
    nomenclature,
    macrovector,
  } = score
  return {
    vector,
    version,
    base,
    ...(version === '4.0' ? { threat } : { temporal }),
    environmental,
    score: score.score,
    severity: rating(score),
    nomenclature,
    macrovector,
  }
}

/** One line of `holdpoint score -`. `at` is the position of the character in the vector, from 1. */
export function scoredJson(vector: string, result: Result<Score, VectorProblem>): object {
  if (result.ok) return scoreJson(result.value)
  const { code, message, hint, column } = result.problem
  return { vector, refused: { code, message, at: column, hint } }
}

/** CVSS calls 0.0 "none" (v3, v4); on our scale of severities it is `info`. */
export const rating = ({ version, score, severity }: Score): string =>
  version !== '2.0' && score === 0 ? 'none' : severity
