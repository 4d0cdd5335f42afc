import type { Draft, Key, Location } from '../../core/finding/finding.ts'
import type { Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, oneLine, text, whole } from '../fields.ts'
import { type Context, locationIn, type ReadRecord, severityOf } from './result.ts'

/** A check of a configuration. Only `PASS` and `EXCEPTION` are no finding: a status that we do not know is a failed one. */
export const readMisconfiguration: ReadRecord = (check, context) => {
  const status = text(check, 'Status')
  if (status === 'PASS') return [{ ignored: 'status-pass' }]
  if (status === 'EXCEPTION') return [{ ignored: 'status-exception' }]

  const id = text(check, 'ID') ?? text(check, 'AVDID') ?? 'unnamed check'
  const message = text(check, 'Message')
  const location = placeOf(check)
  const graded = severityOf(check, context)
  const notes = [...(graded.notes ?? []), ...statusNotes(status, context)]
  const finding: Draft = {
    kind: 'misconfiguration',
    title: oneLine(text(check, 'Title') ?? message ?? id),
    rule: { id, ...defined({ name: text(check, 'Type'), url: text(check, 'PrimaryURL') }) },
    advisories: [],
    cwes: [],
    fixedIn: [],
    locations: [...locationIn(context, undefined, location), ...occurrences(check)],
    ...graded,
    otherRatings: [],
    state: { status: 'open' },
    keys: keysOf(id, message ?? '', location, context),
    tool: context.tool,
    at: context.place.pointer,
    ...defined({
      description: paragraphs(message, text(check, 'Description'), text(check, 'Resolution')),
      notes: notes.length > 0 ? notes : undefined,
    }),
  }
  return [{ finding }]
}

function statusNotes(status: string | undefined, { place }: Context): readonly Problem[] {
  if (status === undefined || status === 'FAIL') return []
  const message = `${JSON.stringify(status).slice(0, 80)} is not a status of a check.`
  return [{ code: 'trivy/unknown-status', message, at: place }]
}

const paragraphs = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined).join('\n\n') || undefined

function placeOf(check: Json): Location {
  const cause = field(check, 'CauseMetadata')
  return defined({
    line: whole(1, cause, 'StartLine'),
    endLine: whole(1, cause, 'EndLine'),
    logical: text(cause, 'Resource'),
    snippet:
      list(cause, 'Code', 'Lines')
        .flatMap((line) => text(line, 'Content') ?? [])
        .join('\n') || undefined,
  })
}

/** Where a module that holds the cause is used, from the inside out. */
const occurrences = (check: Json): readonly Location[] =>
  list(check, 'CauseMetadata', 'Occurrences').flatMap((use) => {
    const location = defined({
      file: text(use, 'Filename'),
      line: whole(1, use, 'Location', 'StartLine'),
      logical: text(use, 'Resource'),
    })
    return Object.keys(location).length > 0 ? [location] : []
  })

function keysOf(
  id: string,
  message: string,
  { line, logical, snippet }: Location,
  { target, resource }: Context,
): readonly [Key, ...Key[]] {
  const what = ['trivy', id, target, resource ?? '', logical ?? '', oneLine(message)]
  const place: Key = { basis: 'place', parts: [...what, String(line ?? '')] }
  return snippet === undefined ? [place] : [{ basis: 'snippet', parts: [...what, oneLine(snippet)] }, place]
}
