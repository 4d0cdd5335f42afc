import { type Instant, parseInstant } from '../core/instant.ts'
import { ok, type Result } from '../core/problem.ts'
import type { ReadPorts } from './ports.ts'

/** The moment that is asked about: now unless one is named. */
export const momentOf = (text: string | undefined, { clock }: ReadPorts): Result<Instant> =>
  text === undefined ? ok(clock.now()) : parseInstant(text)
