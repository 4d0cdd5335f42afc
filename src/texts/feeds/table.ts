import { cveKey, type FeedFact } from '../../core/policy/feeds.ts'
import { problem, type Problem } from '../../core/problem.ts'
import { ScanFault } from '../../scan/fault.ts'

/** A feed as it was read: its rows sorted by CVE, each CVE once. */
export interface FeedTable extends FeedFact {
  /** `sha256:…` of the bytes that it was read from, unpacked. */
  readonly source: string
  /** `cveKey` of each row, ascending. */
  readonly keys: readonly number[]
  /** Numbers in billionths, a column each, in the order of `keys`. EPSS: probability, percentile. KEV: none. */
  readonly columns: readonly (readonly number[])[]
}

/** Collects rows in any order. */
export class Rows {
  readonly #rows = new Map<number, readonly number[]>()
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** @throws {FeedFault} for what is no CVE id, or one that was there before */
  add(cve: string, values: readonly number[], at: FeedPlace): void {
    const key = cveKey(cve)
    if (key === undefined) throw this.fault(`"${cve.slice(0, 40)}" is not a CVE id.`, at)
    if (this.#rows.has(key)) throw this.fault(`${cve} is there twice.`, at)
    this.#rows.set(key, values)
  }

  get size(): number {
    return this.#rows.size
  }

  table(facts: FeedFact & { readonly source: string }, width: number): FeedTable {
    const keys = [...this.#rows.keys()].sort((a, b) => a - b)
    const columns = Array.from({ length: width }, (_, i) => keys.map((key) => this.#rows.get(key)![i]!))
    return { ...facts, keys, columns }
  }

  fault(message: string, at: FeedPlace): FeedFault {
    return new FeedFault(problem('feed/malformed', message, HINT, { file: this.#file, ...at }))
  }
}

export type FeedPlace = { readonly line: number; readonly column: number } | { readonly pointer: string }

/** Stops the reading of a feed: nothing of it counts. */
export class FeedFault extends Error {
  readonly problem: Problem
  constructor(found: Problem) {
    super(found.message)
    this.problem = found
  }
}

/** What stopped the reading of a feed, as a problem; a fault of ours goes on. */
export function problemOf(error: unknown, file: string): Problem {
  if (error instanceof FeedFault) return error.problem
  if (!(error instanceof ScanFault)) throw error
  const { code, message, hint, at } = error
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return problem(code, sentence, hint, { file, ...(at && { line: at.line, column: at.column }) })
}

const HINT = 'Get the file again, whole; what is present stays.'
