import type { Problem } from '../../core/problem.ts'

export const problemJson = ({ code, message, at, hint }: Problem): object => ({ code, message, at, hint })
