import type { ReportFacts } from '../../core/finding/finding.ts'
import { problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { defined, field, list, record, text, unique } from '../fields.ts'
import type { Reader, Reading } from '../reader.ts'
import { findingOf } from './finding.ts'
import { type Desk, Form } from './form.ts'
import { headOf } from './head.ts'

const SCHEMA = 'holdpoint/finding/v1'

/** Our own format: a finding, or a few of them, written by hand. Small, so nothing of it is streamed. */
export const finding: Reader = {
  name: 'finding',
  title: `a hand-written finding (${SCHEMA})`,
  streams: [],

  recognises: ({ value }) => text(value, 'schema')?.startsWith('holdpoint/finding/') === true,

  facts: factsOf,

  *read(source, shape) {
    const schema = text(shape.value, 'schema')
    if (schema !== SCHEMA) {
      const at = { file: source.name, ...shape.place('/schema'), pointer: '/schema' }
      yield {
        refused: problem(
          'finding/unsupported-version',
          `Schema "${schema}" is not supported.`,
          `Write schema: ${SCHEMA}.`,
          at,
        ),
      }
      return
    }
    const readings: Reading[] = []
    readDocument({ file: source.name, shape, report: (problem) => readings.push({ problem }) }, (reading) =>
      readings.push(reading),
    )
    yield* readings
  },
}

/** One finding is the document itself; several stand in its list, and share its head. */
function readDocument(desk: Desk, give: (reading: Reading) => void): void {
  const document = new Form(record(desk.shape.value) ?? {}, '', desk)
  document.value('schema')
  const head = headOf(document)
  if (document.value('findings') === undefined) {
    give({ finding: findingOf(document, head) })
    return
  }
  const items = list(document.value('findings'))
  if (items.length === 0)
    document.complain(
      'finding/no-findings',
      'The list of findings is empty, or is no list.',
      'Write one with a dash: "- title: …".',
      '/findings',
    )
  for (const [i, item] of items.entries()) {
    const fields = record(item)
    if (fields) {
      const form = new Form(fields, `/findings/${i}`, desk)
      give({ finding: findingOf(form, { ...head, ...headOf(form) }) })
    } else {
      document.complain(
        'finding/wrong-type',
        'A finding of the list is not a mapping.',
        'Write its fields: "- title: …".',
        `/findings/${i}`,
      )
      give({ ignored: 'malformed' })
    }
  }
  document.done()
}

/** What the heads say; mistakes in them are reported by `read`. */
function factsOf(shape: Shape): ReportFacts {
  const desk: Desk = { file: '', shape, report: () => undefined }
  const forms = [field(shape.value), ...list(shape.value, 'findings')].flatMap((value, i) => {
    const fields = record(value)
    return fields ? [new Form(fields, i === 0 ? '' : `/findings/${i - 1}`, desk)] : []
  })
  const heads = forms.map(headOf)
  const releases = heads.flatMap(({ release }) => release ?? [])
  const tools = new Map(heads.flatMap(({ tool }) => (tool ? [[tool.name, tool] as const] : [])))
  return {
    tools: [...tools.values()],
    ...defined({
      finishedAt: heads
        .flatMap(({ foundAt }) => foundAt ?? [])
        .toSorted()
        .at(-1),
    }),
    subject: {
      commits: unique(releases.flatMap(({ commit }) => commit ?? [])),
      digests: unique(releases.flatMap(({ digests }) => digests)),
      products: unique(releases.flatMap(({ product }) => product ?? [])),
    },
  }
}
