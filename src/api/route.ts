import type * as z from 'zod'

export type Method = 'GET' | 'POST' | 'PUT'

/**
 * Who may call it: anybody; whoever has a role; whoever we know, to stop a release or to wish something else (which is then decided);
 * whoever signed in, about themselves; as the server was told.
 */
export type Act = 'open' | 'read' | 'stop' | 'wish' | 'self' | 'metrics'

export interface Contract {
  readonly act: Act
  /** What it is for, in one line. */
  readonly about: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** A file instead of a body: its bytes, as they come. */
  readonly upload?: { readonly media: string }
  /** What may stand in its header, by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** JSON of this form, another sort of text, or a file, of one of several sorts. */
  readonly response: z.ZodType | { readonly media: string; readonly others?: readonly string[]; readonly file?: true }
}

export interface Route extends Contract {
  readonly method: Method
  /** `/api/cases/:id` */
  readonly path: string
}

/** One thing that the server answers: what goes in, what comes out. Routes, client and OpenAPI are made from these. */
export const route = <const M extends Method, const P extends `/${string}`, const C extends Contract>(
  method: M,
  path: P,
  contract: C,
): C & { readonly method: M; readonly path: P } => ({ method, path, ...contract })

type InputOf<R, Part extends 'params' | 'query' | 'body'> =
  R extends Record<Part, infer S extends z.ZodType> ? { readonly [K in Part]: z.input<S> } : object

type UploadOf<R> = R extends { readonly upload: object }
  ? { readonly upload: Blob | ReadableStream<Uint8Array> }
  : object

/** What a route takes, as a caller gives it. */
export type Request<R> = InputOf<R, 'params'> & InputOf<R, 'query'> & InputOf<R, 'body'> & UploadOf<R>
/** What it answers. */
export type Response<R> = R extends { readonly response: infer S extends z.ZodType }
  ? z.output<S>
  : R extends { readonly response: { readonly file: true } }
    ? Uint8Array
    : string
export type KeyOf<R> = R extends { readonly method: infer M extends string; readonly path: infer P extends string }
  ? `${M} ${P}`
  : never
