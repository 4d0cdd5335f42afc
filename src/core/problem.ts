/** A stable name for one kind of trouble: `sarif/unsupported-version`. Every code is listed in docs/problems.md. */
export type Code = `${string}/${string}`

/** Where something is wrong. Lines and columns are 1-based; a pointer is a JSON Pointer (RFC 6901). */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly pointer?: string
}

/** Something wrong in what a person or a tool gave us. Our own bugs throw instead. */
export interface Problem {
  readonly code: Code
  /** What is wrong, quoting the value that was met. */
  readonly message: string
  readonly at?: Place
  /** What to do now. */
  readonly hint?: string
}

/** A value, or the reason why there is none. A refusal is a value, never a throw. */
export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })

export const refuse = (code: Code, message: string, hint?: string, at?: Place): Result<never> => ({
  ok: false,
  problem: problem(code, message, hint, at),
})

export const problem = (code: Code, message: string, hint?: string, at?: Place): Problem => ({
  code,
  message,
  ...(at && { at }),
  ...(hint && { hint }),
})

/** Makes a `switch` over a union total: a case that is forgotten does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
