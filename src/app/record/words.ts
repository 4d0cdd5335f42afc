import { component, label, vector, version } from '../../core/case/values.ts'
import { plain } from '../../core/plain.ts'
import type { Schema } from '../../core/case/schema.ts'
import type { FoundFinding } from '../ports/recorder.ts'

const MAX_TITLE = 300
const MOST = 20

/** What a scanner says of a finding, so far as a case has room for it: what has another form is left out, a title is cut. */
export function labelled(
  said: Omit<FoundFinding, 'vector' | 'tool' | 'component' | 'version'> & {
    readonly [K in 'vector' | 'tool' | 'component' | 'version']: string | undefined
  },
): FoundFinding {
  const { vector: scored, tool, component: part, version: of, ...rest } = said
  return {
    ...rest,
    title: plain(rest.title, MAX_TITLE) || 'A finding without a title', // one line, that every store can keep
    advisories: fitting(label, rest.advisories),
    fixedIn: fitting(version, rest.fixedIn),
    ...one('vector', vector, scored),
    ...one('tool', label, tool),
    ...one('component', component, part),
    ...one('version', version, of),
  }
}

const fitting = (schema: Schema<string>, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => schema.read(text, '').ok).slice(0, MOST)

const one = <K extends string>(
  key: K,
  schema: Schema<string>,
  text: string | undefined,
): { readonly [P in K]?: string } =>
  (text !== undefined && schema.read(text, '').ok ? { [key]: text } : {}) as { readonly [P in K]?: string }
