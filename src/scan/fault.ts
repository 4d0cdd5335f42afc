/** Damage in the bytes themselves, or more of them than we take. Thrown by the scanner, turned into a Problem by `read`. */
export class ScanFault extends Error {
  readonly code: `${string}/${string}`
  readonly hint: string | undefined
  /** 0-based byte offset; line and column are 1-based (columns count bytes up to the fault, decoded as UTF-8 characters). */
  readonly at: { readonly offset: number; readonly line: number; readonly column: number } | undefined

  constructor(code: `${string}/${string}`, message: string, at?: ScanFault['at'], hint?: string) {
    super(message)
    this.name = 'ScanFault'
    this.code = code
    this.at = at
    this.hint = hint
  }
}

/** What the scanner takes at most. Beyond it: a clear fault, never a slow death. */
export interface Limits {
  /** Of the whole source, in bytes. */
  readonly total: number
  /** Of one streamed element, in bytes. */
  readonly element: number
  /** Of everything but the streamed elements, in bytes. */
  readonly skeleton: number
  /** Of nesting. */
  readonly depth: number
}

export const LIMITS: Limits = { total: 8 * 2 ** 30, element: 32 * 2 ** 20, skeleton: 128 * 2 ** 20, depth: 256 }
