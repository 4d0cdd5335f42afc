import type { Component, Draft, FindingKind, Key, Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoryKeys } from '../advisory.ts'
import { defined, oneLine, unique } from '../fields.ts'
import { descriptionOf } from './description.ts'
import type { Form } from './form.ts'
import type { Head } from './head.ts'
import { gradeOf } from './grade.ts'
import { stateOf } from './state.ts'
import { whereOf } from './where.ts'

const KINDS = [
  'vulnerability',
  'weakness',
  'misconfiguration',
  'secret',
  'licence',
  'other',
] as const satisfies readonly FindingKind[]

/** One finding. Whatever is wrong in it was reported to the form's desk; the rest still counts. */
export function findingOf(form: Form, head: Head): Draft {
  const title = oneLine(form.text('title') ?? '')
  if (title === '')
    form.complain(
      'finding/no-title',
      'The finding has no title.',
      'Say in one line what is wrong: title: SQL injection in the login form.',
    )
  const id = form.text('id')
  const advisories = unique(form.texts('ids').map((text) => text.trim()))
  const kind = form.word('kind', KINDS) ?? (advisories.length > 0 ? 'vulnerability' : 'weakness')
  const { locations, component } = whereOf(form)
  const draft: Draft = {
    kind,
    title: title || 'Untitled finding',
    advisories,
    cwes: cwesOf(form),
    fixedIn: [],
    locations,
    ...gradeOf(form),
    otherRatings: [],
    state: stateOf(form),
    keys: keysOf(id, title, advisories, component, locations[0]),
    at: form.pointer,
    ...(id !== undefined && { rule: { id } }),
    ...defined({ description: descriptionOf(form), component, tool: head.tool }),
  }
  form.done()
  return draft
}

/** `89`, `CWE-89`, or a list of them. */
function cwesOf(form: Form): readonly number[] {
  const value = form.value('cwe')
  const items: readonly Json[] = value === undefined ? [] : Array.isArray(value) ? value : [value as Json]
  return unique(
    items.flatMap((item) => {
      const match = /^(?:cwe-?)?([1-9]\d{0,5})$/i.exec(String(item).trim())
      if (match) return [Number(match[1])]
      form.complain(
        'finding/wrong-type',
        `${JSON.stringify(item).slice(0, 80)} is not a CWE.`,
        'Write its number: cwe: 89.',
        `${form.pointer}/cwe`,
      )
      return []
    }),
  )
}

/** The id that the finder gave, then the advisory in its component, then what it says: a title is kept when a file moves. */
function keysOf(
  id: string | undefined,
  title: string,
  advisories: readonly string[],
  component: Component | undefined,
  place: Location | undefined,
): readonly [Key, ...Key[]] {
  const content: Key = {
    basis: 'content',
    parts: ['finding', title, place?.file ?? place?.url ?? place?.logical ?? ''],
  }
  const stronger: readonly Key[] = [
    ...(id === undefined ? [] : [{ basis: 'stated', parts: ['finding', id] } as const]),
    ...(component === undefined ? [] : advisoryKeys(advisories, component)),
  ]
  const [first, ...rest] = stronger
  return first === undefined ? [content] : [first, ...rest, content]
}
