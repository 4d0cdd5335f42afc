import type { Contract } from '../api/route.ts'
import { Refusal } from './problems.ts'
import type * as z from 'zod'

/** What came in, after its contract. */
export interface Given {
  readonly params: Record<string, string>
  readonly query: Record<string, unknown>
  readonly body: unknown
}

/** Reads what came in by its contract; refused at the first place that does not fit, with a pointer to it. */
export function read(contract: Contract, given: { params: unknown; query: unknown; body: unknown }): Given {
  return {
    params: (contract.params ? fitted(contract.params, given.params, 'path') : {}) as Given['params'],
    query: (contract.query ? fitted(contract.query, given.query, 'query') : {}) as Given['query'],
    body: contract.body ? fitted(contract.body, given.body ?? {}, 'body') : undefined,
  }
}

function fitted(schema: z.ZodType, value: unknown, where: 'path' | 'query' | 'body'): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = deepest(parsed.error.issues[0]!)
  const strange = issue.code === 'unrecognized_keys' ? issue.keys[0]!.slice(0, 60) : undefined
  const path = strange === undefined ? issue.path : [...issue.path, strange]
  if (where === 'path' && path[0] === 'id')
    throw new Refusal({
      code: 'request/not-found',
      message: `${JSON.stringify(String((value as { id?: unknown }).id).slice(0, 60))} is no case.`,
      hint: 'A case looks like HP-7; `holdpoint holds` lists what is held.',
      at: { file: where, pointer: '/id' },
    })
  throw new Refusal({
    code: where === 'path' ? 'request/not-found' : 'request/malformed',
    message:
      strange === undefined
        ? sentence(issue.message, issue.path)
        : `${JSON.stringify(strange)} is not known in this ${where}.`,
    hint: 'GET /api/openapi.json describes every field.',
    at: { file: where, pointer: path.map((step) => `/${escaped(String(step))}`).join('') },
  })
}

/** Of several forms that might have been meant, the one that came furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0]
  return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue
}

/** zod says `Invalid input: expected string, received undefined`. */
const sentence = (message: string, path: readonly PropertyKey[]): string => {
  const name = path.length > 0 ? `"${String(path.at(-1)).slice(0, 60)}"` : 'It'
  const missing = message.endsWith('received undefined')
  if (missing) return `${name} is missing.`
  return message.endsWith('.') ? message : `${name}: ${message}.`
}

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1')
