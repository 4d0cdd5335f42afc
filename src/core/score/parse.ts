import { ok, type Result } from '../problem.ts'
import { DEAD, START } from './automaton.ts'
import { EDITIONS, type Edition } from './edition.ts'
import type { Levels } from './equations.ts'
import { misplaced, missing, unreadable, type VectorProblem } from './refusal.ts'

/** A vector taken apart. */
export interface Reading {
  readonly edition: Edition
  /** For each metric of the edition the level that it is set to; 0 where it is not defined. */
  readonly levels: Levels
  /** The metrics that are set to something, as bits. */
  readonly defined: number
}

/**
 * Takes a vector apart, strictly: nothing is trimmed, guessed or repaired. Hostile input enters here; what is
 * not a component of the version leads nowhere in its automaton, whatever it is called.
 */
export function parse(vector: string): Result<Reading, VectorProblem> {
  const edition = EDITIONS.find(({ prefix }) => vector.startsWith(prefix))!
  const { next, meaning } = edition.components
  const levels = edition.undefinedLevels.slice()
  let written = 0
  let defined = 0
  let last = -1
  let from = edition.prefix.length
  let state = START
  for (let at = from; at <= vector.length; at++) {
    const character = at < vector.length ? vector.charCodeAt(at) : SLASH
    if (character !== SLASH) {
      state = character < 128 ? next[state * 128 + character]! : DEAD
      continue
    }
    const choice = meaning[state]
    if (!choice) return unreadable(edition, vector, from, at)
    const { metric, level } = choice
    const bit = 1 << metric
    if ((written & bit) !== 0 || (edition.ordered && metric < last)) return misplaced(edition, vector, from, metric)
    written |= bit
    if (level > 0) defined |= bit
    levels[metric] = level
    last = metric
    from = at + 1
    state = START
  }
  return isComplete(edition, written) ? ok({ edition, levels, defined }) : missing(edition, vector, written)
}

const SLASH = 47

function isComplete({ bits, wholeGroups }: Edition, written: number): boolean {
  const whole = (bits: number) => (written & bits) === bits
  const wholeOrAbsent = (bits: number) => whole(bits) || (written & bits) === 0
  return whole(bits.base) && (!wholeGroups || (wholeOrAbsent(bits.temporal) && wholeOrAbsent(bits.environmental)))
}

/** @throws {Error} where the text is no vector: whoever has a score has a vector that was read before */
export function reread(vector: string): Reading {
  const reading = parse(vector)
  if (!reading.ok) throw new Error(`${vector} was never scored: ${reading.problem.message}`)
  return reading.value
}
