export { score } from './score.ts'
export type { CvssVersion, Nomenclature, Score } from './score.ts'
export type { VectorProblem } from './refusal.ts'
