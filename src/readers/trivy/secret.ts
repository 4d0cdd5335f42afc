import type { Draft, Key } from '../../core/finding/finding.ts'
import { defined, oneLine, text, whole } from '../fields.ts'
import { locationIn, type ReadRecord, severityOf } from './result.ts'

/** A secret found in a file. What matched is never carried on: Trivy masks it, but a report may come from elsewhere. */
export const readSecret: ReadRecord = (secret, context) => {
  const rule = text(secret, 'RuleID') ?? 'unnamed rule'
  const line = whole(1, secret, 'StartLine')
  const match = text(secret, 'Match')
  const place: Key = { basis: 'place', parts: ['trivy', rule, context.target, String(line ?? '')] }
  const finding: Draft = {
    kind: 'secret',
    title: oneLine(text(secret, 'Title') ?? rule),
    rule: { id: rule, ...defined({ name: text(secret, 'Category') }) },
    advisories: [],
    cwes: [],
    fixedIn: [],
    locations: locationIn(context, undefined, defined({ line, endLine: whole(1, secret, 'EndLine') })),
    ...severityOf(secret, context),
    otherRatings: [],
    state: { status: 'open' },
    keys:
      match === undefined
        ? [place]
        : [{ basis: 'snippet', parts: ['trivy', rule, context.target, oneLine(match)] }, place],
    tool: context.tool,
    at: context.place.pointer,
  }
  return [{ finding }]
}
