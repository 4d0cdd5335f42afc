/** Beside a document, which is a file: why something could not be worked out, and so is missing from it. */
export const MISSING_HEADER = 'holdpoint-missing'

/** Headers have an end: what is behind it is told by asking for the figures themselves. */
const MOST = 5
const MAX_TEXT = 200

interface Missing {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly at?: { readonly file: string; readonly line?: number; readonly column?: number; readonly pointer?: string }
}

/** A JSON list in plain ASCII. Its words may be a stranger's: escaped, they end no header. */
export const missingHeader = (notes: readonly Missing[]): string =>
  JSON.stringify(
    notes.slice(0, MOST).map(({ code, message, hint, at }) => ({
      code,
      detail: message.slice(0, MAX_TEXT),
      ...(hint !== undefined && { hint: hint.slice(0, MAX_TEXT) }),
      ...(at && { at }),
    })),
  ).replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
