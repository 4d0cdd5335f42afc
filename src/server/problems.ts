import type { ProblemDocument } from '../api/problem.ts'

/** Why there is no answer, as the app says it; or thrown, where only a throw gets out. */
export interface Trouble {
  readonly code: `${string}/${string}`
  readonly message: string
  readonly hint?: string
  readonly at?: { readonly file: string; readonly pointer?: string }
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Trouble }

/** A refusal on its way to the error handler. */
export class Refusal extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.message)
    this.trouble = trouble
  }
}

/** The answer; a refusal on its way to the error handler, where there is none. */
export function valueOf<T>(result: Outcome<T>): T {
  if (!result.ok) throw new Refusal(result.problem)
  return result.value
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The first that fits. What is left was refused by the rules of a case as it stands: a conflict. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/^(?:request\/(?:unreadable|no-key|wrong-etag)|id\/unreadable|sign-in\/state-unknown)$/, 400],
  [/^access\/(?:no-token|unknown-token|no-session)$/, 401],
  [/^sign-in\/(?:refused|second-factor|wrong-code|wrong-password|half-over|provider-refused)$/, 401],
  [/^(?:request\/not-found|case\/not-open|log\/not-signed|policy\/unknown-proposal)$/, 404],
  [/^(?:product\/(?:unknown|no-profile)|evidence\/(?:no-such-file|not-here|erased))$/, 404],
  [/^(?:people\/(?:unknown|invitation-over)|sign-in\/(?:no-device|device-over))$/, 404],
  [/^request\/too-slow$/, 408],
  [/^case\/changed$/, 412],
  [/^(?:request|case|evidence)\/too-large$/, 413],
  [/^request\/wrong-media$/, 415],
  [/^(?:request\/malformed|case\/(?:malformed|unknown|unknown-evidence|words-missing)|log\/not-text)$/, 422],
  [/^(?:profile|baseline)\/|^(?:record\/(?:no-identity|unreadable)|evidence\/(?:empty|other-(?:file|product)))$/, 422],
  [/^(?:gate\/not-signable|delivery\/nothing-named|decision\/(?:damaged|unreadable|unknown-predicate))$/, 422],
  [/^(?:people\/(?:name-unreadable|password-[a-z]+)|policy\/unsound|usage\/unknown-role)$/, 422],
  [/^access\/|\/(?:not-authorised|own-[a-z-]+|not-yours|not-a-program|program-role)$|^product\/not-the-owner$/, 403],
  [/^(?:request\/too-many(?:-streams)?|sign-in\/too-many)$/, 429],
  [/^request\/headers-too-large$/, 431],
  [/^(?:store\/(?:fault|damaged)|server\/fault|log\/(?!not-)|evidence\/(?:damaged|wrong-key)$)/, 500],
  [
    /^(?:(?:evidence|record)\/interrupted|file\/not-written|sign-in\/provider-away)$|^(?:store|server|gate|keys)\//,
    503,
  ],
]

export const statusOf = (code: string): number => STATUSES.find(([pattern]) => pattern.test(code))?.[1] ?? 409

export function documentOf({ code, message, hint, at }: Trouble, requestId: string): ProblemDocument {
  const status = statusOf(code)
  return {
    type: 'about:blank',
    title: TITLES[status]!,
    status,
    detail: message,
    code,
    ...(hint !== undefined && { hint }),
    ...(at?.pointer !== undefined && { pointer: at.pointer }),
    request_id: requestId,
  }
}

/** What Fastify or one of its plugins threw, in our words. A fault of ours says nothing of itself to the outside. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refusal) return error.trouble
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  switch (true) {
    case code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413:
      return { code: 'request/too-large', message: 'The body is too large.', hint: 'Say it in several requests.' }
    case code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || statusCode === 415:
      return {
        code: 'request/wrong-media',
        message: 'The body is not of the sort that is taken here.',
        hint: 'Send what is said as application/json, a file as application/octet-stream.',
      }
    case statusCode === 429:
      return { code: 'request/too-many', message: 'Too many requests.', hint: 'Wait as long as Retry-After says.' }
    case statusCode === 404:
      return NOT_FOUND
    case statusCode !== undefined && statusCode >= 400 && statusCode < 500:
      return { code: 'request/unreadable', message: 'The request cannot be read.', hint: 'Send JSON in UTF-8.' }
    default:
      return {
        code: 'server/fault',
        message: 'This is a fault of Holdpoint, not of what you asked.',
        hint: 'Ask again; if it happens again, give its request_id to whoever runs this server.',
      }
  }
}

export const NOT_FOUND: Trouble = {
  code: 'request/not-found',
  message: 'There is nothing at this address.',
  hint: 'GET /api/openapi.json lists what there is.',
}
