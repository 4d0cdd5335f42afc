import { nearest } from '../../nearest.ts'
import { ok, type Problem, problem, type Result } from '../../problem.ts'
import type { Point, Table, Value } from './table.ts'
import { TABLES } from './tables.ts'

/** What a table says, and why. */
export interface Decision {
  readonly table: Table
  readonly outcome: Value
  /** 1-based, of the table's rows. */
  readonly row: number
  readonly answers: readonly Answer[]
}

export interface Answer {
  readonly point: Point
  readonly value: Value
  /** Where a table of its own gave it: human impact from safety and mission impact. */
  readonly from?: Decision
}

/**
 * What a table says of these inputs, by name (`exploitation`) and word (`poc`) or key (`P`); letter case does not matter.
 * An input that is the outcome of another table may be given by that table's inputs instead. Total: every input known gives
 * exactly one row; anything else gives every problem at once.
 */
export function decide(table: Table, given: ReadonlyMap<string, string>): Result<Decision, readonly Problem[]> {
  const used = new Set<string>()
  const decided = follow(table, given, used)
  const unknown = [...given.keys()].filter((name) => !used.has(name)).map((name) => UNKNOWN_INPUT(table, name))
  if (unknown.length === 0) return decided
  return { ok: false, problem: decided.ok ? unknown : [...unknown, ...decided.problem] }
}

export const tableNamed = (name: string): Result<Table> => {
  const table = TABLES.find((one) => one.name === name)
  if (table) return ok(table)
  const names = TABLES.map((one) => one.name)
  const hint = meant(name, names)
  return { ok: false, problem: problem('ssvc/unknown-table', `"${name.slice(0, 60)}" is no table of SSVC.`, hint) }
}

function follow(
  table: Table,
  given: ReadonlyMap<string, string>,
  used: Set<string>,
): Result<Decision, readonly Problem[]> {
  const answers = table.inputs.map((point) => answer(point, given, used))
  const problems = answers.flatMap((one) => (one.ok ? [] : one.problem))
  if (problems.length > 0) return { ok: false, problem: problems }
  const found = answers.flatMap((one) => (one.ok ? [one.value] : []))
  const start = `${found.map(({ value }) => value.key).join(' ')} `
  const index = table.rows.findIndex((row) => row.startsWith(start))
  const key = table.rows[index]!.slice(start.length)
  return ok({ table, outcome: table.outcome.values.find((one) => one.key === key)!, row: index + 1, answers: found })
}

function answer(
  point: Point,
  given: ReadonlyMap<string, string>,
  used: Set<string>,
): Result<Answer, readonly Problem[]> {
  used.add(point.name)
  const word = given.get(point.name)
  if (word !== undefined) return named(point, word)
  const source = sourceOf(point)
  if (!source?.inputs.some(({ name }) => given.has(name))) return { ok: false, problem: [MISSING(point, source)] }
  const from = follow(source, given, used)
  return from.ok ? ok({ point, value: from.value.outcome, from: from.value }) : from
}

function named(point: Point, text: string): Result<Answer, readonly Problem[]> {
  const wanted = text.toLowerCase()
  const value = point.values.find(({ key, word }) => word === wanted || key.toLowerCase() === wanted)
  if (value) return ok({ point, value })
  const words = point.values.map(({ word }) => word)
  const message = `"${text.slice(0, 60)}" is not what ${point.name} may be.`
  return { ok: false, problem: [problem('ssvc/unknown-value', message, meant(wanted, words))] }
}

function MISSING(point: Point, source: Table | undefined): Problem {
  const instead = source ? `, or give ${source.inputs.map(({ name }) => name).join(' and ')}` : ''
  const hint = `It is one of: ${point.values.map(({ word }) => word).join(', ')}${instead}.`
  return problem('ssvc/missing-input', `${point.name} is missing.`, hint)
}

function UNKNOWN_INPUT(table: Table, name: string): Problem {
  const whole = table.inputs.find((point) => sourceOf(point)?.inputs.some((part) => part.name === name))
  if (whole) return problem('ssvc/given-twice', `${name} says nothing more: ${whole.name} is given.`, 'Leave one out.')
  const hint = meant(name.toLowerCase(), namesOf(table))
  return problem('ssvc/unknown-input', `"${name.slice(0, 60)}" is not an input of the table ${table.name}.`, hint)
}

const sourceOf = (point: Point): Table | undefined => TABLES.find(({ outcome }) => outcome === point)

/** Its own inputs, and those by which they may be given. */
const namesOf = ({ inputs }: Table): readonly string[] =>
  inputs.flatMap((point) => {
    const source = sourceOf(point)
    return [point.name, ...(source ? source.inputs.map(({ name }) => name) : [])]
  })

function meant(word: string, known: readonly string[]): string {
  const one = nearest(word, known)
  return one === undefined ? `It is one of: ${[...new Set(known)].join(', ')}.` : `Did you mean "${one}"?`
}
