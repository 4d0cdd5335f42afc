/** An answer, ready to be written as JSON. */
export type Json = Record<string, unknown>
