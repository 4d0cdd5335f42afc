export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * What a source looks like, from one pass over all of it: everything but the streamed arrays, which stand as `[]`.
 * Readers recognise a report by its shape, never by its name.
 */
export interface Shape {
  readonly kind: 'json' | 'yaml' | 'csv' | 'xml'
  /** The document with its streamed arrays emptied. */
  readonly value: Json
  /** Is there anything (null too) at this JSON Pointer? */
  has(pointer: string): boolean
  /** The value at this JSON Pointer, or undefined. Own properties only: `/__proto__` finds nothing unless it is written. */
  at(pointer: string): Json | undefined
  /** The stream patterns that named an array: their elements are not in `value`. */
  readonly met: ReadonlySet<string>
  /** How many elements a streamed array had, by its own pointer (`/runs/0/results`); 0 where it was not an array or absent. */
  streamed(pointer: string): number
  /** The first element that a stream pattern gave, if it gave any: a look at one record tells whose report it is. */
  first(stream: string): Json | undefined
  /** Line and column (1-based) of the value at this pointer, where the kind of text knows (YAML). */
  place(pointer: string): { readonly line: number; readonly column: number } | undefined
}

/** A part of a source: what begins at `from` or behind it and before `to`, in bytes. */
export interface Share {
  readonly from: number
  readonly to: number
}

/** An element of a streamed array. */
export interface Element {
  readonly value: Json
  /** JSON Pointer: `/runs/0/results/12`. */
  readonly pointer: string
  /** The pattern that it matched, as the reader wrote it. */
  readonly stream: string
}
