import type * as z from 'zod'
import { nearest } from '../core/nearest.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { parseYaml } from '../scan/yaml.ts'
import { type Placed, placeOf } from './place.ts'

/** What was read, and where it stands. */
export interface Formed<T> extends Placed {
  readonly value: T
}

/** A list as long as this says enough. Placing a problem takes a look through the text, so a hostile one would take minutes. */
export const MAX_PROBLEMS = 100

/** A YAML text of a given form, or what is wrong with it (at most a hundred things), in the order of the text. */
export function readForm<T>(
  file: string,
  text: string,
  form: z.ZodType<T>,
  area: string,
): Result<Formed<T>, readonly Problem[]> {
  const yaml = parseYaml(text.replace(/^\uFEFF/, ''))
  if (!yaml.ok)
    return {
      ok: false,
      problem: yaml.faults.map(({ code, message, hint, at }) =>
        problem(code, message, hint, { file, ...(at && { line: at.line, column: at.column }) }),
      ),
    }
  const placed: Placed = { file, yaml }
  const parsed = form.safeParse(yaml.value, { reportInput: true })
  if (parsed.success) return ok({ ...placed, value: parsed.data })
  const problems = parsed.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => explain(issue, placed, form, area))
  return { ok: false, problem: problems.slice(0, MAX_PROBLEMS).toSorted(byPlace) }
}

export const byPlace = ({ at: a }: Problem, { at: b }: Problem): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)

type Issue = z.core.$ZodIssue

function explain(issue: Issue, placed: Placed, form: z.ZodType, area: string): readonly Problem[] {
  const at = placeOf(placed, issue.path)
  const name = issue.path.at(-1) === undefined ? 'The document' : `"${String(issue.path.at(-1))}"`
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_PROBLEMS).map((key) => {
        const known = keysAt(form, issue.path)
        const meant = nearest(key, known)
        const hint = meant ? `Did you mean "${meant}"?` : `Known here: ${known.join(', ')}.`
        return problem(
          `${area}/unknown-key`,
          `"${key}" is not known here.`,
          hint,
          placeOf(placed, [...issue.path, key], 'key'),
        )
      })
    case 'invalid_value': {
      const known = issue.values.map(String)
      const meant = nearest(String(issue.input), known)
      const hint = meant ? `Did you mean "${meant}"?` : `It is one of: ${known.join(', ')}.`
      return [problem(`${area}/unknown-word`, `${quoted(issue.input)} is not what ${name} may be.`, hint, at)]
    }
    case 'invalid_type':
      return issue.input === undefined
        ? [problem(`${area}/missing`, `${name} is missing.`, undefined, at)]
        : [
            problem(
              `${area}/wrong-type`,
              `${name} is ${quoted(issue.input)}; it must be ${aOrAn(issue.expected)}.`,
              undefined,
              at,
            ),
          ]
    case 'invalid_union':
      return union(issue, placed, form, area, at, name)
    case 'too_small':
    case 'too_big':
      return [
        problem(
          `${area}/out-of-range`,
          `${name} is ${quoted(issue.input)}: ${issue.message.replace(/^Too (small|big): /, '')}.`,
          undefined,
          at,
        ),
      ]
    default:
      return [problem(`${area}/unreadable`, `${name} is ${quoted(issue.input)}.`, issue.message, at)]
  }
}

/** Of several forms, the one that was most likely meant explains itself: the one that got deepest. */
function union(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  placed: Placed,
  form: z.ZodType,
  area: string,
  at: Problem['at'],
  name: string,
): readonly Problem[] {
  const deepest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? []
  const inner = deepest.filter((one) => one.code !== 'invalid_type' || one.path.length > 0)
  if (inner.length > 0)
    return inner.flatMap((one) => explain({ ...one, path: [...issue.path, ...one.path] } as Issue, placed, form, area))
  const expected = issue.errors
    .flatMap((errors) => errors.map((one) => (one.code === 'invalid_type' ? aOrAn(one.expected) : '')))
    .filter(Boolean)
  return [
    problem(
      `${area}/wrong-type`,
      `${name} is ${quoted(issue.input)}; it must be ${[...new Set(expected)].join(' or ')}.`,
      undefined,
      at,
    ),
  ]
}

const depth = (issues: readonly Issue[]) =>
  Math.max(0, ...issues.map(({ path, code }) => path.length * 2 + (code === 'invalid_type' ? 0 : 1)))

const quoted = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const aOrAn = (type: string) =>
  ({ array: 'a list', object: 'a map of keys', int: 'a whole number', string: 'text' })[type] ?? `a ${type}`

/** The keys that an object at this path may have, whichever of several forms it takes. */
function keysAt(form: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: readonly z.core.$ZodType[] = [form]
  for (const step of path)
    here = here.flatMap(unwrap).flatMap(({ _zod: { def } }) => {
      const known = def as {
        shape?: Record<string, z.core.$ZodType>
        element?: z.core.$ZodType
        valueType?: z.core.$ZodType
      }
      const next = typeof step === 'number' ? known.element : (known.shape?.[String(step)] ?? known.valueType)
      return next ? [next] : []
    })
  return here.flatMap(unwrap).flatMap(({ _zod: { def } }) => Object.keys((def as { shape?: object }).shape ?? {}))
}

/** Through optional, default and union, to what is really there. */
function unwrap(type: z.core.$ZodType): readonly z.core.$ZodType[] {
  const def = type._zod.def as { innerType?: z.core.$ZodType; options?: readonly z.core.$ZodType[] }
  return def.innerType ? unwrap(def.innerType) : (def.options?.flatMap(unwrap) ?? [type])
}
