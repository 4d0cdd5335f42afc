import { type Code, type Place, problem } from '../core/problem.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import type { Json, Shape } from '../scan/shape.ts'
import { text } from './fields.ts'
import type { Reading } from './reader.ts'

/** A record that is not of the type that its format demands: what it said is lost, so the evidence is unknown. */
export function* malformed(code: Code, what: string, place: Place): Iterable<Reading> {
  yield { problem: problem(code, `${what} is not an object.`, 'Let the tool write the report again.', place) }
  yield { ignored: 'malformed' }
}

/** A date-time with an offset; whatever else stands there is as good as absent. */
export function instant(value: Json | undefined, ...path: readonly (string | number)[]): Instant | undefined {
  const parsed = parseInstant(text(value, ...path) ?? '')
  return parsed.ok ? parsed.value : undefined
}

/** The digest that a name ends in: `repo/image@sha256:…`, or the digest alone. */
export const digestIn = (name: string): readonly string[] =>
  /(?:^|[@:])(sha256:[0-9a-f]{64})$/.exec(name.trim())?.slice(1) ?? []

/** The first record of an array, whether the shape streamed it or not. */
export const firstOf = (shape: Shape, array: string): Json | undefined =>
  shape.first(`${array}/*`) ?? shape.at(`${array}/0`)
