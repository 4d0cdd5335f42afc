import { plain } from '../plain.ts'
import { problem, type Code, type Problem, type Result } from '../problem.ts'
import { EDITIONS, type Edition } from './edition.ts'
import type { Metric } from './metric.ts'

/** Why a text is not a CVSS vector. */
export interface VectorProblem extends Problem {
  /** Where in the vector: the position of the character, 1-based; one past the end where something is missing there. */
  readonly column: number
}

type Refused = Result<never, VectorProblem>

const refused = (column: number, code: Code, message: string, hint: string): Refused => ({
  ok: false,
  problem: { ...problem(code, message, hint), column },
})

/** What is wrong with the text between two slashes (0-based, `to` exclusive) that is no component of the edition. */
export function unreadable(edition: Edition, vector: string, from: number, to: number): Refused {
  const component = vector.slice(from, to)
  const stranger = component.search(/[^\w.:]/)
  const colon = component.indexOf(':')
  if (vector === '') return refused(1, 'cvss/empty', 'The vector is empty.', BEGINNING)
  if (stranger >= 0) return wrongCharacter(component, stranger, from)
  if (edition.prefix === '' && /CVSS/i.test(component)) {
    const message = `${quoted(component)} does not begin a vector of a known version.`
    return refused(from + 1, 'cvss/unknown-version', message, BEGINNING)
  }
  if (component === '') {
    return refused(Math.min(from + 1, vector.length), 'cvss/syntax', 'There is no metric beside this "/".', COMPONENT)
  }
  if (colon < 0) return refused(from + 1, 'cvss/syntax', `${quoted(component)} has no colon.`, COMPONENT)
  const id = component.slice(0, colon)
  const metric = edition.metrics.find((metric) => metric.id === id)
  if (!metric) return unknownMetric(edition, id, from)
  return unknownValue(edition, metric, component.slice(colon + 1), from + colon + 1)
}

const BEGINNING =
  'A vector begins with CVSS:4.0/, CVSS:3.1/ or CVSS:3.0/; one of version 2.0 begins with its first metric, AV.'
const COMPONENT = 'Write metric:value, as in AV:N, with one / between two metrics and none at the end.'

function wrongCharacter(component: string, place: number, from: number): Refused {
  const character = String.fromCodePoint(component.codePointAt(place)!)
  const number = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  const message = `The character ${quoted(character)} (U+${number}) has no place in a vector.`
  const hint = 'A vector has letters, ":" and "/" only, and no space, line break or byte order mark around it.'
  return refused(from + place + 1, 'cvss/character', message, hint)
}

function unknownMetric(edition: Edition, id: string, from: number): Refused {
  const similar = edition.metrics.find((metric) => metric.id.toLowerCase() === id.toLowerCase())
  const others = EDITIONS.filter(({ metrics }) => metrics.some((metric) => metric.id === id))
  const hint = similar
    ? `Did you mean "${similar.id}"? Upper and lower case matter.`
    : others.length > 0
      ? `${id} is a metric of CVSS ${others.map(({ version }) => version).join(', ')}. ${BEGINNING}`
      : `The metrics are ${edition.metrics.map(({ id }) => id).join(', ')}.`
  return refused(from + 1, 'cvss/unknown-metric', `${quoted(id)} is not a metric of CVSS ${edition.version}.`, hint)
}

function unknownValue(edition: Edition, metric: Metric, text: string, from: number): Refused {
  const { id, name, values, group } = metric
  const lower = text.toLowerCase()
  const similar = values.find((value) => value.id.toLowerCase() === lower || value.name.toLowerCase() === lower)
  const nearest = similar ?? values.find((value) => lower !== '' && value.name.toLowerCase().startsWith(lower))
  const message = text === '' ? `${id} has no value.` : `${quoted(text)} is not a value of ${id} (${name}).`
  const hint = nearest
    ? `Did you mean ${id}:${nearest.id}?`
    : text === edition.undefinedId && group === 'base'
      ? `${id} is mandatory. It takes ${valuesOf(metric)}.`
      : `${id} takes ${valuesOf(metric)}.`
  return refused(from + 1, 'cvss/unknown-value', message, hint)
}

/** What is wrong with a known metric at `from` that was written before, or comes too late. */
export function misplaced(edition: Edition, vector: string, from: number, index: number): Refused {
  const { id } = edition.metrics[index]!
  const before = writtenIn(edition, vector.slice(0, from - 1))
  if (before.includes(index)) {
    return refused(from + 1, 'cvss/duplicate-metric', `${id} is written a second time.`, 'Write each metric once.')
  }
  const later = edition.metrics[before.find((other) => other > index)!]!.id
  const message = `${id} comes after ${later}, against the order of CVSS ${edition.version}.`
  return refused(from + 1, 'cvss/order', message, `Write ${id} before ${later}.`)
}

/** Which metrics are missing from a vector that holds no other error. */
export function missing(edition: Edition, vector: string, written: number): Refused {
  const { bits, metrics, ordered, undefinedId } = edition
  const begun = written & bits.environmental && (written & bits.environmental) !== bits.environmental
  const group = (written & bits.base) !== bits.base ? 'base' : begun ? 'environmental' : 'temporal'
  const absent = metrics.filter((metric, index) => metric.group === group && (written & (1 << index)) === 0)
  const first = metrics.indexOf(absent[0]!)
  const place = ordered ? writtenIn(edition, vector).findIndex((index) => index > first) : -1
  const column = columnOf(edition, vector, place)
  const names = absent.map(({ id }) => id).join(', ')
  if (group === 'base') {
    const hint = `${absent[0]!.id} (${absent[0]!.name}) takes ${valuesOf(absent[0]!)}.`
    return refused(column, 'cvss/missing-metric', `Mandatory in CVSS ${edition.version} and missing: ${names}.`, hint)
  }
  const message = `The ${group} metrics are written all or none in CVSS ${edition.version}; missing: ${names}.`
  return refused(
    column,
    'cvss/incomplete-group',
    message,
    `Write ${absent[0]!.id}:${undefinedId} where it is not defined.`,
  )
}

/** The indexes of the metrics in a vector of known components, in the order in which they are written. */
const writtenIn = ({ choices, prefix }: Edition, vector: string) =>
  vector
    .slice(prefix.length)
    .split('/')
    .map((component) => choices.get(component)!.metric)

/** The 1-based column of the nth component; one past the end where there is none. */
function columnOf({ prefix }: Edition, vector: string, place: number): number {
  if (place < 0) return vector.length + 1
  const before = vector.slice(prefix.length).split('/').slice(0, place)
  return prefix.length + before.reduce((length, component) => length + component.length + 1, 0) + 1
}

const valuesOf = ({ values }: Metric) => listed(values.map(({ id }) => id))
const listed = (items: readonly string[]) => `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
const quoted = (text: string) => `"${plain(text, 40)}"`
